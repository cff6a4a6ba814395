/**
 * The ledger's fold step: which module judges which op. Double entry: whatever is posted sums to zero; nothing is ever changed, only
 * corrected by an opposite entry. Called in the total order. Rules LED1–LED46.
 */
import { assertNever, ok } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { changeAccount, openAccount, retireAccount } from './accounts';
import { reduceClose } from './closes';
import { reverse } from './corrections';
import { comment, dispute, settleDispute } from './disputes';
import { confirmTransfer, post, transfer } from './post';
import { reduceSchedule } from './schedules';
import type { LedgerOpType, LedgerState } from './state';
import { withEvent } from './verdicts';

export function reduceLedger(state: LedgerState, op: OpOf<LedgerOpType>, ctx: RuleContext): Reduced<LedgerState> {
	switch (op.type) {
		case 'ledger/post':
			return post(state, op, ctx);
		case 'ledger/transfer':
			return transfer(state, op, ctx);
		case 'ledger/confirm-transfer':
			return confirmTransfer(state, op, ctx);
		case 'ledger/reverse':
			return reverse(state, op, ctx);
		case 'ledger/dispute':
			return dispute(state, op, ctx);
		case 'ledger/settle-dispute':
			return settleDispute(state, op, ctx);
		case 'ledger/comment':
			return comment(state, op, ctx);
		case 'ledger/open-account':
			return openAccount(state, op, ctx);
		case 'ledger/change-account':
			return changeAccount(state, op, ctx);
		case 'ledger/retire-account':
			return retireAccount(state, op, ctx);
		case 'ledger/schedule':
			return noted(reduceSchedule(state, op, ctx), op.type, ctx, null);
		case 'ledger/change-schedule':
		case 'ledger/skip-due':
		case 'ledger/end-schedule':
			return noted(reduceSchedule(state, op, ctx), op.type, ctx, op.schedule);
		case 'ledger/close-period':
			return noted(reduceClose(state, op, ctx), op.type, ctx, op.previous);
		case 'ledger/co-sign':
			return noted(reduceClose(state, op, ctx), op.type, ctx, op.close);
		default:
			return assertNever(op);
	}
}

function noted(reduced: Reduced<LedgerState>, type: LedgerOpType, ctx: RuleContext, target: Parameters<typeof withEvent>[3]): Reduced<LedgerState> {
	return reduced.ok ? ok(withEvent(reduced.value, ctx, type, target)) : reduced;
}
