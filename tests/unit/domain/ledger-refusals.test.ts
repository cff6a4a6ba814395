/** What the rules say of an import before it is posted. */
import { describe, expect, it } from 'vitest';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { selectRefusals } from '$crdt/domain/ledger/select-refusals';
import { createBookWriter } from '../../support/book-writer';
import { byFund, byMember, expenseOp, openAccountOp, retireAccountOp, transferOp } from '../../support/ledger-ops';

type Asked = Parameters<typeof selectRefusals>[1];
const asOps = (...inputs: OpInput[]) => inputs.map(parseOp) as unknown as Asked; // parsed from posts and transfers only

describe('an import before it is posted', () => {
	it('[LED61] each op is judged as the fold will judge it, after those before it', () => {
		const book = createBookWriter(['Ana', 'Ben', 'Chloé']);
		const [ana, ben] = book.members as readonly string[] as readonly [string, string];
		const bank = book.write(0, openAccountOp('bank', 'Bank'));
		const gone = book.write(0, openAccountOp('bank', 'Old bank'));
		book.write(0, retireAccountOp(gone));
		const ops = asOps(
			transferOp(byMember(ana), byFund(bank), 5000),
			transferOp(byMember(ana), byFund(gone), 5000),
			expenseOp(ana, 1000, [ana, ben], { paid: [{ party: byFund(bank), amountMinor: 1000 }] }),
			expenseOp(ana, 1000, [ana, ben], { paid: [{ party: byMember(ana), amountMinor: 999 }] })
		);
		const answers = selectRefusals(book.lens(0), ops);
		expect(answers.map((one) => one === null)).toEqual([true, false, true, false]);
		// and so it comes out
		const ids = [0, 2].map((at) => book.write(0, ops[at] as OpInput));
		for (const id of ids) expect(book.state().ledger.entries.get(id)?.counts).toBe(true);
	});
});
