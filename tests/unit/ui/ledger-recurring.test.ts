/** The arithmetic and the words behind recurring charges, closing periods, and the screens of files. */
import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { CloseView } from '$crdt/domain/ledger/close-views';
import type { SchedulePlanView, ScheduleView } from '$crdt/domain/ledger/schedule-views';
import type { EntryLineView, LedgerEntryView } from '$crdt/domain/ledger/views';
import type { PlannedRow } from '$lib/book-file/import-plan';
import { bookFileName, FORMATS } from '$lib/features/ledger/files/formats';
import { judge } from '$lib/features/ledger/files/import-state';
import { RowWords } from '$lib/features/ledger/files/row-words.svelte';
import { guessMember, sayOp, sayProblem } from '$lib/features/ledger/files/import-words';
import { endsOf, firstEnd, leftOutSentence, periodTitle, sayPeriod, signedSentence } from '$lib/features/ledger/periods/period-words';
import { everyOf, newPerson, toChange, toPlan, toSchedule, type ScheduleDraft } from '$lib/features/ledger/schedules/schedule-draft';
import { groupDates, periodOf, plannedPost } from '$lib/features/ledger/schedules/schedule-preview';
import { firstOfNextMonth, fromEntry, fromPlan, fromTemplate, leaveOut, nextMonthly, restOps, TEMPLATES } from '$lib/features/ledger/schedules/schedule-start';
import { isResting, saySplit, sortSchedules } from '$lib/features/ledger/schedules/schedule-words';
import { sayEvery, sayRest, sayRhythm } from '$lib/features/ledger/shared/ledger-words';

const [ana, ben, chloe] = ['ana', 'ben', 'chloe'] as MemberId[] as [MemberId, MemberId, MemberId]; // only compared
const members = [ana, ben, chloe];
const TODAY = '2026-11-22';
const rent: ScheduleDraft = { ...fromTemplate('rent', TODAY, `member:${ana}`), amount: '1200' };
const dues: ScheduleDraft = {
	...fromTemplate('dues', TODAY, ''),
	people: { ana: { ...newPerson(), tier: 'Full', amount: '50' }, ben: { ...newPerson(), tier: 'Reduced', amount: '25', rest: { kind: 'hardship', until: '2027-01-01' } }, chloe: { ...newPerson(), in: false } }
};

describe('what recurs', () => {
	it('[LED30] every template becomes a schedule with no more than an amount and tiers filled in', () => {
		for (const { value } of TEMPLATES) {
			const draft = { ...fromTemplate(value, TODAY, `member:${ana}`), amount: '12.50', description: 'Something' };
			const people = Object.fromEntries(members.map((member) => [member, { ...newPerson(), amount: '50' }]));
			expect(toSchedule({ ...draft, people }, members, 'EUR').ok).toBe(true);
		}
		expect(toSchedule({ ...fromTemplate('rent-by-hours', TODAY, `member:${ana}`), amount: '1500' }, members, 'EUR')).toMatchObject({
			value: { kind: 'expense', category: 'rent', amountMinor: 150_000, split: { method: 'room-hours', rooms: [], by: 'minutes' }, every: { unit: 'month', count: 1 }, from: '2026-12-01', until: null }
		});
	});
	it('[LED34] tiers make the whole; a waiver has an end or none, and nowhere a reason', () => {
		const plan = toPlan(dues, members, 'EUR');
		expect(plan).toEqual({
			ok: true,
			value: {
				kind: 'charge', description: 'Dues', category: 'dues', amountMinor: null, party: null, note: '', approval: null,
				split: { method: 'tiers', between: [{ member: ana, tier: 'Full', amountMinor: 5000, rest: null }, { member: ben, tier: 'Reduced', amountMinor: 2500, rest: { kind: 'hardship', until: '2027-01-01' } }] }
			}
		});
	});
	it('[LED22] what does not fit is told at its field, for the member it is about', () => {
		const wrong = (over: Partial<ScheduleDraft>) => {
			const read = toSchedule({ ...rent, ...over }, members, 'EUR');
			return read.ok ? 'fits' : [read.field, read.member];
		};
		const weights = (...all: string[]) => Object.fromEntries(members.map((member, i) => [member, { ...newPerson(), weight: all[i] ?? '1' }]));
		expect(wrong({})).toBe('fits');
		expect(wrong({ description: ' ' })).toEqual(['description', undefined]);
		expect(wrong({ amount: '0' })).toEqual(['amount', undefined]);
		expect(wrong({ party: '' })).toEqual(['party', undefined]);
		expect(wrong({ kind: 'charge', method: 'none' })).toEqual(['split', undefined]);
		expect(wrong({ method: 'shares', people: weights('1', '1.5') })).toEqual(['split', ben]);
		expect(wrong({ method: 'percent', people: weights('50', '25', '25.5') })).toEqual(['split', undefined]);
		expect(wrong({ method: 'percent', people: weights('50', '25,5', '24.5') })).toBe('fits');
		expect(wrong({ method: 'tiers' })).toEqual(['split', ana]);
		expect(wrong({ method: 'equal', people: Object.fromEntries(members.map((member) => [member, { ...newPerson(), in: false }])) })).toEqual(['split', undefined]);
		expect(wrong({ from: '' })).toEqual(['from', undefined]);
		expect(wrong({ until: '2026-12-01' })).toEqual(['until', undefined]);
	});
	it('[LED31] a change keeps the rhythm and says from when on it holds', () => {
		expect(toChange({ ...rent, from: '2027-01-01' }, 's' as ObjectId, members, 'EUR')).toMatchObject({ value: { type: 'ledger/change-schedule', schedule: 's', from: '2027-01-01', amountMinor: 120_000 } });
		expect(everyOf('month 5')).toEqual({ unit: 'month', count: 5 });
	});
	it('[LED33] an entry made by hand is taken over with its people, their parts, and the same day of the month', () => {
		const entry = {
			kind: 'expense', description: 'Telephone', category: 'utilities', amountMinor: 4990, date: '2026-10-31', note: '', paid: [{ party: { kind: 'member', id: ben, name: 'Ben', mine: false }, amountMinor: 4990 }],
			split: { method: 'exact', between: [] }, shares: [{ member: ana, amountMinor: 2000 }, { member: ben, amountMinor: 2990 }, { member: chloe, amountMinor: 0 }]
		} as unknown as LedgerEntryView;
		const draft = leaveOut(fromEntry(entry, TODAY, 'EUR'), members);
		expect([draft.from, draft.party, draft.method]).toEqual(['2026-11-30', `member:${ben}`, 'tiers']);
		expect(toPlan(draft, members, 'EUR')).toMatchObject({ value: { split: { between: [{ member: ana, amountMinor: 2000 }, { member: ben, amountMinor: 2990 }] } } });
		expect([nextMonthly('2026-01-31', '2026-02-10'), nextMonthly('2025-03-15', '2026-11-22'), firstOfNextMonth('2026-12-05'), firstOfNextMonth('2026-12-01')]).toEqual(['2026-02-28', '2026-12-15', '2027-01-01', '2026-12-01']);
	});
	it('[LED31] a waiver is said again for changes that are planned for later, which would lose it otherwise', () => {
		const split = { method: 'tiers' as const, between: [{ member: ana, tier: '', amountMinor: 5000, rest: null }, { member: ben, tier: '', amountMinor: 5000, rest: null }] };
		const version = (from: string): SchedulePlanView => ({ from, byName: '', kind: 'charge', description: 'Dues', category: 'dues', categoryName: null, amountMinor: null, party: null, split, members: [], note: '', approval: null });
		const schedule = { id: 's', now: version('2026-01-01'), versions: [version('2026-01-01'), version('2027-03-01')], every: { unit: 'month', count: 1 }, until: null } as unknown as ScheduleView;
		const ops = restOps(schedule, ben, { kind: 'paused', until: '' }, '2026-12-01');
		expect(ops.map(({ from }) => from)).toEqual(['2026-12-01', '2027-03-01']);
		for (const { split: changed } of ops) expect(changed).toMatchObject({ between: [{ member: ana, rest: null }, { member: ben, rest: { kind: 'paused', until: null } }] });
		expect(restOps(schedule, chloe, null, '2026-12-01')).toEqual([]);
		const draft = fromPlan(schedule.now, schedule, '2026-12-01', 'EUR');
		expect(toPlan(leaveOut(draft, members), members, 'EUR')).toMatchObject({ value: { split } });
	});
	it('[LED24] the preview asks for the period of the date, and tells dates with the same parts once', () => {
		const rhythm = { from: '2026-12-01', every: { unit: 'month', count: 1 } as const, until: null };
		const plan = toPlan({ ...rent, method: 'room-hours' }, members, 'EUR');
		if (!plan.ok) throw new Error(plan.sentence);
		expect(periodOf(rhythm, plan.value, '2026-12-01', members)).toEqual({ from: '2026-11-01', until: '2026-12-01' });
		expect(plannedPost(rhythm, plan.value, '2026-12-01', { members, basis: null }).op).toBeNull();
		const use = [{ member: ana, name: 'Ana', minutes: 60, priceMinor: 0, tentativeMinutes: 0 }, { member: ben, name: 'Ben', minutes: 0, priceMinor: 0, tentativeMinutes: 60 }];
		const { op } = plannedPost(rhythm, plan.value, '2026-12-01', { members, basis: { roomUse: use, days: [], ownership: [] } });
		expect(op?.split?.between.map(({ member }) => member)).toEqual([ana]);
		const share = { member: ana, name: 'Ana', mine: true, amountMinor: 5, mayPayOneMore: false, changeMinor: 0 };
		const preview = { shares: [share, { ...share, member: ben, name: 'Ben' }], oddMinor: 0, refusal: null, firstOpenDay: null };
		const groups = groupDates([{ due: 'a', op, why: '', preview }, { due: 'b', op: op && { ...op, date: 'b' }, why: '', preview }, { due: 'c', op: null, why: 'Everybody rests.', preview: null }]);
		expect(groups.map(({ dates, parts, refusal }) => [dates, parts?.map(({ name }) => name), refusal])).toEqual([[['a', 'b'], ['Ana'], ''], [['c'], undefined, 'Everybody rests.']]);
	});
	it('rhythms, splits and rests are said as people say them', () => {
		expect([sayEvery({ unit: 'month', count: 3 }), sayEvery({ unit: 'month', count: 6 }), sayEvery({ unit: 'week', count: 2 }), sayEvery({ unit: 'year', count: 3 })]).toEqual(['every quarter', 'every half-year', 'every second week', 'every 3 years']);
		expect([sayRhythm({ unit: 'month', count: 1 }, '2026-12-01'), sayRhythm({ unit: 'month', count: 1 }, '2026-12-30'), sayRhythm({ unit: 'month', count: 1 }, '2026-12-31'), sayRhythm({ unit: 'week', count: 1 }, '2026-11-24')]).toEqual([
			'every month on the 1st', 'every month on the 30th or last day', 'every month on the last day', 'every week on Tuesday'
		]);
		expect([saySplit(null), saySplit({ method: 'equal', between: null })]).toEqual(['borne by the collective', 'shared equally by all members at the time']);
		const rest = { kind: 'hardship' as const, until: '2026-12-01' };
		expect([sayRest(rest, TODAY), isResting(rest, '2026-11-30'), isResting(rest, '2026-12-01')]).toEqual(['waived until 1 Dec', true, false]);
	});
	it('[LED35] those with dates that wait come first, the ended ones apart', () => {
		const one = (name: string, next: string, status: 'waiting' | 'posted', ended = false) => ({ id: name, ended, nextDue: [next], now: { description: name }, dates: [{ due: '2026-11-01', status }] }) as unknown as ScheduleView;
		const sorted = sortSchedules([one('c', '2026-12-15', 'posted'), one('a', '2026-12-20', 'waiting'), one('b', '2026-12-01', 'posted'), one('d', '', 'posted', true)]);
		expect([sorted.running.map(({ id }) => id), sorted.ended.map(({ id }) => id)]).toEqual([['a', 'b', 'c'], ['d']]);
	});
});

describe('periods', () => {
	it('are called what people call them', () => {
		expect([sayPeriod('2026-05-01', '2026-06-01'), sayPeriod('2026-01-01', '2026-04-01'), sayPeriod('2026-01-01', '2027-01-01'), sayPeriod('2026-05-01', '2026-05-16'), sayPeriod('2026-12-20', '2027-01-03'), sayPeriod('2026-05-01', '2026-05-02')]).toEqual([
			'May 2026', 'January – March 2026', '2026', '1 – 15 May 2026', '20 December 2026 – 2 January 2027', '1 May 2026'
		]);
		expect(periodTitle(null, '2026-06-01')).toBe('Up to 31 May 2026');
	});
	it('[LED40] end where months, quarters, years and pay periods do, only when they are over', () => {
		expect(endsOf('month', '2026-08-01', TODAY)).toEqual(['2026-11-01', '2026-10-01', '2026-09-01']);
		expect(endsOf('month', '2026-08-17', '2026-09-01')).toEqual(['2026-09-01']);
		expect(endsOf('quarter', '2026-02-10', TODAY)).toEqual(['2026-10-01', '2026-07-01', '2026-04-01']);
		expect(endsOf('year', '2026-02-10', TODAY)).toEqual([]);
		expect(endsOf('half-month', '2026-10-01', TODAY)).toEqual(['2026-11-16', '2026-11-01', '2026-10-16']);
		expect(endsOf('two-weeks', '2026-10-19', TODAY)).toEqual(['2026-11-16', '2026-11-02']);
		expect([firstEnd('month', '2024-01-01', TODAY), firstEnd('month', null, TODAY), endsOf('other', '2024-01-01', TODAY)]).toEqual(['2024-02-01', null, []]);
	});
	it('[LED42] who has signed and what is missing', () => {
		const close = (signed: string[], over: Partial<CloseView> = {}) => ({ firm: false, lost: false, needed: 3, waitingFor: ['Dele', 'Eve'], signed: signed.map((name) => ({ name, mine: name === 'Ana', at: 0 })), ...over });
		expect([signedSentence(close(['Ana', 'Ben'])), signedSentence(close(['Ben'])), signedSentence(close(['Ana', 'Ben', 'Chloé'], { firm: true }))]).toEqual([
			'Signed by you and Ben; one more signature closes it.', 'Signed by Ben; 2 more signatures close it.', 'Closed by 3 of 5.'
		]);
		expect([leftOutSentence(3, '2026-06-01', false), leftOutSentence(1, '2026-06-01', true)]).toEqual(['3 entries known here are not in it; they would count for June.', '1 entry known here is not in it; it counts for June.']);
	});
});

describe('files', () => {
	it('[LED61] columns are matched to members by whole name, else by a first name that only one has', () => {
		const known = [{ member: ana, name: 'Ana' }, { member: ben, name: 'Ben Okoro' }, { member: chloe, name: 'Ben Lind' }];
		expect([guessMember('ana', known), guessMember('Ana Lindt', known), guessMember('BEN OKORO', known), guessMember('Ben', known), guessMember('', known)]).toEqual([ana, ana, ben, '', '']);
		expect(guessMember('Chloe M.', [{ member: chloe, name: 'Chloé' }])).toBe(chloe);
	});
	it('[LED61] a row is wrong for what cannot be read and for what the rules refuse', () => {
		const row: PlannedRow = { row: 7, date: '', title: '', amountMinor: 0, op: null, problems: [{ row: 7, column: 'Cost', reason: 'It is missing.' }], nothing: '', sameAs: null };
		const like = null as EntryLineView | null;
		const words = new RowWords(() => Promise.resolve({ flags: [], settledTo: 0 }));
		expect(judge(row, { wanted: true, like, refusal: null, posted: false, words }).wrong).toEqual(['Row 7, Cost: It is missing.']);
		expect(judge({ ...row, problems: [] }, { wanted: true, like, refusal: { rule: 'LED46', reason: 'Closed before 2026-08-01.' }, posted: false, words }).wrong).toEqual(['Row 7: Closed before 1 August 2026.']);
		expect(sayProblem({ row: 0, column: '', reason: 'Empty.' })).toBe('Empty.');
	});
	it('says what a row becomes', () => {
		const nameOf = (party: { kind: string; member?: string; fund?: string }) => party.member ?? party.fund ?? '';
		const post = { type: 'ledger/post' as const, kind: 'expense' as const, description: '', date: '', category: 'rent' as const, amountMinor: 1, foreign: null, paid: [{ party: { kind: 'fund' as const, fund: 'Bank' }, amountMinor: 1 }], split: null, note: '', receipts: [], approval: null, corrects: null, schedule: null };
		expect([sayOp(post, nameOf), sayOp({ ...post, kind: 'income' }, nameOf), sayOp({ type: 'ledger/transfer', from: { kind: 'member', member: 'Ben' }, to: { kind: 'fund', fund: 'Bank' }, amountMinor: 1, date: '', note: '' }, nameOf)]).toEqual([
			'paid from Bank', 'received by Bank', 'Ben paid Bank'
		]);
	});
	it('[LED60] files are called by collective and day, and every format has a sentence', () => {
		expect([bookFileName('Praxis Lindenhof', 'hledger', TODAY), bookFileName('Ærø!', 'entries', TODAY), bookFileName('愛', 'json', TODAY)]).toEqual(['praxis-lindenhof-2026-11-22.journal', 'r-2026-11-22-entries.csv', 'book-2026-11-22.json']);
		expect(FORMATS.every(({ about }) => about.endsWith('.'))).toBe(true);
	});
});
