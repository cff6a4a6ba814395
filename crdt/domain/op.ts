/**
 * The closed union of ops this build knows, and the one place where an opened payload becomes typed data.
 * An op of an unknown type or shape is kept as `unknown-op`: passed on, without effect, never dropped.
 */
import * as z from 'zod';
import type { UnknownOp } from './context';
import { calendarOps } from './calendar/ops';
import { consultationOps } from './consultation/ops';
import { ledgerOps } from './ledger/ops';
import { membershipOps } from './membership/ops';
import { proposalOps } from './proposals/ops';
import type { Area } from '../../crypto/base';

export const opSchema = z.discriminatedUnion('type', [
	...membershipOps,
	...proposalOps,
	...calendarOps,
	...ledgerOps,
	...consultationOps
]);
export type Op = z.output<typeof opSchema>;
/** An op as a caller writes it, before branding. */
export type OpInput = z.input<typeof opSchema>;
export type OpType = Op['type'];
export type OpOf<T extends OpType> = Extract<Op, { type: T }>;

const typed = z.looseObject({ type: z.string().min(1).max(80) });

/** Never throws. What does not fit a known schema becomes `unknown-op`. */
export function parseOp(value: unknown): Op | UnknownOp {
	const parsed = opSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const named = typed.safeParse(value);
	return { type: 'unknown-op', claimedType: named.success ? named.data.type : '' };
}

/** The area an op belongs to is the part of its type before the slash; an entry carries ops of one area only. */
export const areaOf = (type: OpType): Area => type.slice(0, type.indexOf('/')) as Area; // every literal above starts with an area
