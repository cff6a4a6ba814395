import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { EventView, StatementView, TransferView } from '$crdt/domain/ledger/report-views';
import type { EntriesView, EntryLineView, FundView, PartyView } from '$crdt/domain/ledger/views';
import { balanceLead, commonWords, firstOfMine, readMode, transferWords } from '$lib/features/ledger/overview/overview-words';
import { accountOp, type AccountToChange } from '$lib/features/ledger/reading/account-words';
import { filterOf, foundWords, isAsking, narrowedBy, NO_QUERY, readQuery, writeQuery } from '$lib/features/ledger/reading/entry-query';
import { byDay, eventDetail, eventLead, eventLink, eventTitle } from '$lib/features/ledger/reading/event-words';
import { statementCsv, statementFileName } from '$lib/features/ledger/reading/statement-csv';

const TODAY = '2026-11-22';
const person = (name: string, mine = false): PartyView => ({ kind: 'member', id: name, name, mine });
const transfer = (from: PartyView, to: PartyView, amountMinor: number): TransferView => ({ from, to, amountMinor, mine: from.mine || to.mine, toMe: to.mine });
const [me, ben, dele] = [person('Ana', true), person('Ben'), person('Dele')];
const money = (minor: number) => `€${minor / 100}`;

describe('what somebody looks for', () => {
	const read = (text: string) => readQuery(new URLSearchParams(text), TODAY);
	it('goes into an address and comes back the same', () => {
		const queries = [
			NO_QUERY,
			{ ...NO_QUERY, text: 'rent & light', kind: 'expense', category: 'rent', who: 'A'.repeat(43), period: 'last-month', least: '12,50', most: '1.000', only: 'disputed' },
			{ ...NO_QUERY, period: 'own', from: '2026-03-04', until: '2026-03-09' }
		] as const;
		for (const query of queries) expect(read(writeQuery(query))).toEqual(query);
		expect(writeQuery(NO_QUERY)).toBe('');
		expect([isAsking(NO_QUERY), isAsking({ ...NO_QUERY, text: '  ' }), isAsking({ ...NO_QUERY, only: 'late' })]).toEqual([false, false, true]);
	});
	it('is believed only where it means something', () => {
		expect(read('kind=bribe&only=secret&period=own&from=2026-02-30&until=x')).toEqual(NO_QUERY);
		expect(read('from=2026-10-01&until=2026-11-01')).toMatchObject({ period: 'last-month', from: '', until: '' });
	});
	it('becomes a filter with ends that are exclusive, and amounts in whole minor units', () => {
		expect(filterOf({ ...NO_QUERY }, TODAY, 'EUR')).toEqual({});
		expect(filterOf({ ...NO_QUERY, text: ' rent ', kind: 'transfer', who: 'x', period: 'month', least: '12,50', most: 'lots', only: 'mine' }, TODAY, 'EUR')).toEqual({
			text: 'rent', kinds: ['transfer'], party: 'x', from: '2026-11-01', until: '2026-12-01', minMinor: 1250, only: 'mine'
		});
		expect(filterOf({ ...NO_QUERY, period: 'own', from: '', until: '2026-01-01' }, TODAY, 'EUR')).toMatchObject({ until: '2026-01-01' });
		expect(narrowedBy({ ...NO_QUERY, text: 'rent', kind: 'income', period: 'year' })).toBe(2);
	});
	it('is summed up in one line', () => {
		const found = (total: number, spentMinor: number, receivedMinor: number): EntriesView => ({ lines: [], total, spentMinor, receivedMinor });
		expect(foundWords(found(1, 0, 0), money)).toBe('1 entry');
		expect(foundWords(found(24, 120_000, 300), money)).toBe('24 entries: €1200 spent, €3 received');
	});
});

describe('what the ledger opens on', () => {
	it('says my balance the way a person would', () => {
		expect([0, 5, -5].map(balanceLead)).toEqual(['You are even with everybody', 'The others owe you', 'You owe the others']);
	});
	it('offers to pay the largest of what I owe, and nothing that others owe', () => {
		expect(firstOfMine([transfer(ben, me, 900), transfer(me, ben, 100), transfer(me, dele, 300), transfer(dele, ben, 800)])).toMatchObject({ to: dele, amountMinor: 300 });
		expect(firstOfMine([transfer(ben, me, 900)])).toBeNull();
		expect([transfer(me, ben, 1), transfer(ben, me, 1), transfer(ben, dele, 1)].map(transferWords)).toEqual(['You pay Ben', 'Ben pays you', 'Ben pays Dele']);
	});
	it('says what no payment between people can settle', () => {
		expect([commonWords(0, money), commonWords(500, money), commonWords(-500, money)]).toEqual(['', '€5 of what is owed is owed to the common money, not to a person.', '€5 of what is owed comes from the common money, not from a person.']);
	});
	it('remembers a way of settling only while its pot is there', () => {
		const fund = (id: string, retired = false) => ({ id: id as ObjectId, retired }) as FundView; // only what is looked at
		const funds = [fund('reserve'), fund('old', true)];
		expect(readMode({ kind: 'as-is' }, funds)).toEqual({ kind: 'as-is' });
		expect(readMode({ kind: 'through', fund: 'reserve' }, funds)).toEqual({ kind: 'through', fund: 'reserve' });
		for (const kept of [{ kind: 'through', fund: 'old' }, { kind: 'through', fund: 'gone' }, null, 7, 'as-is', { kind: 'x' }]) expect(readMode(kept, funds)).toEqual({ kind: 'fewest' });
	});
});

describe('a statement as a file', () => {
	const line = (description: string, changeMinor: number, balanceAfterMinor: number): StatementView['lines'][number] => ({
		entry: { kind: 'expense', description, date: '2026-10-30', booked: { date: '2026-11-01', late: true, closed: false }, category: 'rent', categoryName: null, paid: [], to: null } as unknown as EntryLineView, // the fields that are written
		changeMinor,
		balanceAfterMinor
	});
	const statement = (lines: StatementView['lines']): StatementView => ({
		member: 'A' as MemberId, name: 'Chloé Müller', mine: false, period: { from: '2026-11-01', until: '2026-12-01' }, openingMinor: -150, closingMinor: 1_000_050, lines, byCategory: [], paidMinor: 0, receivedMinor: 0, closed: false
	});
	const rows = (view: StatementView) => statementCsv(view, 'EUR').replace('\uFEFF', '').split('\r\n');

	it('carries the balance from before to after, in plain decimals', () => {
		expect(rows(statement([line('Rent', -12_345, -12_495)]))).toEqual([
			'Date,Booked,Kind,What,Category,Change,Balance,Currency',
			'2026-11-01,,,Balance before,,,-1.50,EUR',
			'2026-10-30,2026-11-01,Expense,Rent,Rent,-123.45,-124.95,EUR',
			'2026-11-30,,,Balance after,,,10000.50,EUR',
			''
		]);
		expect(statementCsv(statement([]), 'JPY')).toContain('1000050,JPY');
	});
	it('quotes what needs it, and no description becomes a formula', () => {
		const what = (description: string) => rows(statement([line(description, 1, 1)])).slice(2, -2).join('\r\n');
		expect(what('Soap, "green"')).toContain(',"Soap, ""green""",');
		for (const bad of ['=SUM(A1)', '+1', '-1+cmd', '@x']) expect(what(bad)).toContain(`,'${bad},`);
		expect(what('=HYPERLINK("x")')).toContain(`,"'=HYPERLINK(""x"")",`);
	});
	it('calls everybody by name, me too', () => {
		const me = { party: { kind: 'member', id: 'a', name: 'Ana', mine: true }, amountMinor: 5 } as const;
		const paid = { ...line('', 5, 5).entry, kind: 'transfer', paid: [me], to: { kind: 'fund', id: 'r', name: 'Reserve', mine: false } } as EntryLineView; // a transfer has no words of its own
		expect(rows(statement([{ entry: paid, changeMinor: 5, balanceAfterMinor: 5 }]))[2]).toContain(',Ana paid Reserve,');
	});
	it('has a name that every system takes', () => {
		expect(statementFileName(statement([]))).toBe('statement-chloe-muller-2026-11-01.csv');
		expect(statementFileName({ name: '中', period: null })).toBe('statement-member.csv');
	});
});

describe('the activity in words', () => {
	const say = { money, date: (date: string) => date.slice(5) };
	const event = (part: Partial<EventView>): EventView => ({
		id: 'x' as ObjectId, at: 0, byName: 'Ben', mine: false, what: 'posted', title: 'Rent', amountMinor: null, link: { to: 'entry', id: 'e' as ObjectId }, detail: '', ...part
	});
	it('says who did what, and to what', () => {
		expect([eventLead(event({})), eventLead(event({ mine: true, what: 'disputed' })), eventLead(event({ what: 'close-signed' }))]).toEqual(['Ben posted', 'You disputed', 'Ben signed']);
		expect([eventTitle(event({}), say), eventTitle(event({ what: 'close-signed', title: '', detail: '2026-11-01' }), say)]).toEqual(['Rent', 'the books until 10-31']);
		expect(eventDetail(event({ what: 'close-proposed', detail: '2026-11-01' }), say)).toBe('');
		expect(eventDetail(event({ amountMinor: 4200 }), say)).toBe('€42');
		expect(eventDetail(event({ what: 'disputed', detail: 'Not me' }), say)).toBe('“Not me”');
		expect(eventDetail(event({ what: 'date-skipped', detail: '2026-11-01' }), say)).toBe('due 11-01');
		expect(eventDetail(event({}), say)).toBe('');
	});
	it('leads to the page of what it is about', () => {
		const to = (link: EventView['link']['to']) => eventLink({ to: link, id: 'i' as ObjectId });
		expect([to('entry'), to('schedule'), to('periods'), to('accounts')]).toEqual(['/ledger/i', '/ledger/schedules/i', '/ledger/periods', '/ledger/accounts']);
	});
	it('stands by day, latest first, also where something came late', () => {
		const days = byDay([event({ at: 25 }), event({ at: 9 }), event({ at: 21 })], (at) => `day ${Math.floor(at / 10)}`);
		expect(days.map(({ day, events }) => [day, events.map(({ at }) => at)])).toEqual([['day 2', [25, 21]], ['day 0', [9]]]);
	});
});

describe('the form of an account', () => {
	const read = (name: string, account: AccountToChange | null = null) => accountOp('pot', account, { name, note: ' for the rent ' }, ['Reserve']);
	it('opens or renames; a name that is missing or in use is said', () => {
		expect(read(' Rent  account ')).toEqual({ ok: true, op: { type: 'ledger/open-account', kind: 'pot', name: 'Rent account', note: 'for the rent' } });
		expect(read('Rent', { id: 'p' as ObjectId, name: 'x', note: '' })).toMatchObject({ op: { type: 'ledger/change-account', account: 'p', name: 'Rent' } });
		expect([read(' '), read('RESERVE'), read('x'.repeat(61))].map((one) => one.ok)).toEqual([false, false, false]);
	});
});
