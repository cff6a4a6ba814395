/** Keepers, STUN and TURN servers and meeting points as screens show them. */
import type { KeeperView, ServersView } from '$lib/services/reach-types';
import type { ReachSources } from './reach-views';
import { selectKnownTo } from './servers-known';

export function selectServers({ lens, running: { keepers, open }, environment }: ReachSources): ServersView {
	const { choices } = keepers;
	const inUse = [...lens.state.membership.servers.values()].filter(({ droppedBy }) => droppedBy === null);
	const common = inUse.map(({ id, by, at, server }) => ({ id, addedByName: lens.nameOf(by), addedAt: at, used: choices.isUsed(id), server }));
	const standing = (id: KeeperView['id'], used: boolean) => keepers.standing(id) ?? { ...NOT_IN_USE, state: used ? ('connecting' as const) : ('off' as const) };
	return {
		keepers: common.flatMap(({ server, ...rest }) =>
			server.kind === 'keeper'
				? [{ ...rest, name: server.name, host: server.address.replace(/^https?:\/\//, ''), knownTo: selectKnownTo(lens, open, server), ...standing(rest.id, rest.used) }]
				: []
		),
		ice: common.flatMap(({ server, ...rest }) =>
			server.kind === 'ice'
				? [{ ...rest, name: server.name, kind: server.urls.some((url) => url.startsWith('turn')) ? ('turn' as const) : ('stun' as const), urls: server.urls }]
				: []
		),
		signaling: common.flatMap(({ server, ...rest }) => (server.kind === 'signaling' ? [{ ...rest, name: server.name, address: server.address }] : [])),
		fromHere: environment.defaultSignaling,
		relayOnly: choices.relayOnly()
	};
}

const NOT_IN_USE = { waiting: 0, holdsAll: false, disturbed: false } as const;
