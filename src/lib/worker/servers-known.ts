/**
 * Who still knows the address of a keeper with its pass although they are no member any more, or the device was taken away: whoever could
 * read the entry that added it. A fresh pass comes in an entry under a key that they do not have, and ends it. Reads, decides nothing. Carries NET128.
 */
import type { EntryId } from '$crypto/base';
import type { Server } from '$crdt/domain/membership/ops';
import type { KeeperView } from '$lib/services/reach-types';
import type { FullLens } from './lens';
import type { OpenCollective } from './collective';

export function selectKnownTo({ state, nameOf }: FullLens, { log }: Pick<OpenCollective, 'log'>, server: Server): KeeperView['knownTo'] {
	const { membership } = state;
	if (server.kind !== 'keeper') return NOBODY;
	const lost = new Set<string>();
	for (const { id, server: each } of membership.servers.values()) {
		if (each.kind !== 'keeper' || each.pass !== server.pass) continue;
		// a server is named by the entry that added it
		const epoch = log.get(id.slice(0, id.indexOf('.')) as EntryId)?.epoch;
		const known = epoch && membership.epochs.get(epoch)?.knownLosses;
		for (const loss of membership.losses) if (known?.has(loss) !== true) lost.add(loss);
	}
	const isOut = (status: string): boolean => status !== 'member';
	const members = [...membership.members.values()].filter(({ memberId, status }) => isOut(status) && (lost.has(`removed ${memberId}`) || lost.has(`left ${memberId}`)));
	const devices = [...membership.devices.values()].filter(
		({ deviceId, memberId, paper }) => !paper && lost.has(`revoked ${deviceId}`) && !isOut(membership.members.get(memberId)?.status ?? '')
	);
	return { members: members.map(({ profile }) => profile.name), devices: devices.map(({ memberId, name }) => `${nameOf(memberId)}’s ${name}`) };
}

const NOBODY: KeeperView['knownTo'] = { members: [], devices: [] };
