/**
 * A generated book: 30 people with awkward names, 6,000 entries over five years, every kind of entry and every way to split, rent
 * and dues by schedules, corrections, disputes, foreign amounts, closed years and what came late for them. The same seed gives the
 * same book. Not a test; for measurements, and for the tools that recount it.
 */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Hashes } from '$crdt/domain/context';
import { firstOpenDay, closeRoot, planClose } from '$crdt/domain/ledger/closes';
import { convertMinor } from '$crdt/domain/ledger/foreign';
import { dateInGreenwich } from '$crdt/domain/dates';
import type { ScheduledSplit } from '$crdt/domain/ledger/ops';
import { plannedPost } from '$crdt/domain/ledger/schedule-plan';
import { contextOfNow } from '$crdt/domain/now-context';
import type { OpInput } from '$crdt/domain/op';
import { addDays } from '$crdt/domain/wall-time';
import { createBookWriter, type BookWriter } from './book-writer';
import {
	byFund, byMember, chargeOp, confirmOp, disputeOp, equally, expenseOp, incomeOp, openAccountOp, retireAccountOp, reverseOp, settleDisputeOp, transferOp, type PostInput,
	type SplitInput
} from './ledger-ops';
import { randomSplit } from './random-ledger';
import { createSeeded, type Seeded } from './seeded';

/** Each broke something somewhere: twins, other alphabets, none at all, signs that mean something to a journal or a table. */
export const AWKWARD_NAMES = [
	'Ana', 'Ben', 'Chloé', 'Dele', 'Eve', 'Ana', 'ana', 'Zoë Müller-Lüdenscheidt', 'Łukasz Żółć', '李明', '🦊', '=SUM(A1:A9)', 'O’Brien: Liam', 'José "Pepe"; García',
	'-Dash', 'Ünal Çelik', 'Анна', 'Νίκος', 'محمد', 'Ana-2', 'a  b', '(brackets) [and] {more}', 'ßeta', '42', '@home', 'back\\slash', 'comma, comma', 'ŉ', '* star', 'ی‌ک|pipe'
];

export const YEARS = { from: 2021, until: 2026 };

export interface LongBook extends BookWriter {
	/** One more expense by somebody, shared by all, in the first open month. */
	writeOneMore(): ObjectId;
}

export interface LongBookOptions {
	/** Expenses, incomes, charges, transfers and corrections. */
	readonly entries?: number;
	readonly seed?: number;
	readonly hash?: Hashes['hash'];
}

/** Throws when a rule refuses anything that was meant to stand. */
export function createFiveYearBook({ entries = 6000, seed = 5, hash }: LongBookOptions = {}): LongBook {
	const book = createBookWriter(AWKWARD_NAMES, hash);
	const story = new Story(book, createSeeded(seed));
	const months = (YEARS.until - YEARS.from) * 12;
	for (let month = 0; month < months; month++) {
		story.month(YEARS.from + Math.floor(month / 12), month % 12, Math.round((entries * (month + 1)) / months));
	}
	const refused = [...book.fold.refusals().values()];
	if (book.state().ledger.entries.size !== entries || refused.length > 0)
		throw new Error(`${book.state().ledger.entries.size} entries, ${refused.length} refused: ${refused[0]?.rule} ${refused[0]?.reason}`);
	let more = 0;
	return {
		...book,
		writeOneMore: () =>
			book.write(++more, expenseOp(book.members[more % book.members.length]!, 10_000 + more, book.members, { description: `One more ${more}`, date: '2026-01-15', category: 'supplies' }))
	};
}

type Kept = { readonly id: ObjectId; readonly by: number; readonly op: PostInput | null };

class Story {
	private posted = 0;
	private recent: Kept[] = [];
	private readonly funds: { readonly bank: ObjectId; readonly reserve: ObjectId; readonly party: ObjectId };
	private readonly ownCategories: readonly ObjectId[];
	private readonly schedules: readonly ObjectId[];

	constructor(
		private readonly book: BookWriter,
		private readonly chance: Seeded
	) {
		const open = (kind: 'pot' | 'bank' | 'category', name: string): ObjectId => book.write(0, openAccountOp(kind, name));
		this.funds = { bank: open('bank', 'Bank: Sparkasse; Giro'), reserve: open('pot', 'Rücklage'), party: open('pot', '🎉') };
		this.ownCategories = [open('category', 'Rent'), open('category', 'Kaffee & "Küche"'), open('category', '=cmd|x'), open('category', '☕')];
		this.schedules = this.openSchedules();
	}

	/** Posts until the book has so many entries. */
	month(year: number, month: number, until: number): void {
		const { chance } = this;
		const first = `${year}-${String(month + 1).padStart(2, '0')}-01`;
		this.postDue(first);
		if (month === 1 && year > YEARS.from) this.closeYear(year);
		if (year === YEARS.until - 1 && month === 6) this.write(3, retireAccountOp(this.funds.party));
		if (year === YEARS.until - 1 && month === 6) this.write(3, retireAccountOp(this.ownCategories[3]!)); // there are four
		for (let step = 0; this.posted < until; step++) {
			const by = chance.int(this.book.members.length);
			this.one(by, addDays(first, Math.min(27, Math.floor((28 * step) / 100))), until - this.posted);
		}
	}

	/** One to three entries by somebody. */
	private one(by: number, date: string, room: number): void {
		const { chance } = this;
		const kind = chance.int(100);
		if (kind < 60) return this.keep(by, this.randomPost(by, date));
		if (kind < 82) return this.payment(by, date);
		if (kind < 90 && room >= 2) return this.correct(by, date);
		const about = this.recent.length > 0 ? chance.pick(this.recent) : null;
		if (about !== null && kind < 94) this.write(by, { type: 'ledger/comment', target: about.id, text: 'Which month is that for?' });
		else if (about?.op !== undefined && about?.op !== null && kind < 97) {
			const payer = about.op.paid[0]?.party;
			const index = payer?.kind === 'member' ? this.book.members.indexOf(payer.member as MemberId) : -1;
			if (index >= 0) {
				const dispute = this.write(index, disputeOp(about.id));
				// open disputes stand out: one in four stays so
				if (chance.chance(0.75)) this.write(index, settleDisputeOp(dispute));
				this.recent = this.recent.filter(({ id }) => id !== about.id);
			}
		}
	}

	private randomPost(by: number, date: string): PostInput {
		const { chance, book: { members } } = this;
		const me = members[by]!; // a member
		const amountMinor = chance.chance(0.05) ? 1 + chance.int(9) : 100 + chance.int(60_000);
		const some = chance.chance(0.2) ? members : chance.shuffle(members).slice(0, 2 + chance.int(9));
		const ownership = members.slice(0, 2).map((member, i) => ({ member, units: 2 - i }));
		const split: SplitInput = randomSplit({ ledger: this.book.state().ledger, me, members: some, ownership, approvals: [], today: date }, amountMinor, chance);
		const category = chance.chance(0.2) ? chance.pick(this.ownCategories.slice(0, 3)) : chance.pick(['cleaning', 'supplies', 'utilities', 'website', 'insurance', 'training', 'other'] as const);
		const over: Partial<PostInput> = {
			description: chance.pick(DESCRIPTIONS), date, category, split, note: chance.chance(0.3) ? chance.pick(NOTES) : ''
		};
		switch (chance.int(12)) {
			case 0:
				return incomeOp(me, amountMinor, some, { ...over, category: 'workshops' });
			case 1:
				return incomeOp(me, amountMinor, some, { ...over, split: null, paid: [{ party: byFund(this.funds.bank), amountMinor }] });
			case 2:
				return chargeOp(amountMinor, some, over);
			case 3:
				return expenseOp(me, amountMinor, some, { ...over, paid: [{ party: byFund(this.funds.bank), amountMinor }], split: chance.chance(0.5) ? null : split });
			case 4: {
				const foreign = { currency: chance.pick(['CHF', 'JPY', 'KWD']), amountMinor: 1000 + chance.int(90_000), rate: chance.pick(['0.9312', '1.07', '2.5', '0.00625']) };
				const converted = convertMinor(foreign) ?? 1;
				return expenseOp(me, converted, some, { ...over, foreign, split: equally(some) });
			}
			case 5: {
				if (amountMinor < 3) return expenseOp(me, amountMinor, some, over);
				const [first, second] = [some[0]!, some[1]!]; // two at least
				return expenseOp(me, amountMinor, some, {
					...over, paid: [{ party: byMember(first), amountMinor: amountMinor - 2 }, { party: byMember(second), amountMinor: 1 }, { party: byFund(this.funds.reserve), amountMinor: 1 }]
				});
			}
			case 6:
				return expenseOp(me, amountMinor, some, { ...over, split: null });
			default:
				return expenseOp(me, amountMinor, some, over);
		}
	}

	private payment(by: number, date: string): void {
		const { chance, book: { members }, funds } = this;
		const other = (by + 1 + chance.int(members.length - 1)) % members.length;
		const [me, them] = [byMember(members[by]!), byMember(members[other]!)]; // members
		const amountMinor = 500 + chance.int(40_000);
		const kind = chance.int(5);
		if (kind === 0) return this.keepTransfer(by, transferOp(byFund(funds.bank), byFund(funds.reserve), amountMinor, date));
		if (kind === 1) return this.keepTransfer(by, transferOp(byFund(funds.bank), them, amountMinor, date));
		if (kind === 2) return this.keepTransfer(by, transferOp(me, byFund(funds.bank), amountMinor, date), other);
		return this.keepTransfer(by, transferOp(me, them, amountMinor, date), other);
	}

	/** A correction, and mostly what takes the entry's place. */
	private correct(by: number, date: string): void {
		const target = this.recent.shift();
		if (target === undefined) return;
		this.write(by, reverseOp(target.id, date, 'Another amount; see note'));
		this.posted++;
		if (target.op !== null && this.chance.chance(0.7)) this.keep(target.by, { ...target.op, date, corrects: target.id });
	}

	private keep(by: number, op: PostInput): void {
		this.recent.push({ id: this.write(by, op), by, op });
		this.posted++;
		if (this.recent.length > 60) this.recent.shift();
	}

	private keepTransfer(by: number, op: OpInput, receiver: number | null = null): void {
		const id = this.write(by, op);
		this.posted++;
		if (receiver !== null && this.chance.chance(0.7)) this.write(receiver, confirmOp(id));
		else if (this.chance.chance(0.2)) this.recent.push({ id, by, op: null });
	}

	private openSchedules(): readonly ObjectId[] {
		const { book: { members }, chance } = this;
		const plan = { description: 'Rent', category: 'rent' as const, amountMinor: 450_000, party: byFund(this.funds.bank), note: '', approval: null };
		const monthly = { from: `${YEARS.from}-01-01`, every: { unit: 'month' as const, count: 1 }, until: null };
		const between = members.map((member, i) => ({
			member, tier: i % 3 === 0 ? 'Reduced' : 'Full', amountMinor: i % 3 === 0 ? 2500 : 5000,
			rest: i % 7 === 0 ? { kind: chance.pick(['hardship', 'paused'] as const), until: `${YEARS.from + 2}-06-01` } : null
		}));
		const tiers: ScheduledSplit = { method: 'tiers', between };
		return [
			this.write(0, { type: 'ledger/schedule', ...plan, ...monthly, kind: 'expense', split: { method: 'equal', between: null } }),
			this.write(1, { type: 'ledger/schedule', ...plan, ...monthly, kind: 'charge', description: 'Dues', category: 'dues', amountMinor: null, party: null, split: tiers })
		];
	}

	private postDue(due: string): void {
		for (const id of this.schedules) {
			const { ledger, membership, calendar } = this.book.state();
			const planned = plannedPost({ ledger, membership, calendar, dateOf: dateInGreenwich, openFrom: firstOpenDay(ledger) }, ledger.schedules.get(id)!, due);
			if (!planned.ok) throw new Error(planned.error.reason);
			this.write(this.chance.int(this.book.members.length), planned.value);
			this.posted++;
		}
	}

	/** In February: the year before, signed by more than half; and an entry for it by somebody who had heard nothing of that. */
	private closeYear(year: number): void {
		const until = `${year}-01-01`;
		const { book } = this;
		const { ledger, membership } = book.state();
		const { me, device, now } = book.lens(0);
		const previous = ledger.firm.at(-1) ?? null;
		const planned = planClose(ledger, { previous, until }, contextOfNow(membership, { me, device, now, hash: book.hashes.hash }));
		if (!planned.ok) throw new Error(planned.error.reason);
		const { named } = planned.value;
		const close = this.write(0, { type: 'ledger/close-period', previous, until, count: named.length, root: closeRoot(named, book.hashes.hash) });
		for (let signer = 1; signer <= book.members.length / 2; signer++) this.write(signer, { type: 'ledger/co-sign', close });
		const late = book.members.length - 1;
		book.writeApart(late, expenseOp(book.members[late]!, 4321, book.members, { description: 'Found in a drawer', date: `${year - 1}-11-11`, category: 'supplies' }));
		this.posted++;
	}

	private write(by: number, op: OpInput): ObjectId {
		return this.book.write(by, op, Date.UTC(YEARS.from, 0, 1) + this.book.entries.length * 3_600_000);
	}
}

const DESCRIPTIONS = [
	'Cleaning', 'Tea; coffee, milk', 'Lamp "Gräns" 3×', '=HYPERLINK("http://x")', 'Light | power', '(cash) until Monday', '* important', '; not a comment', 'Straße 5', '雨', '🌧', '!', 'a  b',
	'Key: date:2020-01-01', "it's", '\\n', '%', '+1', '@all', '-5'
];
const NOTES = ['One line.', 'Two lines,\nthe second: date:1999-01-01, id:x', '"quoted" and \\ and ;', '\tTab', '=1+1', '\u2028odd\u0085breaks', '#tag ^link', 'x'.repeat(400)];
