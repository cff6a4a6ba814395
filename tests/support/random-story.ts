/**
 * Random stories: people join, leave, remove one another, decide, book and rotate keys on any knowledge, with any delay.
 * The same seed tells the same story. Each step is one entry written or one device telling another what it holds.
 */
import { needsNewEpoch } from '$crdt/domain/membership/epochs';
import { createSeeded, type Seeded } from './seeded';
import { admitOp, collective, Device, invitationKey, keysNamed, tell } from './story';
import { randomCalendarOp } from './random-calendar';
import { decide, openOp } from './proposal-ops';
import { randomAroundOp, randomProposalOp, randomVoiceOp } from './random-proposals';

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
	/** Nothing but proposals and what belongs to them, so that many get far. */
	readonly aboutProposals?: boolean;
	/** Called after each step with the device whose knowledge grew. */
	onGrowth?(device: Device): void;
}

const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];

export function tellRandomStory({ seed, steps, members = 3, forks = false, aboutProposals = false, onGrowth }: StoryOptions): RandomStory {
	const chance = createSeeded(seed);
	const devices = collective(NAMES.slice(0, members), { decisionRule: chance.chance(0.5) ? 'consensus' : 'majority' });
	// most houses put people out without mediation, or stories would seldom get that far
	if (chance.chance(0.8)) decide(devices, devices[0]!.post(openOp('No mediation', { effect: { kind: 'change-setting', change: { key: 'mediators', value: 0 } } })));
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
				const mark = `${seed} ${step}`;
				const newcomer = aboutProposals ? sayOfProposals(device, chance, mark) : writeSomething(device, chance, mark);
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

/** Few proposals at a time, answered, interrupted and closed by whoever may; now and then somebody leaves. Nobody joins. */
function sayOfProposals(device: Device, chance: Seeded, mark: string): null {
	const mine = [...device.state.proposals.proposals.values()].filter(
		({ outcome, electors }) => outcome.status === 'open' && electors.some((elector) => elector.voice === device.id)
	);
	const kind = chance.int(100);
	const around = kind < 12 ? randomAroundOp(device, chance, mark) : null;
	if (around !== null) device.write(around);
	else if (kind < 13 && device.state.membership.seated.length > 2) device.write({ type: 'membership/leave' });
	else if (mine.length < 2 && (mine.length === 0 || kind < 30)) device.write(randomProposalOp(device, chance, mark));
	else device.write(randomVoiceOp(chance.pick(mine), device, chance));
	return null;
}

/** Returns a newcomer's device when the op was a yes to a new person. */
function writeSomething(device: Device, chance: Seeded, mark: string): Device | null {
	const { membership, proposals } = device.state;
	const open = [...proposals.proposals.values()].filter((proposal) => proposal.outcome.status === 'open');
	const kind = chance.int(100);
	const mine = open.filter((proposal) => proposal.electors.some((elector) => elector.memberId === device.memberId));
	const unclosed = mine.filter(({ terms }) => !terms.at(-1)!.closings.some((closing) => closing.elector === device.memberId));
	if (kind < 52 && mine.length > 0) {
		device.write(randomVoiceOp(chance.pick(unclosed.length > 0 ? unclosed : mine), device, chance));
		return null;
	}
	if (kind < 56) {
		const around = randomAroundOp(device, chance, mark);
		if (around !== null) device.write(around);
	} else if (kind < 62 || (open.length < 2 && kind < 70)) device.write(randomProposalOp(device, chance, mark));
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

