/** Removals and closed books: what somebody signs after their removal displaces nothing, and what was closed with their entries in it stays. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { stateHash } from '$crdt/domain/state-hash';
import { expenseOp } from '../support/ledger-ops';
import { bindOp, closeOp as closeProposal, decide, openRemoval } from '../support/proposal-ops';
import { closeBooks, closeOp, signOp } from '../support/schedule-ops';
import { collective, join, storyHashes, sync, tell, type Device } from '../support/story';

const spent = (device: Device, date: string, amountMinor = 3_000): ObjectId =>
	device.post(expenseOp(device.memberId, amountMinor, [device.memberId], { date }));
/** What the device knows now, to build on it later as if nothing had come since. */
const pastOf = (device: Device) => ({ prev: device.head, deps: device.dag.frontier(device.head, 64) });
const agree = (devices: readonly Device[]): void =>
	expect(new Set(devices.map((device) => stateHash(device.state, storyHashes.hash))).size).toBe(1);

describe('signatures of removed members', () => {
	it('[LED43] an old close that was lost, signed by somebody removed, does not displace the close made after it', () => {
		const four = collective(['Ana', 'Ben', 'Mallory', 'Dele']) as [Device, Device, Device, Device];
		const [ana, ben, mallory, dele] = four;
		spent(ana, '2026-05-10');
		const old = ana.post(closeOp(ana, '2026-06-01'));
		sync(...four);
		ben.post(signOp(old));
		sync(...four);
		decide([ana, ben, dele], openRemoval([ana, ben, dele], mallory.memberId));
		ana.rotate('the three of us');
		sync(ana, ben, dele);
		dele.post({ type: 'membership/leave' });
		sync(ana, ben, dele);
		ana.rotate('the two of us');
		sync(ana, ben);
		const close = closeBooks('2026-05-15', [ana, ben], sync);
		expect(ana.state.ledger.firm).toEqual([close]);
		mallory.post(signOp(old)); // three of the four who could sign it
		sync(...four);
		expect(ana.state.ledger.closes.get(old)?.signatures).toHaveLength(3);
		for (const device of four) expect(device.state.ledger.firm).toEqual([close]);
		agree(four);
	});

	it('[LED43] a competing close made firm from the forked log of somebody removed does not displace the one that stands', () => {
		const five = collective(['Ana', 'Mallory', 'Chloé', 'Dele', 'Eve']) as [Device, Device, Device, Device, Device];
		const [ana, mallory, chloe, dele, eve] = five;
		sync(...five);
		const rival = dele.post(closeOp(dele, '2026-05-01'));
		tell(dele, eve);
		eve.post(signOp(rival));
		for (let i = 0; i < 3; i++) spent(ana, '2026-05-10'); // so that the rival stands earlier in the total order
		tell(eve, mallory);
		const before = pastOf(mallory);
		const close = ana.post(closeOp(ana, '2026-06-01'));
		sync(...five);
		mallory.post(signOp(close));
		chloe.post(signOp(close));
		sync(...five);
		expect(ana.state.ledger.firm).toEqual([close]);
		const others = [ana, chloe, dele, eve];
		decide(others, openRemoval(others, mallory.memberId));
		mallory.write(signOp(rival), before);
		sync(...five);
		expect(new Set(ana.state.ledger.closes.get(rival)?.signatures.map(({ member }) => member)).size).toBe(3);
		for (const device of five) expect(device.state.ledger.firm).toEqual([close]);
		agree(five);
	});

	it('[LED43] [LED47] a lost close made firm after all, from a forked log, does not displace the one made in its place', () => {
		const four = collective(['Ana', 'Ben', 'Mallory', 'Dele']) as [Device, Device, Device, Device];
		const [ana, ben, mallory, dele] = four;
		const first = ana.post(closeOp(ana, '2026-06-01'));
		sync(...four);
		ben.post(signOp(first));
		const before = pastOf(mallory);
		const second = mallory.post(closeOp(mallory, '2026-05-01'));
		sync(...four);
		dele.post(signOp(second));
		const third = closeBooks('2026-05-15', four, sync);
		mallory.write(signOp(first), before);
		sync(...four);
		expect(new Set(ana.state.ledger.closes.get(first)?.signatures.map(({ member }) => member)).size).toBe(3);
		for (const device of four) expect(device.state.ledger.firm).toEqual([third]);
		agree(four);
	});

	it('[LED42] a close that nobody but removed members signed, from a past of their own, closes nothing', () => {
		const founder = collective(['Mallory']);
		const [mallory] = founder as [Device];
		const before = pastOf(mallory);
		const ana = join('Ana', [mallory]);
		const ben = join('Ben', [mallory, ana]);
		decide([ana, ben], openRemoval([ana, ben], mallory.memberId));
		const shadow = mallory.write({ ...closeOp(mallory, '2090-01-01'), count: 0, root: storyHashes.hash('close') }, before);
		expect(mallory.refusalOf(shadow)).toBeUndefined();
		sync(ana, ben, mallory);
		for (const device of [ana, ben, mallory]) expect(device.state.ledger.firm).toEqual([]);
		agree([ana, ben, mallory]);
	});
});

describe('closed entries of removed members', () => {
	it('[LED45] what a firm close names stays, though too few who decided the removal held it', () => {
		const five = collective(['Ana', 'Mallory', 'Chloé', 'Dele', 'Eve']) as [Device, Device, Device, Device, Device];
		const [ana, mallory, chloe, dele, eve] = five;
		const deciders = [ana, chloe, dele, eve];
		const removal = openRemoval(deciders, mallory.memberId);
		sync(...deciders);
		for (const device of deciders) device.post(bindOp(removal, 'agree'));
		sync(dele, eve, chloe);
		tell(dele, ana);
		for (const device of [dele, eve]) device.post(closeProposal(removal));
		const entry = spent(mallory, '2026-05-10');
		tell(mallory, ana);
		const close = ana.post(closeOp(ana, '2026-06-01'));
		for (const device of [mallory, chloe]) {
			tell(ana, device);
			device.post(signOp(close));
		}
		sync(ana, mallory, chloe);
		const [before, named] = [ana.state.ledger.balances, ana.state.ledger.closes.get(close)!.named];
		expect(ana.state.ledger.firm).toEqual([close]);
		chloe.post(closeProposal(removal));
		const late = mallory.post(expenseOp(mallory.memberId, 77_000, [ana.memberId], { date: '2026-06-10' }));
		sync(...five);
		expect(ana.isMember(mallory.memberId)).toBe(false);
		sync(...five);
		for (const device of five) {
			expect(device.state.ledger.firm).toEqual([close]);
			expect(device.state.ledger.closes.get(close)!.named.equals(named)).toBe(true);
			expect(device.state.ledger.balances.equals(before)).toBe(true);
			expect([entry, late].map((id) => device.state.ledger.entries.has(id))).toEqual([true, false]);
		}
		agree(five);
	});
});
