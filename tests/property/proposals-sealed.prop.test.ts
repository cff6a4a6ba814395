/**
 * Random stories of sealed proposals: people apart, answers lost, some who open late or never, withdrawals and extensions. A
 * final result is the same for everybody and stays, and once everybody has met and waited, there is one.
 */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { Position } from '$crdt/domain/proposals/method';
import { REVEAL_WAIT_MS } from '$crdt/domain/proposals/reveal-duty';
import { proposalDuties } from '$crdt/domain/proposals/duties';
import { newestTerm } from '$crdt/domain/proposals/terms';
import { bindOp, CONSENSUS, extendOp, MAJORITY, openOp, proposalOf, withdrawOp } from '../support/proposal-ops';
import { bindSealedOp, castSealedOp, closeRevealOp, revealOp, sealed, type Sealed } from '../support/sealed-ops';
import { createSeeded, type Seeded } from '../support/seeded';
import { collective, sync, tell, type Device } from '../support/story';

const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];
const LATE = 20_000_000 + 3 * REVEAL_WAIT_MS;

interface Person {
	readonly device: Device;
	/** What this device can open. */
	readonly own: Sealed[];
	isLost: boolean;
}

function tryToWrite(device: Device, op: Parameters<Device['write']>[0], claimedAt: number): void {
	device.write(op, { claimedAt });
}

function step(people: readonly Person[], id: ObjectId, chance: Seeded, now: number): void {
	const person = chance.pick(people);
	const { device, own } = person;
	const proposal = device.state.proposals.proposals.get(id);
	if (proposal === undefined) return;
	const term = newestTerm(proposal);
	const answer = () => {
		const words: readonly Position[] = proposal.method.kind === 'majority' ? ['agree', 'agree', 'agree', 'agree', 'disagree'] : [...Array.from({ length: 12 }, () => 'agree' as const), 'block', 'stand-aside'];
		const made = sealed(device.memberId, id, chance.pick(words), { term: term.id });
		if (!person.isLost) own.push(made);
		return made;
	};
	const kind = chance.int(20);
	if (kind < 2) return tryToWrite(device, castSealedOp(id, answer(), term.id), now);
	if (kind < 6) return tryToWrite(device, chance.chance(0.1) ? bindOp(id, 'none', term.id) : bindSealedOp(id, answer(), term.id), now);
	if (kind < 8 && own.length > 0) return tryToWrite(device, revealOp(id, chance.pick(own), term.id), now);
	if (kind < 9 && chance.chance(0.2)) return tryToWrite(device, closeRevealOp(id, term.id), now);
	if (kind === 9 && chance.chance(0.2)) {
		person.isLost = true;
		own.length = 0;
		return;
	}
	if (kind === 10 && proposal.proposer === device.memberId && chance.chance(0.25))
		return tryToWrite(device, chance.chance(0.4) ? withdrawOp(id, term.id) : extendOp(id, term.id, term.deadline + 1000), now);
	if (kind < 15) return act(person, now);
	tell(chance.pick(people).device, chance.pick(people).device);
}

/** What the device writes by itself. */
function act({ device, own }: Person, now: number): void {
	const { ops } = proposalDuties(device.state, {
		member: device.memberId,
		device: device.id,
		now,
		openSealed(commitment) {
			const found = own.find((each) => each.commitment === commitment);
			return found === undefined ? null : { ...found.contents, salt: found.salt };
		}
	});
	for (const op of ops) tryToWrite(device, op, now);
}

const resultIn = (device: Device, id: ObjectId): string => {
	const outcome = device.state.proposals.proposals.get(id)?.outcome ?? { status: 'open' };
	return JSON.stringify(outcome);
};
const OPEN = JSON.stringify({ status: 'open' });

function story(seed: number): string {
	const chance = createSeeded(7_000 + seed);
	const devices = collective(NAMES.slice(0, 2 + chance.int(4)));
	const id = devices[0]!.post(openOp('A raise', { sealed: true, method: chance.chance(0.5) ? CONSENSUS : MAJORITY }));
	const people = devices.map((device): Person => ({ device, own: [], isLost: false }));
	const final = new Set<string>();
	const check = () => {
		for (const [at, { device }] of people.entries()) {
			const result = resultIn(device, id);
			if (result !== OPEN) final.add(result);
			if (final.size > 1) expect.fail(`seed ${seed}: ${[...final].join(' and ')}`);
			if (result === OPEN && seen.has(at)) expect.fail(`seed ${seed}: a final result was lost`);
			if (result !== OPEN) seen.add(at);
		}
	};
	const seen = new Set<number>();
	for (let at = 0; at < 40 + chance.int(80); at++) {
		step(people, id, chance, 1_000_000 + at * 30_000);
		check();
	}
	// everybody meets, and their devices do what is left to do
	for (let round = 0; round < 12; round++) {
		sync(...devices);
		check();
		for (const person of people) act(person, LATE + round * 2 * REVEAL_WAIT_MS);
		check();
	}
	sync(...devices);
	check();
	const [result, ...others] = new Set(devices.map((device) => resultIn(device, id)));
	expect(others).toEqual([]);
	if (result === OPEN) expect.fail(`seed ${seed}: stuck, ${JSON.stringify(proposalOf(devices[0]!, id).terms.map((term) => [term.closings.length, term.reveals.length, term.revealClosings.length]))}`);
	return result!;
}

describe('sealed proposals', { timeout: 240_000 }, () => {
	it('[PRO70] [PRO71] [PRO72] [PRO73] one final result for all, which stays, and never none in the end', () => {
		const results = new Map<string, number>();
		for (let seed = 0; seed < 400; seed++) {
			const result = story(seed);
			results.set(result, (results.get(result) ?? 0) + 1);
		}
		for (const status of ['accepted', 'not-accepted', 'withdrawn']) expect(results.get(JSON.stringify({ status }))).toBeGreaterThan(12);
	});
});
