/** The few words of the connection mark; the whole sentence comes from the services. Pure (NET132). */
import type { ConnectionView } from '$lib/services/types';

/** `kept`: nobody is here, and a keeper has confirmed that it holds everything. */
export type ConnectionMood = 'together' | 'relayed' | 'sharing' | 'kept' | 'alone' | 'offline' | 'alarm';

export function moodOf({ copiesDiffer, writing, online, here, upToDate, keepers }: ConnectionView): ConnectionMood {
	if (copiesDiffer || writing !== 'ok') return 'alarm';
	if (!online) return 'offline';
	if (here.length > 0 && !upToDate) return 'sharing';
	if (here.some(({ route }) => route === 'direct' || route === 'unknown')) return 'together';
	if (here.length > 0) return 'relayed';
	return keepers.some(({ state, holdsAll, waiting }) => state === 'connected' && holdsAll && waiting === 0) ? 'kept' : 'alone';
}

/** At most about twenty letters and a name, for the mark in the header. */
export function shortWords(connection: ConnectionView): string {
	switch (moodOf(connection)) {
		case 'alarm':
			if (connection.writing === 'disk-full') return 'Device full';
			return connection.writing === 'store-closed' ? 'Nothing is saved' : 'Copies differ';
		case 'offline':
			return 'No network';
		case 'alone':
		case 'kept':
			return 'Nobody else here';
		case 'sharing':
			return 'Catching up';
		case 'relayed':
			return `${whoIsHere(connection)}, ${connection.here.every(({ route }) => route === 'keeper') ? 'by keeper' : 'relayed'}`;
		case 'together':
			return whoIsHere(connection);
	}
}

function whoIsHere({ here }: ConnectionView): string {
	const [first] = here;
	return here.length === 1 && first ? `${first.name} is here` : `${here.length} are here`;
}
