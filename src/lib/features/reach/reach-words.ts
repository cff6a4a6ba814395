/** How members and keepers are reached, in words. Pure. */
import type { KeeperLook, KeeperView, MemberReach, Route } from '$lib/services/reach-types';
import { sayInstant } from '$lib/ui/times';
import { sayCount, sayList } from '$lib/ui/words';

const HERE: Readonly<Record<Route, string>> = {
	direct: 'Here now, directly',
	relayed: 'Here now, through a relay',
	unknown: 'Here now',
	keeper: 'Here now, through the keeper'
};

/** Whether a member is here, and if not, when they were. */
export function sayReach({ route, lastHeardAt, isMe }: MemberReach, now: number): string {
	if (isMe) return 'This device';
	if (route !== null) return HERE[route];
	return lastHeardAt === null ? 'Not heard from yet' : `Last heard from ${sayInstant(lastHeardAt, now)}`;
}

/** What is known of their copy; '' for oneself. */
export function sayHas({ hasMyLatest, isMe }: MemberReach): string {
	if (isMe) return '';
	return hasMyLatest ? 'has all you wrote' : 'not known to have your newest entry yet';
}

export interface KeeperWords {
	readonly short: string;
	readonly tone: 'good' | 'warn' | 'bad' | 'soft';
	readonly sentence: string;
}

/** @param used false: this device leaves it aside. */
export function sayKeeper({ state, waiting, holdsAll }: Pick<KeeperLook, 'state' | 'waiting' | 'holdsAll'>, used = true): KeeperWords {
	if (!used || state === 'off') return { short: 'not used', tone: 'soft', sentence: 'This device does not use it.' };
	const left = waiting > 0 ? ` ${sayCount(waiting, 'entry', 'entries')} of yours ${waiting === 1 ? 'is' : 'are'} not there yet.` : '';
	const had = holdsAll && waiting === 0 ? ' When it last answered, it had confirmed everything that this device holds.' : '';
	switch (state) {
		case 'connected':
			if (waiting > 0) return { short: 'taking it in', tone: 'warn', sentence: `It answers.${left}` };
			return holdsAll
				? { short: 'has everything', tone: 'good', sentence: 'It has confirmed everything that this device holds.' }
				: { short: 'taking it in', tone: 'warn', sentence: 'It answers, and has not confirmed everything yet.' };
		case 'connecting':
			return { short: 'being reached', tone: 'soft', sentence: `This device is trying to reach it.${left}${had}` };
		case 'unreachable':
			return { short: 'no answer', tone: 'warn', sentence: `It does not answer. Is the machine switched on?${left}${had} Nothing is lost: everything stays on this device.` };
		case 'refused':
			return { short: 'refuses', tone: 'bad', sentence: 'It does not let this collective in. Ask whoever runs it for its present address, and add that.' };
		case 'full':
			return { short: 'full', tone: 'bad', sentence: `It has no room left, so it takes nothing more.${left} Ask whoever runs it to make room.` };
	}
}

/** Who has left and still knows the way there, with the next step; '': nobody. */
export function sayKnownTo({ members, devices }: KeeperView['knownTo']): string {
	if (members.length + devices.length === 0) return '';
	const who = members.length > 0 ? `${sayList(members)}, who ${members.length === 1 ? 'is no longer a member, knows' : 'are no longer members, know'}` : `Whoever has ${sayList(devices)}, taken off the list, knows`;
	const also = members.length > 0 && devices.length > 0 ? ` So does whoever has ${sayList(devices)}, taken off the list.` : '';
	return `${who} this keeper’s address. They read nothing new there, but can fill it up.${also} Whoever runs it can renew the pass; then add its new address here and take this one away.`;
}

const SIGNALING = {
	connected: 'The meeting point answers.',
	connecting: 'Looking for the meeting point.',
	unreachable: 'The meeting point does not answer. Whoever is already connected stays connected.',
	off: 'No meeting point is in use.'
} as const;

/** Only while there is a network. */
export const saySignaling = (signaling: keyof typeof SIGNALING): string => SIGNALING[signaling];

/** Where my newest words are, as far as is known here. */
export function sayUnshared(unsharedEntries: number): string {
	if (unsharedEntries === 0) return 'Everything of yours is on a colleague’s device as well.';
	return `${sayCount(unsharedEntries, 'entry', 'entries')} of yours ${unsharedEntries === 1 ? 'is' : 'are'} only on your own devices, as far as is known here.`;
}
