/**
 * A collective that keeps a book, without keys or network: many people, one shared log, one fold. Everybody knows everything,
 * unless an op is written apart. For books too long for stories between devices. Not a test.
 */
import type { DeviceId, EntryId, MemberId, ObjectId, Slot } from '$crypto/base';
import type { Hashes, LoggedEntry } from '$crdt/domain/context';
import { createFold, type Fold } from '$crdt/domain/fold';
import type { Lens } from '$crdt/domain/lens';
import { areaOf, parseOp, type OpInput } from '$crdt/domain/op';
import type { State } from '$crdt/domain/state';
import { createDag, type Dag } from '$crdt/log/dag';
import { decide, openEffect } from './proposal-ops';
import { admitOp, Device, epochNamed, found, invite, keysNamed, objectId, storyHashes, sync } from './story';

interface Author {
	readonly member: MemberId;
	readonly device: DeviceId;
	readonly slot: Slot;
	head: EntryId | null;
}

export interface BookWriter {
	readonly dag: Dag;
	readonly hashes: Hashes;
	/** Everything written, in a causal order. */
	readonly entries: readonly LoggedEntry[];
	readonly members: readonly MemberId[];
	/** Of everything written. */
	readonly fold: Fold;
	/** @param at milliseconds since 1970. */
	write(author: number, input: OpInput, at?: number): ObjectId;
	/** Knowing only what its author knew when they last wrote. */
	writeApart(author: number, input: OpInput, at?: number): ObjectId;
	state(): State;
	lens(member?: number, today?: string): Lens & { readonly state: State };
}

const START = Date.UTC(2021, 0, 1);

/**
 * Two shares of ownership are the first one's, one is the second one's; rent and cleaning have a budget.
 * @param hash that of the rules, if it shall be another than that of stories.
 */
export function createBookWriter(names: readonly string[], hash: Hashes['hash'] = storyHashes.hash): BookWriter {
	const [ana, ben] = beginning(names);
	const authors = names.map((_, i): Author => {
		const device = i === 0 ? ana : i === 1 ? ben : new Device(keyOf(i), keysNamed(keyOf(i)));
		return { member: device.memberId, device: device.id, slot: device.slot, head: device.head };
	});
	// people and devices are named by the story's hashes
	const hashes: Hashes = { ...ana.hashes, hash };
	const entries = Array.from({ length: ana.dag.size }, (_, at) => ana.held.get(ana.dag.idAt(at))!);
	const dag = createDag();
	for (const entry of entries) dag.add(entry);
	const fold = createFold({ dag, hashes });
	let folded = 0;

	function add(author: Author, input: OpInput, deps: readonly EntryId[], claimedAt: number): ObjectId {
		const op = parseOp(input);
		if (op.type === 'unknown-op') throw new Error(`the book holds an op no schema knows: ${JSON.stringify(input)}`);
		const entry: LoggedEntry = {
			id: storyHashes.hash('entry', String(entries.length)) as EntryId, // test brand
			slot: author.slot, device: author.device, prev: author.head, deps, lamport: dag.nextLamport(author.head, deps),
			epoch: epochNamed('first'), area: areaOf(op.type), claimedAt, ops: [op], proofs: [true]
		};
		dag.add(entry);
		entries.push(entry);
		author.head = entry.id;
		return objectId(entry);
	}

	function state(): State {
		if (folded < entries.length) fold.insert(entries.slice(folded));
		folded = entries.length;
		return fold.state();
	}

	for (const [i, author] of authors.entries())
		add(author, { type: 'membership/set-profile', profile: { name: names[i]!, discipline: '', licence: '' } }, dag.frontier(author.head, 64), START); // one for each

	const authorAt = (at: number): Author => authors[at % authors.length]!; // there is somebody

	return {
		dag,
		hashes,
		entries,
		members: authors.map(({ member }) => member),
		fold,
		write(at, input, claimedAt = START) {
			const author = authorAt(at);
			return add(author, input, dag.frontier(author.head, 64), claimedAt);
		},
		writeApart: (at, input, claimedAt = START) => add(authorAt(at), input, [], claimedAt),
		state,
		lens(at = 0, today = '2026-01-31') {
			const now = state();
			const { member, device } = authorAt(at);
			return {
				state: now,
				me: member,
				device,
				now: Date.parse(`${today}T12:00:00Z`),
				today,
				nowWall: `${today}T13:00`,
				heldBy: () => now.membership.seated.map(({ memberId }) => memberId),
				nameOf: (id) => now.membership.members.get(id)?.profile.name ?? ''
			};
		}
	};
}

const keyOf = (i: number): string => `member ${i}`;

/** The first invites, the second says yes; the two decide on ownership and budgets before the others come. */
function beginning(names: readonly string[]): readonly [Device, Device] {
	const ana = found(keyOf(0));
	const ben = new Device(keyOf(1), keysNamed(keyOf(1)));
	for (let i = 1; i < names.length; i++) {
		const invitation = invite(ana, keyOf(i));
		if (i > 1) sync(ana, ben);
		(i === 1 ? ana : ben).post(admitOp(invitation, keyOf(i)));
		sync(ana, ben);
		if (i === 1) decideFirst(ana, ben);
	}
	return [ana, ben];
}

function decideFirst(ana: Device, ben: Device): void {
	const ownership = [{ member: ana.memberId, units: 2 }, { member: ben.memberId, units: 1 }];
	const budgets = [{ category: 'rent' as const, amountMinor: 5_400_000 }, { category: 'cleaning' as const, amountMinor: 300_000 }];
	for (const change of [{ key: 'ownership' as const, value: ownership }, { key: 'budgets' as const, value: budgets }])
		decide([ana, ben], ana.post(openEffect(`Change ${change.key}`, { kind: 'change-setting', change })));
}
