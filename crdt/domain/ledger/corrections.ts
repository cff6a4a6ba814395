/** Corrections: the exact opposite of an entry, once. Carries LED6 and, by `contests.ts`, LED7. */
import { err } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseDate } from '../wall-time';
import { closedRefusal, namedInPast } from './closes';
import { countedAmong, hasRivals } from './contests';
import { isCorrectedFor } from './disputes';
import { opposite } from './postings';
import type { LedgerState } from './state';
import { eventOf, knows, posted, record } from './verdicts';

export function reverse(state: LedgerState, op: OpOf<'ledger/reverse'>, ctx: RuleContext): Reduced<LedgerState> {
	if (parseDate(op.date) === null) return refused('LED1', 'The date does not exist.');
	const target = state.entries.get(op.target);
	if (target === undefined || !knows(ctx)(target.entry)) return refused('LED6', 'The entry to correct is not known.');
	if (target.kind === 'reversal') return refused('LED6', 'A correction is not corrected again; post the entry anew.');
	if (isCorrectedFor(state, target, ctx)) return refused('LED7', 'The entry has already been corrected.');
	if (hasRivals(state, target.id) && !countedAmong(state, knows(ctx), namedInPast(state, ctx))(target.id))
		return refused('LED6', 'The entry has no effect, since another one counts in its place.');
	const closed = closedRefusal(state, op.date, ctx);
	if (closed !== null) return err(closed);
	const base = posted(ctx, op.date, target.amountMinor);
	const entry = { ...base, postings: opposite(target.postings), kind: 'reversal', target: op.target, reason: op.reason } as const;
	return record(state, entry, eventOf(ctx, op.type, op.target));
}

const refused = (rule: string, reason: string) => err({ rule, reason });
