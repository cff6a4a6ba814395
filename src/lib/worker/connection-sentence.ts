/** One sentence for how things stand between the copies. Pure; claims nothing that is not known (NET132). */
import type { ConnectionView } from '$lib/services/types';

export type ConnectionFacts = Pick<ConnectionView, 'online' | 'signaling' | 'here' | 'upToDate' | 'unsharedEntries' | 'keepers' | 'writing'> & {
	/** Members besides me. */
	readonly others: number;
	/** Entries that wait for others. */
	readonly pending: number;
};

export function connectionSentence(facts: ConnectionFacts): string {
	const { online, signaling, here, upToDate, others, pending, writing } = facts;
	if (writing === 'disk-full') return 'This device is full, so nothing more can be saved. Everything saved before is safe; it goes on by itself when there is room.';
	if (writing === 'store-closed') return 'The browser closed the app’s storage, so nothing more can be saved. Everything saved before is safe; reload the page.';
	const safe = safety(facts);
	if (others === 0) return here.length === 0 && facts.keepers.length > 0 ? `You are the only member so far. ${safe}` : 'You are the only member so far. Everything is kept on this device.';
	const onLine = here.filter(({ route }) => route !== 'keeper');
	if (onLine.length > 0) {
		const who = listOf(onLine.map(({ name }) => name));
		const verb = onLine.length === 1 ? 'is' : 'are';
		const way = onLine.every(({ route }) => route === 'relayed') ? ', through a relay' : '';
		if (pending > 0) return `${who} ${verb} here${way}. Some entries are still on their way.`;
		return upToDate ? `${who} ${verb} here${way}. Your copies are the same.` : `${who} ${verb} here${way}. Exchanging what is new.`;
	}
	if (here.length > 0) return `${listOf(here.map(({ name }) => name))} ${here.length === 1 ? 'is' : 'are'} here, through the keeper only. ${safe}`;
	if (!online) return `You are offline. ${safe}`;
	if (signaling === 'unreachable') return `The meeting point cannot be reached right now. ${safe}`;
	return `Nobody else is here right now. ${safe}`;
}

/** Where my changes are, for as long as nobody is on a line. */
function safety({ online, unsharedEntries, keepers, others }: ConnectionFacts): string {
	const holding = online ? keepers.find(({ state, holdsAll, waiting }) => state === 'connected' && holdsAll && waiting === 0) : undefined;
	const mine = unsharedEntries > 0;
	if (holding) {
		const forWhom = others > 0 ? ' for the others' : '';
		return mine ? `Your changes are safe on this device, and a copy waits at ${holding.name}${forWhom}.` : `What you see is what this device holds, and a copy waits at ${holding.name}${forWhom}.`;
	}
	const kept = keepers.find(({ state, holdsAll, waiting }) => (state === 'connecting' || state === 'unreachable') && holdsAll && waiting === 0);
	const sending = kept ? undefined : keepers.find(({ state }) => state === 'connected' || state === 'connecting');
	if (online && sending) return `${mine ? 'Your changes are safe on this device' : 'What you see is what this device holds'}; ${sending.name} has not confirmed all of it yet.`;
	const isSilent = online && keepers.some(({ state }) => state === 'unreachable');
	const silent = kept ? ` When ${kept.name} last answered, it had a copy of all of it.` : isSilent ? ' The keeper does not answer.' : '';
	if (!mine) return `What you see is what this device holds.${silent}`;
	return `Your changes are safe on this device and will travel ${online ? 'when someone is' : 'later'}.${silent}`;
}

function listOf(names: readonly string[]): string {
	const [first = '', second = ''] = names;
	if (names.length === 1) return first;
	if (names.length === 2) return `${first} and ${second}`;
	return `${first}, ${second} and ${names.length - 2} more`;
}
