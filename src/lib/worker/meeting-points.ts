/** Addresses under which a collective's devices find each other, for links that are given away: what was decided, what members added, keepers; else where the app came from. */
import { encodeCollectiveCode } from '$crypto/device-link';
import type { Facts } from '$crdt/domain/membership/state';
import type { Environment } from './api';
import type { Running } from './running';

export function meetingPoints({ settings, servers }: Pick<Facts, 'settings' | 'servers'>, fallback: readonly string[]): readonly string[] {
	const added = [...servers.values()].flatMap(({ server, droppedBy }) => {
		if (droppedBy !== null || server.kind === 'ice') return [];
		return server.kind === 'signaling' ? [server.address] : [`${server.address.replace(/^http/, 'ws').replace(/\/$/, '')}/signal`];
	});
	const all = [...new Set([...settings.signaling, ...added])];
	return all.length > 0 ? all : fallback;
}

/** Printed beside the words of a phrase (CRY176). */
export function collectiveCode({ open }: Running, { defaultSignaling }: Environment): string {
	return encodeCollectiveCode({ collective: open.id, signaling: meetingPoints(open.state().membership, defaultSignaling) });
}
