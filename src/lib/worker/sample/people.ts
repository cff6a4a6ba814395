/**
 * The people of the sample, each with a device of their own: keys, a log in memory, a fold, and the duties that a device does by itself. What
 * they write goes through the same door as everything anybody writes; what one has, the others are handed.
 *
 * Time stands still until the story moves it on. Knows nothing of what the story is. Carries MEM110 and MEM111.
 */
import type { ObjectId } from '$crypto/base';
import type { Random } from '$crypto/random';
import type { OpInput } from '$crdt/domain/op';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { EntryStore } from '$crdt/log/ports';
import { createMemoryEntries } from '$lib/adapters/memory-stores';
import { openCollective, type OpenCollective } from '../collective';
import type { StoredCollective } from '../keychain-schema';
import { createSteward, type Steward } from '../steward';

export interface Person {
	readonly name: string;
	readonly stored: StoredCollective;
	readonly store: EntryStore;
	readonly open: OpenCollective;
	readonly steward: Steward;
	/** One entry. @returns the ids of what it makes. @throws when the rules refuse it: the story is wrong. */
	post(...ops: readonly OpInput[]): Promise<readonly ObjectId[]>;
}

/** The story's clock; timers never ring, since devices act when they are told to. */
export interface StoryClock {
	now(): number;
	/** Never back. */
	moveTo(instant: number): void;
	readonly timers: Timers;
}

export function createStoryClock(begin: number): StoryClock {
	let now = begin;
	const never = (): (() => void) => () => undefined;
	return {
		now: () => now,
		moveTo(instant) {
			now = Math.max(now + 1, instant);
		},
		timers: { now: () => now, after: never, every: never }
	};
}

export async function createPerson(name: string, stored: StoredCollective, random: Random, clock: StoryClock): Promise<Person> {
	const store = createMemoryEntries();
	const nothing = (): void => undefined;
	const open = await openCollective({
		stored, store, random, clock,
		mayWrite: () => true,
		events: { admitted: nothing, textEntry: nothing, textFrame: nothing, ownText: nothing, changed: nothing }
	});
	const steward = createSteward({ open, random, clock, timers: clock.timers, colleagues: () => 4, notSaved: nothing });
	return {
		name, stored, store, open, steward,
		async post(...ops) {
			const posted = await open.post(ops);
			if (!posted.ok) throw new Error(`${name} may not write ${ops[0]?.type}: ${posted.error.sentence}`);
			return posted.value;
		}
	};
}

/** `to` gets what it lacks of what `from` has, texts included. */
export async function hand(from: Person, to: Person): Promise<void> {
	for (const batch of from.open.log.missing(to.open.log.have())) await to.open.log.receive(batch);
	const named = new Set(to.open.ownTexts.all());
	for (const stream of named) await to.open.texts.ensure(stream);
	for (const batch of from.open.texts.missing(to.open.texts.have())) if (named.has(batch.stream)) await to.open.texts.receive(batch);
	await to.open.texts.retry();
}

/** Everybody has what anybody has. */
export async function meet(people: readonly Person[]): Promise<void> {
	const [first, ...others] = people;
	if (first === undefined) return;
	for (const other of others) await hand(other, first);
	for (const other of others) await hand(first, other);
}

const MOST_TURNS = 100;
const PEACEFUL_ROUNDS = 3;
/** Longer than any device waits for the others to be faster. */
const ROUND_MS = 40_000;

/** Everybody meets, and one after the other does what their device owes by now, until nobody owes anything. */
export async function settle(people: readonly Person[]): Promise<void> {
	await meet(people);
	let quiet = 0;
	for (let turn = 0; quiet < people.length && turn < MOST_TURNS; turn++) {
		const person = people[turn % people.length];
		if (person === undefined) return;
		const before = person.open.log.entries().length;
		await person.steward.settle();
		quiet = person.open.log.entries().length === before ? quiet + 1 : 0;
		// what the first one does the others need not do
		if (quiet === 0) for (const other of people) if (other !== person) await hand(person, other);
	}
}

/** The same, with time enough for what devices leave to each other first, and for saying what they hold. */
export async function settleInPeace(people: readonly Person[], clock: StoryClock): Promise<void> {
	for (let round = 0; round < PEACEFUL_ROUNDS; round++) {
		await settle(people);
		clock.moveTo(clock.now() + ROUND_MS);
	}
	await settle(people);
}
