/**
 * A whole import before it is posted: what the fold would refuse of it. The fold itself is asked, one op after the other as they will
 * stand in one entry, with everything held as the past. Pure. Carries LED61.
 */
import type { ObjectId } from '../../../crypto/base';
import { entryOf, type Refusal } from '../context';
import type { Lens } from '../lens';
import { contextOfNow } from '../now-context';
import type { OpOf } from '../op';
import { reduceLedger } from './reduce';

/** In the order of the ops; null: it would not. */
export function selectRefusals(lens: Lens, ops: readonly (OpOf<'ledger/post'> | OpOf<'ledger/transfer'>)[]): readonly (Refusal | null)[] {
	const ctx = contextOfNow(lens.state.membership, lens);
	let { ledger } = lens.state;
	return ops.map((op, opIndex) => {
		const objectId = `${entryOf(ctx.objectId)}.${opIndex}` as ObjectId; // how ids of ops are made
		const reduced = reduceLedger(ledger, op, { ...ctx, opIndex, objectId });
		if (reduced.ok) ledger = reduced.value;
		return reduced.ok ? null : reduced.error;
	});
}
