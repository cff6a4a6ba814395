/** The state of the connections in the words of the house (NET132). Pure. */
import type { EntryId, MemberId } from '$crypto/base';
import type { Route } from '$lib/services/reach-types';
import type { ConnectionView, DeviceStateView } from '$lib/services/types';
import type { Environment } from './api';
import { connectionSentence } from './connection-sentence';
import type { FullLens } from './lens';
import type { Running } from './running';
import { isSelfWritten } from './self-written';

export function selectConnection(lens: FullLens, running: Running, environment: Environment, writing: DeviceStateView['writing']): ConnectionView {
	const { open, sync } = running;
	const { online, signaling } = environment;
	const here = [...routesNow(lens, running)]
		.map(([memberId, route]) => ({ memberId, name: lens.nameOf(memberId), route }))
		.sort((a, b) => a.name.localeCompare(b.name));
	const upToDate = sync.upToDate();
	const unsharedEntries = countUnshared(lens, running);
	const others = lens.state.membership.seated.length - 1;
	const keepers = running.keepers.views();
	return {
		online, here, signaling, upToDate, unsharedEntries, keepers, writing,
		ownDevicesHere: running.peers().filter(({ identity }) => identity.kind === 'member' && memberOf(lens, identity) === lens.me).length,
		copiesDiffer: sync.copiesDiffer(),
		sentence: connectionSentence({ online, signaling, here, upToDate, unsharedEntries, others, keepers, writing, pending: open.log.pendingCount() })
	};
}

/** From best to worst. */
const WAYS: readonly Route[] = ['direct', 'relayed', 'unknown', 'keeper'];

/** Colleagues who are here now and the best way that leads to each. */
export function routesNow(lens: FullLens, running: Running): ReadonlyMap<MemberId, Route> {
	const routes = new Map<MemberId, Route>();
	const lines = running.peers().flatMap(({ identity, route }) => (identity.kind === 'member' ? [[memberOf(lens, identity), route ?? 'unknown'] as const] : []));
	for (const [member, route] of [...lines, ...[...running.keepers.present()].map((member) => [member, 'keeper'] as const)]) {
		const known = routes.get(member);
		if (member !== lens.me && (known === undefined || WAYS.indexOf(route) < WAYS.indexOf(known))) routes.set(member, route);
	}
	return routes;
}

type Met = Extract<ReturnType<Running['peers']>[number]['identity'], { kind: 'member' }>;
const memberOf = (lens: FullLens, { device, member }: Met): MemberId => lens.state.membership.devices.get(device)?.memberId ?? member;

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
