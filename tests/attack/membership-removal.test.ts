import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { epochToWriteUnder } from '$crdt/domain/membership/epochs';
import { stateHash } from '$crdt/domain/state-hash';
import { admitOp, collective, Device, epochNamed, invite, keysNamed, objectId, storyHashes, sync, tell } from '../support/story';
import { bindOp, closeOp, openOp, openRemoval } from '../support/proposal-ops';
import { addRoomOp } from '../support/calendar-ops';

const room = (name: string): OpInput => addRoomOp(name, 'Europe/Berlin');
/** The deciders open, agree and close among themselves; nobody else hears of it. */
function remove(subject: Device, deciders: readonly Device[]): ObjectId {
	const [first] = deciders;
	if (first === undefined) throw new Error('nobody decides');
	sync(...deciders);
	const proposal = openRemoval(deciders, subject.memberId);
	sync(...deciders);
	for (const device of deciders) device.post(bindOp(proposal, 'agree'));
	sync(...deciders);
	for (const device of deciders) device.post(closeOp(proposal));
	sync(...deciders);
	expect(first.isMember(subject.memberId)).toBe(false);
	return proposal;
}

const sameState = (...devices: readonly Device[]): void => {
	const hashes = devices.map((device) => stateHash(device.state, storyHashes.hash));
	expect(new Set(hashes).size).toBe(1);
};

describe('backdating past a removal frontier', () => {
	it('[MEM42] what the deciders held stands; what surfaces later, whatever past it claims, is void', () => {
		const [ana, ben, mallory] = collective(['Ana', 'Ben', 'Mallory']) as [Device, Device, Device];
		const known = mallory.post(room('Attic'));
		sync(ana, ben, mallory);
		const before = mallory.head;
		remove(mallory, [ana, ben]);
		const hidden = mallory.post(room('Cellar')); // claims to know nothing of the removal
		expect(mallory.dag.isAncestor(before!, hidden.slice(0, 43) as never)).toBe(true);
		sync(ana, ben, mallory);
		expect(ana.state.calendar.rooms.has(known)).toBe(true);
		expect(ana.state.calendar.rooms.has(hidden)).toBe(false);
		expect(ana.fold.entry(hidden.slice(0, 43) as never)?.isVoid).toBe(true);
		sameState(ana, ben, mallory);
	});

	it('[MEM42] nobody is let in by a backdated yes of somebody who was removed', () => {
		const [ana, ben, mallory] = collective(['Ana', 'Ben', 'Mallory']) as [Device, Device, Device];
		const invitation = invite(mallory, 'puppet');
		sync(ana, ben, mallory);
		remove(mallory, [ana, ben]);
		const puppet = new Device('puppet', keysNamed('puppet'));
		// without Ben's or Ana's yes the puppet is not in anyway; with an accomplice before the removal was known it was
		mallory.post(admitOp(invitation, 'puppet'));
		tell(mallory, puppet);
		sync(ana, ben, mallory);
		expect(ana.isMember(puppet.memberId)).toBe(false);
		sameState(ana, ben, mallory);
	});

	it('[MEM42] a concurrent admission that leans on a void yes waits for a current member to say it again', () => {
		const [ana, ben, chloe, mallory] = collective(['Ana', 'Ben', 'Chloé', 'Mallory']) as [Device, Device, Device, Device];
		const invitation = invite(chloe, 'Eve');
		sync(ana, ben, chloe, mallory);
		remove(mallory, [ana, ben, chloe]);
		mallory.post(admitOp(invitation, 'Eve'));
		const eve = new Device('Eve', keysNamed('Eve'));
		expect(mallory.isMember(eve.memberId)).toBe(true);
		sync(ana, ben, chloe, mallory);
		expect(ana.isMember(eve.memberId)).toBe(false);
		ana.rotate('after Mallory');
		ana.post(admitOp(invitation, 'Eve'));
		sync(ana, ben, chloe, mallory);
		expect(chloe.isMember(eve.memberId)).toBe(true);
		sameState(ana, ben, chloe, mallory);
	});

	it('[MEM43] a member may adopt what became void, once', () => {
		const [ana, ben, mallory] = collective(['Ana', 'Ben', 'Mallory']) as [Device, Device, Device];
		remove(mallory, [ana, ben]);
		const voided = mallory.post(room('Studio'));
		sync(ana, ben, mallory);
		ana.rotate('after Mallory');
		const adopted = ana.post({ type: 'membership/adopt', object: voided });
		expect(ana.state.calendar.rooms.get(adopted)?.addedBy).toBe(ana.memberId);
		sync(ana, ben);
		const again = ben.write({ type: 'membership/adopt', object: voided });
		expect(ben.refusalOf(again)?.rule).toBe('MEM43');
	});

	it('[PRO12] ballots of a removed elector in proposals opened before still count', () => {
		const [ana, ben, chloe, dele] = collective(['Ana', 'Ben', 'Chloé', 'Dele'], { decisionRule: 'majority' }) as [Device, Device, Device, Device];
		const open = ana.post(openOp('Rent', { deadline: 1 }));
		sync(ana, ben, chloe, dele);
		remove(dele, [ana, ben, chloe]);
		for (const device of [ana, ben, dele]) device.post(bindOp(open, 'agree'), device === dele ? {} : { epoch: freshKey(device) });
		sync(ana, ben, chloe, dele);
		for (const device of [ana, ben, dele]) device.post(closeOp(open), device === dele ? {} : { epoch: freshKey(device) });
		sync(ana, ben, chloe, dele);
		expect(ana.state.proposals.proposals.get(open)?.outcome.status).toBe('accepted');
		sameState(ana, ben, chloe, dele);
	});
});

describe('removals and admissions that cross', () => {
	it('[MEM41] two removals crossing: both hold, each with the frontier its deciders found', () => {
		const five = collective(['Ana', 'Ben', 'Chloé', 'Dele', 'Eve']) as [Device, Device, Device, Device, Device];
		const [ana, ben, chloe, dele, eve] = five;
		const one = openRemoval([ana, ben, chloe, dele], eve.memberId);
		const two = openRemoval([eve, ben, chloe, dele], ana.memberId);
		sync(...five);
		for (const device of [ana, ben, chloe, dele]) device.post(bindOp(one, 'agree'));
		for (const device of [eve, ben, chloe, dele]) device.post(bindOp(two, 'agree'));
		sync(...five);
		// both are closed before anybody has heard of a result
		for (const device of [ben, chloe, dele]) device.write([closeOp(one), closeOp(two)] as OpInput[]);
		sync(...five);
		for (const device of [ana, eve]) device.write(closeOp(device === ana ? one : two));
		sync(...five);
		expect(ben.state.membership.seated.map((member) => member.memberId).sort()).toEqual(
			[ben, chloe, dele].map((device) => device.memberId).sort()
		);
		sameState(...five);
		expect(epochToWriteUnder(ben.state.membership)).toBeNull();
		ben.rotate('after both');
		expect(epochToWriteUnder(ben.state.membership)?.epoch).toBe(epochNamed('after both'));
	});

	it('[MEM40] admission and removal at the same moment: both hold, and the newcomer gets a new key', () => {
		const [ana, ben, chloe, dele] = collective(['Ana', 'Ben', 'Chloé', 'Dele']) as [Device, Device, Device, Device];
		const invitation = invite(chloe, 'Eve');
		tell(chloe, dele);
		sync(ana, ben);
		const proposal = openRemoval([ana, ben, chloe], dele.memberId);
		sync(ana, ben, chloe);
		for (const device of [ana, ben, chloe]) device.post(bindOp(proposal, 'agree'));
		sync(ana, ben, chloe);
		for (const device of [ana, ben, chloe]) device.post(closeOp(proposal));
		sync(ana, ben);
		// Chloé does not know the other closings yet and lets Eve in together with Ben's earlier yes
		const eve = new Device('Eve', keysNamed('Eve'));
		const byBen = new Device('Ben elsewhere', keysNamed('Ben elsewhere'));
		expect(byBen.memberId).not.toBe(ben.memberId);
		chloe.post(admitOp(invitation, 'Eve'));
		ana.rotate('after Dele');
		sync(ana, ben, chloe);
		ben.post(admitOp(invitation, 'Eve'));
		sync(ana, ben, chloe, eve);
		expect(eve.isMember(eve.memberId)).toBe(true);
		expect(eve.isMember(dele.memberId)).toBe(false);
		sameState(ana, ben, chloe, eve);
	});

	it('[MEM41] a further closing can only move the frontier outwards: it restores and never voids', () => {
		const four = collective(['Ana', 'Ben', 'Chloé', 'Mallory']) as [Device, Device, Device, Device];
		const [ana, ben, chloe, mallory] = four;
		const proposal = openRemoval([ana, ben, chloe], mallory.memberId);
		sync(...four);
		for (const device of [ana, ben, chloe]) device.post(bindOp(proposal, 'agree'));
		sync(ana, ben, chloe);
		const attic = mallory.post(room('Attic'));
		tell(mallory, chloe);
		ana.post(closeOp(proposal));
		ben.post(closeOp(proposal));
		sync(ana, ben);
		chloe.post(closeOp(proposal));
		sync(...four);
		// of three deciders only Chloé's closing holds it, and two are needed
		expect(ana.state.calendar.rooms.has(attic)).toBe(false);

		const again = collective(['Ana', 'Ben', 'Chloé', 'Mallory']) as [Device, Device, Device, Device];
		const [ana2, ben2, chloe2, mallory2] = again;
		const same = openRemoval([ana2, ben2, chloe2], mallory2.memberId);
		sync(...again);
		for (const device of [ana2, ben2, chloe2]) device.post(bindOp(same, 'agree'));
		sync(ana2, ben2, chloe2);
		const studio = mallory2.post(room('Studio'));
		ana2.post(closeOp(same));
		tell(mallory2, ben2);
		tell(mallory2, chloe2);
		ben2.post(closeOp(same));
		sync(ana2, ben2);
		tell(mallory2, ana2);
		expect(ana2.state.membership.members.get(mallory2.memberId)?.status).toBe('removed');
		expect(ana2.state.calendar.rooms.has(studio)).toBe(false);
		chloe2.post(closeOp(same));
		sync(...again);
		expect(ana2.state.calendar.rooms.has(studio)).toBe(true);
		sameState(...again);
	});
});

describe('equivocation', () => {
	it('[PRO32] a second, contradicting closing of a fork does not undo a decision', () => {
		const [ana, ben, mallory] = collective(['Ana', 'Ben', 'Mallory']) as [Device, Device, Device];
		const proposal = ana.post(openOp('Rent', { effect: { kind: 'change-setting', change: { key: 'name', value: 'New' } }, deadline: 1 }));
		sync(ana, ben, mallory);
		mallory.post({ type: 'membership/receipt' });
		sync(ana, ben, mallory);
		const fork = mallory.head;
		for (const device of [ana, mallory]) device.post(bindOp(proposal, 'agree'));
		sync(ana, mallory);
		for (const device of [ana, mallory]) device.post(closeOp(proposal));
		sync(ana, mallory);
		expect(ana.state.proposals.proposals.get(proposal)?.outcome.status).toBe('accepted');
		// the same device goes on from where it was, as if it had said nothing, and blocks together with Ben
		const twin = new Device('twin', mallory.keys, mallory.memberId);
		twin.take([...mallory.held.values()].filter((entry) => entry.id === fork || mallory.dag.isAncestor(entry.id, fork!)));
		twin.head = fork;
		tell(ben, twin);
		for (const device of [ben, twin]) device.post(bindOp(proposal, 'block'));
		sync(ben, twin);
		for (const device of [ben, twin]) device.post(closeOp(proposal));
		sync(ana, ben, mallory, twin);
		const { outcome } = ana.state.proposals.proposals.get(proposal)!;
		expect(outcome.status === 'accepted' || (outcome.status === 'contested' && outcome.accepted)).toBe(true);
		expect(ana.state.membership.settings.name).toBe('New');
		sameState(ana, ben, mallory, twin);
	});

	it('[MEM17] from the evidence on the device is retired; what counted before still counts', () => {
		const [ana, ben, mallory] = collective(['Ana', 'Ben', 'Mallory']) as [Device, Device, Device];
		mallory.post({ type: 'membership/receipt' });
		const fork = mallory.head;
		const first = mallory.write(room('Attic'));
		const twin = new Device('twin', mallory.keys, mallory.memberId);
		twin.take([...mallory.held.values()].filter((entry) => entry.id === fork || mallory.dag.isAncestor(entry.id, fork!)));
		twin.head = fork;
		const second = twin.write(room('Cellar'));
		sync(ana, ben, mallory, twin);
		const innocent = ana.write({ type: 'membership/report-fork', device: ben.id, entries: [first.id, second.id] });
		expect(ana.refusalOf(innocent)?.rule).toBe('MEM17');
		ana.post({ type: 'membership/report-fork', device: mallory.id, entries: [first.id, second.id] });
		sync(ana, ben, mallory);
		expect(mallory.refusalOf(mallory.write(room('Garage')))?.rule).toBe('MEM3');
		expect([objectId(first), objectId(second)].every((id) => ana.state.calendar.rooms.has(id))).toBe(true);
		expect(epochToWriteUnder(ana.state.membership)).toBeNull();
	});
});

function freshKey(device: Device) {
	if (epochToWriteUnder(device.state.membership) === null) device.rotate('after a removal');
	return epochToWriteUnder(device.state.membership)!.epoch;
}
