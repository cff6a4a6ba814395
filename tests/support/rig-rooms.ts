/** In which room two devices of the rig meet, and what travels there. */
import './fetched-parts';
import { createOuterDoc } from '$crdt/log/outer-doc';
import type { RoomKind } from '$lib/adapters/webrtc/peer';
import type { NetworkPlan, RoomPlan } from '$lib/worker/api';
import * as Y from 'yjs';

const ORDER: readonly RoomKind[] = ['live', 'lobby', 'handover'];

/** The room both are in; where their plans call it differently, what the one in the lobby or the older epoch calls it. */
export function bestRoom(a: NetworkPlan, b: NetworkPlan): RoomPlan | null {
	const shared = a.rooms.flatMap((room) => {
		const theirs = b.rooms.find(({ name, password }) => name === room.name && password === room.password);
		if (!theirs) return [];
		return [room.kind === 'live' && theirs.kind === 'live' ? room : room.kind === 'live' ? theirs : room];
	});
	return shared.sort((x, y) => ORDER.indexOf(x.kind) - ORDER.indexOf(y.kind))[0] ?? null;
}

/** The part of a canonical update that holds entries of this slot; null when there is none. */
export function ownPart(update: Uint8Array, ownSlot: number): Uint8Array | null {
	const all = createOuterDoc();
	Y.applyUpdate(all.doc, update);
	const ids = Y.parseUpdateMeta(update);
	all.destroy();
	return ids.from.has(ownSlot) ? update : null;
}
