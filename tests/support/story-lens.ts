/** What the screens of one device in a story look through. */
import type { EntryId, MemberId } from '$crypto/base';
import type { Lens } from '$crdt/domain/lens';
import type { State } from '$crdt/domain/state';
import type { Device } from './story';

export function lensFor(device: Device, now = 2_000_000): Lens & { readonly state: State } {
	const { state } = device;
	return {
		state,
		me: device.memberId,
		device: device.id,
		now,
		today: '2026-11-22',
		nowWall: '2026-11-22T12:00',
		heldBy: (entry: EntryId) => [
			...new Set(
				[...device.held.values()]
					.filter((other) => other.id === entry || device.dag.isAncestor(entry, other.id))
					.flatMap((other) => state.membership.devices.get(other.device)?.memberId ?? [])
			)
		],
		latestOf: device.fold.latestOf,
		nameOf: (member: MemberId) => state.membership.members.get(member)?.profile.name ?? ''
	};
}
