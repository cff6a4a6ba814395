/**
 * From an opened entry of the core stream to what the fold takes: ops parsed, proofs checked, once.
 * An op outside the area its entry was sealed for counts as unknown: kept, without effect. Carries ORD3.
 */
import type { CollectiveId } from '$crypto/base';
import type { OpenedEntry } from '$crdt/log/entry';
import type { LoggedEntry, UnknownOp } from '$crdt/domain/context';
import { areaOf, parseOp, type Op } from '$crdt/domain/op';
import { isProven } from './proofs';

export function toLogged(collective: CollectiveId, entry: OpenedEntry): LoggedEntry {
	const { id, slot, device, prev, deps, lamport, epoch, area, payload } = entry;
	const ops =
		payload.kind === 'ops'
			? payload.ops.map((raw) => inArea(parseOp(raw), area))
			: [{ type: 'unknown-op', claimedType: '' } as const];
	const context = { collective, slot, device };
	return {
		id, slot, device, prev, deps, lamport, epoch, area,
		claimedAt: payload.kind === 'ops' ? payload.claimedAt : 0,
		ops,
		proofs: ops.map((op) => isProven(op, context))
	};
}

function inArea(op: Op | UnknownOp, area: OpenedEntry['area']): Op | UnknownOp {
	return op.type === 'unknown-op' || areaOf(op.type) === area ? op : { type: 'unknown-op', claimedType: op.type };
}
