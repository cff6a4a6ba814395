/**
 * Rows of a Splitwise export as entries. The file says what each person is owed or owes by a row, not who paid and who shared how much:
 * payers and shares are chosen so that everybody's difference is kept to the cent. Pure. Carries LED61.
 */
import type { MemberId } from '$crypto/base';
import type { Category } from '$crdt/domain/ledger/ops';
import type { PlannedPost } from '$crdt/domain/ledger/views';
import { readAmount } from './import-amounts';
import { readDate } from './import-dates';
import type { SplitwiseMapping } from './import-mapping';
import { lineOf, markRepeated, type PlannedRow } from './import-plan';
import type { RowProblem, Table, TableRow } from './import-table';

export interface SplitwisePlan {
	readonly rows: readonly PlannedRow[];
	/** The file's own closing row against the sum of its rows: what does not agree, by person. Empty: it agrees, or there is none. */
	readonly differences: readonly { readonly name: string; readonly saidMinor: number; readonly summedMinor: number }[];
}

export interface SplitwiseFacts {
	/** Who each column of a person is; a column that is nobody's is missing. */
	readonly members: ReadonlyMap<number, MemberId>;
	readonly currency: string;
	/** Of the currency after the point. */
	readonly digits: number;
	/** A category for a description and Splitwise's own category. */
	readonly categoryOf: (text: string) => Category;
}

/** A person's difference by a row: above zero is owed. */
interface Net {
	readonly column: number;
	readonly minor: number;
}

const TOTAL = /^(total balance|gesamtbilanz|gesamtsaldo|solde total|saldo total|saldo totale|totaal saldo)$/i;
const PAYMENT = /^(payment|zahlung|paiement|pago|betaling|pagamento)$/i;

export function planSplitwise({ head, rows, problems }: Table, mapping: SplitwiseMapping, facts: SplitwiseFacts): SplitwisePlan {
	const isTotal = ({ cells }: TableRow): boolean => TOTAL.test(cells[mapping.description] ?? '') || TOTAL.test(cells[mapping.date] ?? '');
	const read = rows.filter((row) => !isTotal(row)).map((row) => planRow(row, head, mapping, facts));
	const unread = problems.map((problem) => ({ row: problem.row, date: '', title: '', amountMinor: 0, op: null, problems: [problem], nothing: '', nets: [] as readonly Net[] }));
	const all = [...read, ...unread].sort((a, b) => a.row - b.row);
	const total = rows.find(isTotal);
	return {
		rows: markRepeated(all.map(({ row, date, title, amountMinor, op, problems: wrong, nothing }) => ({ row, date, title, amountMinor, op, problems: wrong, nothing }))),
		differences: total === undefined ? [] : differencesOf(total, all.flatMap(({ nets }) => nets), head, mapping, facts.digits)
	};
}

function planRow({ number, cells }: TableRow, head: readonly string[], mapping: SplitwiseMapping, facts: SplitwiseFacts): Omit<PlannedRow, 'sameAs'> & { readonly nets: readonly Net[] } {
	const problems: RowProblem[] = [];
	const wrong = (column: number, reason: string): void => void problems.push({ row: number, column: head[column] ?? '', reason });
	const cell = (at: number): string => cells[at] ?? '';
	const date = readDate(cell(mapping.date), mapping.order) ?? '';
	if (date === '') wrong(mapping.date, cell(mapping.date) === '' ? 'The date is missing.' : `“${cell(mapping.date)}” is no date in this order.`);
	const description = lineOf(cell(mapping.description)) || lineOf(cell(mapping.category));
	if (description === '') wrong(mapping.description, 'There is no description.');
	const cost = readAmount(cell(mapping.cost), mapping.decimal, facts.digits);
	if (cost === null) wrong(mapping.cost, cell(mapping.cost) === '' ? 'The amount is missing.' : `“${cell(mapping.cost)}” is no amount in ${facts.currency}.`);
	else if (cost < 0) wrong(mapping.cost, 'The amount is below zero.');
	if (cell(mapping.currency).toUpperCase() !== facts.currency) wrong(mapping.currency, `It is in ${cell(mapping.currency) || 'no currency'}, the book in ${facts.currency}. Enter it by hand, with its rate.`);
	const nets: Net[] = [];
	for (const column of mapping.people) {
		const minor = cell(column) === '' ? 0 : readAmount(cell(column), mapping.decimal, facts.digits);
		if (minor === null) wrong(column, `“${cell(column)}” is no amount in ${facts.currency}.`);
		else if (minor !== 0) nets.push({ column, minor });
	}
	for (const { column } of nets) if (!facts.members.has(column)) wrong(column, `${head[column] ?? ''} has a part in it, and it is not said which member that is.`);
	const sum = nets.reduce((total, { minor }) => total + minor, 0);
	const owed = nets.reduce((total, { minor }) => total + Math.max(0, minor), 0);
	if (problems.length === 0 && sum !== 0) problems.push({ row: number, column: '', reason: 'What people are owed and what they owe do not come out even.' });
	if (problems.length === 0 && cost !== null && owed > cost) wrong(mapping.cost, 'People are owed more than the whole amount.');
	const merged = mergedNets(nets, facts.members);
	const nothing = problems.length === 0 && merged.size === 0 ? 'It changes nobody’s balance.' : '';
	const op = problems.length > 0 || nothing !== '' || cost === null ? null : opOf({ date, description, cost, nets: merged, isPayment: PAYMENT.test(cell(mapping.category)), category: facts.categoryOf(`${cell(mapping.category)} ${description}`) });
	return { row: number, date, title: description, amountMinor: Math.abs(cost ?? 0), op, problems, nothing, nets };
}

/** Two columns may be one member. Who comes out even is left out. */
function mergedNets(nets: readonly Net[], members: ReadonlyMap<number, MemberId>): ReadonlyMap<MemberId, number> {
	const merged = new Map<MemberId, number>();
	for (const { column, minor } of nets) {
		const member = members.get(column);
		if (member !== undefined) merged.set(member, (merged.get(member) ?? 0) + minor);
	}
	return new Map([...merged].filter(([, minor]) => minor !== 0));
}

interface RowFacts {
	readonly date: string;
	readonly description: string;
	readonly cost: number;
	readonly nets: ReadonlyMap<MemberId, number>;
	readonly isPayment: boolean;
	readonly category: Category;
}

function opOf({ date, description, cost, nets, isPayment, category }: RowFacts): PlannedPost {
	const [owed, owing] = [[...nets].filter(([, minor]) => minor > 0), [...nets].filter(([, minor]) => minor < 0)];
	const [[from] = [], [to] = []] = [owed[0], owing[0]];
	if (isPayment && owed.length === 1 && owing.length === 1 && from && to)
		return { type: 'ledger/transfer', from: { kind: 'member', member: from }, to: { kind: 'member', member: to }, amountMinor: owed[0]?.[1] ?? cost, date, note: description };
	const { paid, shares } = paidAndShared(cost, nets);
	return {
		type: 'ledger/post', kind: 'expense', description, date, category, amountMinor: cost, foreign: null,
		paid: paid.map(([member, amountMinor]) => ({ party: { kind: 'member', member }, amountMinor })),
		split: { method: 'exact', between: shares.map(([member, amountMinor]) => ({ member, amountMinor })) },
		note: '', receipts: [], approval: null, corrects: null, schedule: null
	};
}

type Amounts = readonly (readonly [MemberId, number])[];

/**
 * Who is owed has paid, who owes has a share. What is left of the amount was paid and used up by those who paid, in proportion to
 * what they are owed: their difference stays what it was. Both sides sum to the amount.
 */
export function paidAndShared(cost: number, nets: ReadonlyMap<MemberId, number>): { readonly paid: Amounts; readonly shares: Amounts } {
	const owed = [...nets].filter(([, minor]) => minor > 0);
	const whole = owed.reduce((sum, [, minor]) => sum + minor, 0);
	let left = cost - whole;
	const own = owed.map(([member, minor], i): readonly [MemberId, number] => {
		const part = i === owed.length - 1 ? left : Math.min(left, Number((BigInt(cost - whole) * BigInt(minor)) / BigInt(whole)));
		left -= part;
		return [member, part];
	});
	return {
		paid: owed.map(([member, minor], i) => [member, minor + (own[i]?.[1] ?? 0)]),
		shares: [...own.filter(([, minor]) => minor > 0), ...[...nets].filter(([, minor]) => minor < 0).map(([member, minor]): readonly [MemberId, number] => [member, -minor])]
	};
}

function differencesOf(total: TableRow, nets: readonly Net[], head: readonly string[], mapping: SplitwiseMapping, digits: number): SplitwisePlan['differences'] {
	return mapping.people.flatMap((column) => {
		const said = readAmount(total.cells[column] ?? '', mapping.decimal, digits);
		const summedMinor = nets.reduce((sum, net) => (net.column === column ? sum + net.minor : sum), 0);
		return said === null || said === summedMinor ? [] : [{ name: head[column] ?? '', saidMinor: said, summedMinor }];
	});
}
