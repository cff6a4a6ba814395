/**
 * Which of the collective's servers this device uses, and what follows from it for finding each other. Knows nothing of connections.
 * Carries NET123 and NET124.
 */
import type { ObjectId } from '$crypto/base';
import type { ServerFact } from '$crdt/domain/membership/state';
import type { NetworkPlan } from './api';

/** Choices of this device alone. */
export interface ServerChoices {
	isUsed(server: ObjectId): boolean;
	relayOnly(): boolean;
}

type Servers = ReadonlyMap<ObjectId, ServerFact>;

/** Every one costs a connection. */
const MAX_SIGNALING = 8;
const MAX_ICE = 8;

export const usedServers = (servers: Servers, choices: ServerChoices): readonly ServerFact[] =>
	[...servers.values()].filter(({ id, droppedBy }) => droppedBy === null && choices.isUsed(id));

/** Where a keeper does signaling. */
export const signalingAt = (address: string): string => `${address.replace(/^http/, 'ws')}/signal`;

/** @param base as settings or an invitation name them; empty: `fromHere`, where the app came from. */
export function planServers(
	servers: Servers, choices: ServerChoices, base: readonly string[], fromHere: readonly string[]
): Pick<NetworkPlan, 'signaling' | 'iceServers' | 'relayOnly'> {
	const used = usedServers(servers, choices);
	const more = used.flatMap(({ server }) => (server.kind === 'keeper' ? [signalingAt(server.address)] : server.kind === 'signaling' ? [server.address] : []));
	const first = base.length > 0 || more.length === 0 ? base : fromHere;
	return {
		signaling: [...new Set([...first, ...more])].slice(0, MAX_SIGNALING),
		iceServers: used
			.flatMap(({ server }) => (server.kind === 'ice' ? [server] : []))
			.slice(0, MAX_ICE)
			.map(({ urls, username, credential }) => ({ urls, ...(username !== '' && { username, credential }) })),
		relayOnly: choices.relayOnly()
	};
}
