/**
 * Random stories: people join, leave, remove one another, decide, book and rotate keys on any knowledge, with any delay.
 * The same seed tells the same story. Each step is one entry written or one device telling another what it holds.
 */
import type { ObjectId } from '$crypto/base';
import { needsNewEpoch } from '$crdt/domain/membership/epochs';
import type { OpInput } from '$crdt/domain/op';
import type { Proposal } from '$crdt/domain/proposals/state';
import { createSeeded, type Seeded } from './seeded';
import { admitOp, collective, Device, invitationKey, keysNamed, tell } from './story';
import { randomCalendarOp } from './random-calendar';

export interface RandomStory {
	readonly devices: readonly Device[];
	/** Whenever an entry came to be, in order. */
	readonly written: number;
}

export interface StoryOptions {
	readonly seed: number;
	readonly steps: number;
	readonly members?: number;
	/** A member's device now and then goes on from an earlier entry of its own. */
	readonly forks?: boolean;
	/** Called after each step with the device whose knowledge grew. */
	onGrowth?(device: Device): void;
}

const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];
const STANCES = ['agree', 'agree', 'agree', 'agree', 'agree', 'agree', 'stand-aside', 'block', 'abstain'] as const;

export function tellRandomStory({ seed, steps, members = 3, forks = false, onGrowth }: StoryOptions): RandomStory {
	const chance = createSeeded(seed);
	const devices = collective(NAMES.slice(0, members), { decisionRule: chance.chance(0.5) ? 'consensus' : 'majority' });
	let written = 0;
	for (let step = 0; step < steps; step++) {
		const device = chance.pick(devices);
		if (chance.chance(0.5)) {
			const other = chance.pick(devices);
			if (other !== device) tell(other, device);
		} else {
			if (forks && chance.chance(0.04)) stepBack(device, chance);
			if (needsNewEpoch(device.state.membership) && device.isMember(device.memberId)) device.rotate(`${seed} ${step}`);
			else {
				const newcomer = writeSomething(device, chance, `${seed} ${step}`);
				if (newcomer !== null && devices.length < 8) devices.push(newcomer);
			}
			written++;
		}
		onGrowth?.(device);
	}
	return { devices, written };
}

/** As if an old backup had been restored: the next entry builds on an earlier one of the device's own. */
function stepBack(device: Device, chance: Seeded): void {
	const own = [...device.held.values()].filter((entry) => entry.device === device.id);
	if (own.length > 1) device.head = chance.pick(own).id;
}

/** Returns a newcomer's device when the op was a yes to a new person. */
function writeSomething(device: Device, chance: Seeded, mark: string): Device | null {
	const { membership, proposals } = device.state;
	const open = [...proposals.proposals.values()].filter((proposal) => proposal.outcome.status === 'open');
	const kind = chance.int(100);
	const mine = open.filter((proposal) => proposal.electors.some((elector) => elector.memberId === device.memberId));
	const unclosed = mine.filter((proposal) => !proposal.closings.some((closing) => closing.elector === device.memberId));
	if (kind < 55 && mine.length > 0) {
		device.write(voice(chance.pick(unclosed.length > 0 ? unclosed : mine), device, chance));
		return null;
	}
	if (kind < 62 || (open.length < 2 && kind < 70)) device.write(proposalOp(device, chance, mark));
	else if (kind < 68) device.write({ type: 'membership/invite', publicKey: invitationKey(mark), lobbyKey: invitationKey(`lobby ${mark}`), expiresAt: 9e12, note: '' });
	else if (kind < 76) {
		const usable = [...membership.invitations.values()].filter((invitation) => invitation.status === 'open');
		if (usable.length === 0) return null;
		const invitation = chance.pick(usable);
		const known = invitation.candidacies[0];
		const name = known?.profile.name ?? mark;
		device.write(admitOp(invitation.invitation, name));
		return known === undefined ? new Device(name, keysNamed(name)) : null;
	} else if (kind < 78) device.write({ type: 'membership/leave' });
	else if (kind < 90) device.write(randomCalendarOp(device, chance, mark));
	else device.write({ type: 'membership/receipt' });
	return null;
}

function voice(proposal: Proposal, device: Device, chance: Seeded): OpInput {
	const id: ObjectId = proposal.id;
	const kind = chance.int(20);
	if (kind < 3) return { type: 'proposals/cast-stance', proposal: id, stance: chance.pick(STANCES), reason: '' };
	const isBound = proposal.stances.some((stance) => stance.elector === device.memberId && stance.kind === 'bound');
	if (!isBound || kind < 4) return { type: 'proposals/bind-stance', proposal: id, stance: chance.pick(STANCES), reason: '' };
	if (kind < 6 && proposal.proposer === device.memberId) return { type: 'proposals/withdraw', proposal: id, reason: '' };
	return { type: 'proposals/close', proposal: id };
}

function proposalOp(device: Device, chance: Seeded, title: string): OpInput {
	const members = device.state.membership.seated;
	const kind = chance.int(5);
	const base = { type: 'proposals/open' as const, title, text: '', deadline: 1, succeeds: null };
	if (kind === 0 || members.length === 0) return { ...base, effect: { kind: 'none' } };
	if (kind < 4) return { ...base, effect: { kind: 'remove-member', member: chance.pick(members).memberId } };
	return { ...base, effect: { kind: 'change-setting', change: { key: 'admissionApprovals', value: 1 + chance.int(3) } } };
}
