/** Imports in words, and first guesses of who is who. Pure; names and money are said by the caller. */
import type { MemberId } from '$crypto/base';
import type { PlannedPost } from '$crdt/domain/ledger/views';
import type { RowProblem } from '$lib/book-file/import-table';
import { sayList } from '$lib/ui/words';

export interface Member {
	readonly member: MemberId;
	readonly name: string;
}

/** By the whole name, or by the first word of it where only one has it. '' where it cannot be told. */
export function guessMember(column: string, members: readonly Member[]): MemberId | '' {
	const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
	const first = (text: string): string => plain(text).split(/\s+/)[0] ?? '';
	const whole = members.find(({ name }) => plain(name) === plain(column));
	if (whole) return whole.member;
	const alike = members.filter(({ name }) => first(name) === first(column) && first(column) !== '');
	return alike.length === 1 ? (alike[0]?.member ?? '') : '';
}

/** "Ana and Ben paid, shared by 3", "Ben paid Ana", "Paid from Bank". */
export function sayOp(op: PlannedPost, nameOf: (party: { readonly kind: 'member'; readonly member: string } | { readonly kind: 'fund'; readonly fund: string }) => string): string {
	if (op.type === 'ledger/transfer') return `${nameOf(op.from)} paid ${nameOf(op.to)}`;
	const who = sayList(op.paid.map(({ party }) => nameOf(party)));
	if (op.kind === 'income') return `received by ${who}`;
	const sharers = op.split?.between ?? [];
	if (op.split === null) return `paid from ${who}`;
	return `${who} paid, shared by ${sharers.length === 1 ? nameOf({ kind: 'member', member: sharers[0]?.member ?? '' }) : sharers.length}`;
}

/** "Row 7, Amount: “abc” is no amount in EUR." */
export const sayProblem = ({ row, column, reason }: RowProblem): string => (row === 0 ? reason : `Row ${row}${column === '' ? '' : `, ${column}`}: ${reason}`);

export const SEPARATOR_NAMES: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
