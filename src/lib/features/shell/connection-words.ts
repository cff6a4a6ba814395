/** The few words of the connection mark; the whole sentence comes from the services. */
import type { ConnectionView } from '$lib/services/types';

export type ConnectionMood = 'together' | 'sharing' | 'alone' | 'offline' | 'alarm';

export function moodOf(connection: ConnectionView): ConnectionMood {
	if (connection.copiesDiffer) return 'alarm';
	if (!connection.online) return 'offline';
	if (connection.here.length === 0) return 'alone';
	return connection.upToDate ? 'together' : 'sharing';
}

/** At most about twenty letters, for the mark in the header. */
export function shortWords(connection: ConnectionView): string {
	switch (moodOf(connection)) {
		case 'alarm':
			return 'Copies differ';
		case 'offline':
			return 'No network';
		case 'alone':
			return 'Nobody else here';
		case 'sharing':
			return 'Catching up';
		case 'together': {
			const [first] = connection.here;
			return connection.here.length === 1 && first ? `${first.name} is here` : `${connection.here.length} are here`;
		}
	}
}
