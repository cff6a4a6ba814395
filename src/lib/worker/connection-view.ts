/** The state of the connections in the words of the house. Pure. */
import type { EntryId } from '$crypto/base';
import type { ConnectionView } from '$lib/services/types';
import type { Environment } from './api';
import type { FullLens } from './lens';
import type { Running } from './running';
import { isSelfWritten } from './self-written';

export function selectConnection(lens: FullLens, running: Running, { online, signaling }: Environment): ConnectionView {
	const { open, sync } = running;
	const here = new Map<string, ConnectionView['here'][number]>();
	let ownDevicesHere = 0;
	for (const { identity } of running.peers()) {
		if (identity.kind !== 'member') continue;
		const member = lens.state.membership.devices.get(identity.device)?.memberId ?? identity.member;
		if (member === lens.me) ownDevicesHere++;
		else here.set(member, { memberId: member, name: lens.nameOf(member), relayed: false });
	}
	const upToDate = sync.upToDate();
	const unsharedEntries = countUnshared(lens, running);
	const colleagues = [...here.values()].sort((a, b) => a.name.localeCompare(b.name));
	const others = lens.state.membership.seated.length - 1;
	return {
		online, here: colleagues, ownDevicesHere, signaling, upToDate, unsharedEntries,
		copiesDiffer: sync.copiesDiffer(),
		sentence: sentenceOf({ online, signaling, names: colleagues.map(({ name }) => name), upToDate, unsharedEntries, others, pending: open.log.pendingCount() })
	};
}

/** Own newest entries, apart from what the app writes by itself, that no other member's log builds on yet. */
function countUnshared(lens: FullLens, { open }: Running): number {
	if (lens.state.membership.seated.length < 2) return 0;
	const entries = open.log.entries();
	let count = 0;
	for (let i = entries.length - 1; i >= 0 && count < 100; i--) {
		const entry = entries[i]!;
		if (entry.slot !== open.signer.slot || isSelfWritten(entry)) continue;
		if (isHeldElsewhere(lens, entry.id)) break;
		count++;
	}
	return count;
}

const isHeldElsewhere = (lens: FullLens, entry: EntryId): boolean => lens.heldBy(entry).some((member) => member !== lens.me);

interface Facts {
	readonly online: boolean;
	readonly signaling: Environment['signaling'];
	readonly names: readonly string[];
	readonly upToDate: boolean;
	readonly unsharedEntries: number;
	readonly others: number;
	readonly pending: number;
}

function sentenceOf({ online, signaling, names, upToDate, unsharedEntries, others, pending }: Facts): string {
	if (others === 0) return 'You are the only member so far. Everything is kept on this device.';
	if (names.length > 0) {
		const who = listOf(names);
		const verb = names.length === 1 ? 'is' : 'are';
		if (pending > 0) return `${who} ${verb} here. Some entries are still on their way.`;
		return upToDate ? `${who} ${verb} here. Your copies are the same.` : `${who} ${verb} here. Exchanging what is new.`;
	}
	const safe = unsharedEntries > 0 ? 'Your changes are safe on this device and will travel when someone is.' : 'What you see is what this device holds.';
	if (!online) return `You are offline. ${unsharedEntries > 0 ? 'Your changes are safe on this device and will travel later.' : safe}`;
	if (signaling === 'unreachable') return `The meeting point cannot be reached right now. ${safe}`;
	return `Nobody else is here right now. ${safe}`;
}

function listOf(names: readonly string[]): string {
	const [first = '', second = ''] = names;
	if (names.length === 1) return first;
	if (names.length === 2) return `${first} and ${second}`;
	return `${first}, ${second} and ${names.length - 2} more`;
}
