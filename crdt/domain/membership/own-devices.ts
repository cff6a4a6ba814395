/**
 * Which devices of a member are in use, and which one speaks for them, from what a pass has gathered. Only `facts.ts` uses it.
 * Carries MEM12, MEM13, MEM15, MEM85-MEM87.
 */
import type { DeviceId, EntryId } from '../../../crypto/base';
import type { Naming, Pass } from './pass';
import type { DeviceFact } from './state';

interface Graph {
	isAncestor(ancestor: EntryId, descendant: EntryId): boolean;
}

/** Revoked and retired devices stay known; of two devices in one slot the lower entry id keeps it. */
export function seatDevices(pass: Pass, graph: Graph): ReadonlyMap<DeviceId, DeviceFact> {
	const holders = new Map<number, DeviceFact>();
	for (const device of pass.devices.values()) {
		const holder = holders.get(device.slot);
		if (holder === undefined || device.introducedBy < holder.introducedBy) holders.set(device.slot, device);
	}
	const seated = new Map<DeviceId, DeviceFact>();
	const secret = new Set<DeviceId>();
	for (const device of pass.devices.values()) {
		const { deviceId, slot } = device;
		const [revoked] = pass.revoked.get(deviceId) ?? [];
		if (isAddedInSecret(pass, deviceId, secret, graph)) secret.add(deviceId);
		const status =
			revoked !== undefined || secret.has(deviceId)
				? 'revoked'
				: pass.forks.some((fork) => fork.device === deviceId)
					? 'forked'
					: holders.get(slot) === device
						? 'active'
						: 'unseated';
		seated.set(deviceId, status === 'active' ? device : { ...device, status, revokedAt: revoked?.at ?? null, revokedBy: revoked?.by ?? null });
	}
	return seated;
}

/**
 * MEM87: added by a device that was taken away, where somebody who took it away did not know of the addition; or by one that was itself added
 * so, whoever takes that one away once more. Devices stand after those that added them, so one look at what was found so far is enough.
 */
function isAddedInSecret(pass: Pass, device: DeviceId, secret: ReadonlySet<DeviceId>, graph: Graph): boolean {
	const added = pass.addedBy.get(device);
	if (added === undefined) return false;
	const revocations = pass.revoked.get(added.device) ?? [];
	return secret.has(added.device) || !revocations.every(({ entry }) => graph.isAncestor(added.entry, entry));
}

/**
 * MEM15, MEM85, MEM86: of those named, the last in total order that is in use and no paper; else the one in use longest; else the
 * last named, which then says nothing any more.
 */
export function voiceOf(named: readonly Naming[], devices: readonly DeviceFact[]): DeviceId {
	const usable = new Set(devices.flatMap(({ deviceId, status, paper }) => (status === 'active' && !paper ? [deviceId] : [])));
	const speaking = new Set(devices.flatMap(({ deviceId, paper }) => (paper ? [] : [deviceId])));
	const inOrder = named.filter(({ device }) => speaking.has(device)).sort((a, b) => a.lamport - b.lamport || (a.entry < b.entry ? -1 : 1));
	const last = inOrder.findLast(({ device }) => usable.has(device))?.device ?? [...usable][0] ?? inOrder.at(-1)?.device;
	if (last === undefined) throw new Error('a member has a first device');
	return last;
}
