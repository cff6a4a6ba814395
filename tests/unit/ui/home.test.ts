import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { MeasureView, MediationView, TaskView } from '$crdt/domain/proposals/views';
import { bookItems, homeItems } from '$lib/features/home/home-items';
import { sayDeadline } from '$lib/parts/deadline';
import { DAY_MS, newObjectId, NOW, summary } from '../../support/register-entries';

const TODAY = '2026-11-22';
const nothing = { tasks: [], toReview: [], measures: [], mediations: [], mentions: [] };
const task = (part: Partial<TaskView>): TaskView => ({
	id: newObjectId(), proposal: 'p' as ObjectId, text: 'Call the landlord', assignee: 'a' as MemberId, assigneeName: 'Ana', mine: true, due: null, doneAt: null, ...part
});
const measure = (part: Partial<MeasureView>): MeasureView => ({
	id: newObjectId(), kind: 'spend', title: 'A dehumidifier', name: 'Chloé', mine: false, at: NOW, text: '', until: null, room: null, amount: 1, joinedBy: ['Chloé'], needed: 2, state: 'waiting', canJoin: true, ...part
});
const mediation = (part: Partial<MediationView>): MediationView => ({
	id: newObjectId(), subjectName: 'Dele', subject: 'd' as MemberId, isAboutMe: false, callerName: 'Ben', mine: false, mediatorNames: ['Ana', 'Eve'], iMediate: true, iHaveReported: false, concern: '', at: NOW, reports: [],
	state: 'under-way', allowsRemoval: false, ...part
});

describe('what is mine besides my voice', () => {
	it('is nothing where there is nothing', () => {
		expect(homeItems(nothing, TODAY)).toEqual([]);
	});
	it('my tasks say by when; what is due presses; what is done or another’s is not here', () => {
		const tasks = [task({ due: '2026-11-25' }), task({ due: '2026-11-20' }), task({ due: TODAY }), task({}), task({ doneAt: NOW }), task({ mine: false })];
		expect(homeItems({ ...nothing, tasks }, TODAY).map(({ what, pressing }) => [what, pressing])).toEqual([
			['yours to do, since Fri 20 Nov', true],
			['yours to do by today', true],
			['yours to do by Wednesday', false],
			['yours to do', false]
		]);
	});
	it('measures stand here while they wait for me', () => {
		const measures = [measure({}), measure({ kind: 'emergency', title: 'Water in the cellar' }), measure({ canJoin: false }), measure({ state: 'in-force' }), measure({ state: 'lapsed' })];
		expect(homeItems({ ...nothing, measures }, TODAY).map(({ title, what }) => `${title}: ${what}`)).toEqual(['Water in the cellar: Chloé asks you to join', 'A dehumidifier: Chloé asks you to join']);
	});
	it('a mediation stands here as what I am in it', () => {
		const mediations = [mediation({}), mediation({ iHaveReported: true }), mediation({ iMediate: false, isAboutMe: true }), mediation({ iMediate: false, mine: true }), mediation({ state: 'settled' })];
		expect(homeItems({ ...nothing, mediations }, TODAY).map(({ title, what, pressing }) => [title, what, pressing])).toEqual([
			['A mediation about Dele', 'you talk with both sides', true],
			['A mediation about Dele', 'you have said how it went', false],
			['A mediation about you', 'Ben asked for it', false],
			['A mediation about Dele', 'you asked for it', false]
		]);
	});
	it('who asks for me and what is to be looked at again lead to their own pages', () => {
		const [talk, decision] = [newObjectId(), summary({ title: 'Rent' })];
		const mentions = [{ id: talk, about: 'discussion' as const, title: 'A garden', name: 'Eve', at: NOW }, { id: decision.id, about: 'proposal' as const, title: 'Rent', name: 'Ben', at: NOW }];
		expect(homeItems({ ...nothing, mentions, toReview: [decision] }, TODAY).map(({ href, what }) => [href, what])).toEqual([
			[`/proposals/discussions/${talk}`, 'Eve asks for you'],
			[`/proposals/${decision.id}`, 'Ben asks for you'],
			[`/proposals/${decision.id}`, 'to be looked at again']
		]);
	});
	it('every line has a key of its own', () => {
		const decision = summary();
		const mentions = [NOW, NOW + 1].map((at) => ({ id: decision.id, about: 'proposal' as const, title: 'Rent', name: 'Ben', at }));
		const keys = homeItems({ ...nothing, mentions, toReview: [decision] }, TODAY).map((one) => one.key);
		expect(new Set(keys).size).toBe(3);
	});
});

describe('until when', () => {
	it('presses within a day of its end, on the wall of the collective, for who has said nothing', () => {
		const proposal = summary({ deadline: NOW + DAY_MS });
		expect(sayDeadline(proposal, NOW, 'Europe/Berlin')).toEqual({ words: 'ends tomorrow 12:00', pressing: true });
		expect(sayDeadline({ ...proposal, deadline: NOW + 3_600_000 }, NOW, 'Europe/Berlin')).toEqual({ words: 'ends today 13:00', pressing: true });
		expect(sayDeadline({ ...proposal, deadline: NOW + 3_600_000 }, NOW, 'Asia/Tokyo')).toEqual({ words: 'ends today 21:00', pressing: true });
	});
	it('does not press whoever has said a first word', () => {
		expect(sayDeadline(summary({ deadline: NOW + DAY_MS, myBallot: { kind: 'position', position: 'agree' } }), NOW)).toEqual({ words: '24 hours left', pressing: false });
	});
	it('money to confirm, books to sign and what is disputed of mine have a place; what others dispute among themselves has none', () => {
		const line = (id: string, description: string) => ({ id, description, date: TODAY, amountMinor: 4000, paid: [{ party: { name: 'Ben' } }], to: { mine: true } });
		const ledger = {
			currency: 'EUR',
			toConfirm: [line('t', ''), { ...line('p', ''), to: { mine: false } }],
			toSign: [{ id: 'c', until: '2026-11-01', byName: 'Dele' }],
			disputes: [{ dispute: { id: 'd', byName: 'Chloé' }, entry: line('e', 'Rent'), role: 'posted' }, { dispute: { id: 'x', byName: 'Eve' }, entry: line('f', 'Soap'), role: 'other' }]
		} as unknown as Parameters<typeof bookItems>[0]; // the fields that are looked at
		expect(bookItems(undefined, TODAY)).toEqual([]);
		expect(bookItems(ledger, TODAY).map(({ href, title, what, pressing }) => [href, title, what, pressing])).toEqual([
			['/ledger/e', 'Rent', 'Chloé disputes what you posted', true],
			['/ledger/t', 'Ben paid you €40.00', 'has it arrived? Recorded for today', false],
			['/ledger/periods', 'The books until 31 Oct', 'Dele asks you to look through them and sign', false]
		]);
	});
});
