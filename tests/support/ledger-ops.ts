/** The ledger's ops in few words, for tests that are about something else and for those about the ledger. Ids, not names. */
import type { OpInput } from '$crdt/domain/op';

type OpOfType<T extends OpInput['type']> = Extract<OpInput, { type: T }>;
export type PostInput = OpOfType<'ledger/post'>;
export type SplitInput = NonNullable<PostInput['split']>;
export type PartyInput = OpOfType<'ledger/transfer'>['from'];

export const byMember = (member: string): PartyInput => ({ kind: 'member', member });
export const byFund = (fund: string): PartyInput => ({ kind: 'fund', fund });
export const equally = (members: readonly string[]): SplitInput => ({ method: 'equal', between: members.map((member) => ({ member })) });

/** Paid by one, shared equally by these; in December 2026. */
export const expenseOp = (by: string, amountMinor: number, between: readonly string[], over: Partial<PostInput> = {}): PostInput => ({
	type: 'ledger/post', kind: 'expense', description: 'Rent December', date: '2026-12-01', category: 'rent', amountMinor, foreign: null,
	paid: [{ party: byMember(by), amountMinor }], split: equally(between), note: '', receipts: [], approval: null, corrects: null,
	schedule: null, ...over
});

export const incomeOp = (by: string, amountMinor: number, between: readonly string[], over: Partial<PostInput> = {}): PostInput =>
	expenseOp(by, amountMinor, between, { kind: 'income', description: 'Workshop', category: 'workshops', ...over });

export const chargeOp = (amountMinor: number, between: readonly string[], over: Partial<PostInput> = {}): PostInput =>
	expenseOp('', amountMinor, between, { kind: 'charge', description: 'Dues', category: 'dues', paid: [], ...over });

export const transferOp = (from: PartyInput, to: PartyInput, amountMinor: number, date = '2026-12-02'): OpOfType<'ledger/transfer'> => ({
	type: 'ledger/transfer', from, to, amountMinor, date, note: ''
});

export const confirmOp = (target: string): OpOfType<'ledger/confirm-transfer'> => ({ type: 'ledger/confirm-transfer', target });

export const reverseOp = (target: string, date = '2026-12-03', reason = 'Wrong month'): OpOfType<'ledger/reverse'> => ({
	type: 'ledger/reverse', target, date, reason
});

export const disputeOp = (target: string): OpOfType<'ledger/dispute'> => ({ type: 'ledger/dispute', target, reason: 'I was away' });
export const settleDisputeOp = (target: string): OpOfType<'ledger/settle-dispute'> => ({ type: 'ledger/settle-dispute', target });

export const openAccountOp = (kind: 'pot' | 'bank' | 'category', name: string): OpOfType<'ledger/open-account'> => ({
	type: 'ledger/open-account', kind, name, note: ''
});
export const retireAccountOp = (account: string): OpOfType<'ledger/retire-account'> => ({ type: 'ledger/retire-account', account });
