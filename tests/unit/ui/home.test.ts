import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { ActionView, MeetingSummary, SwapView } from '$crdt/domain/consultation/views';
import type { MeasureView, MediationView, TaskView } from '$crdt/domain/proposals/views';
import { bookItems, consultationItems, homeItems, pressingFirst } from '$lib/features/home/home-items';
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

describe('what meetings wait for from me', () => {
	const nothingHere = { actions: [], swaps: [], toSign: [], toAnswer: [] };
	const meeting = 'm' as ObjectId;
	const action = (part: Partial<ActionView>): ActionView => ({
		id: newObjectId(), meeting, meetingTitle: 'Business', meetingStart: `${TODAY}T18:00`, item: null, text: 'Ask for a second key', assignee: 'a' as MemberId, assigneeName: 'Ana', mine: true, due: null, late: false,
		done: false, addedByName: 'Ben', mayChange: true, ...part
	});
	const swap = (part: Partial<SwapView>): SwapView => ({
		id: newObjectId(), role: 'facilitator', meeting, meetingTitle: 'Case consultation', meetingStart: '2026-11-26T18:00', from: 'b' as MemberId, fromName: 'Ben', to: 'a' as MemberId, toName: 'Ana', inReturn: null,
		forMe: true, mine: false, ...part
	});

	it('is nothing where there is nothing', () => {
		expect(consultationItems(nothingHere, TODAY)).toEqual([]);
	});
	it('a case asks for my word, and presses on the day before and the day itself', () => {
		const toAnswer = ['2026-11-23T18:00', '2026-11-26T18:00'].map((start) => ({ meeting, title: 'Case consultation', start, presenterName: 'Chloé' }));
		const items = consultationItems({ ...nothingHere, toAnswer }, TODAY);
		expect(items.map(({ title, what, pressing }) => [title, what, pressing])).toEqual([
			['Chloé brings a case', 'do you know the person? tomorrow 18:00', true],
			['Chloé brings a case', 'do you know the person? Thursday 18:00', false]
		]);
		expect(new Set(items.map(({ key }) => key)).size).toBe(2);
	});
	it('what I took on says by when and leads to its meeting; what is another’s or done is not here', () => {
		const actions = [action({ due: '2026-11-25' }), action({ due: '2026-11-20', late: true }), action({ due: TODAY }), action({}), action({ done: true }), action({ mine: false })];
		expect(consultationItems({ ...nothingHere, actions }, TODAY).map(({ what, pressing, href }) => [what, pressing, href])).toEqual([
			['yours to do by Wednesday', false, '/consultation/m'],
			['yours to do, since Fri 20 Nov', true, '/consultation/m'],
			['yours to do by today', true, '/consultation/m'],
			['yours to do', false, '/consultation/m']
		]);
	});
	it('a swap that is asked of me is here, one that I ask for is not; a meeting not signed asks whether I was there', () => {
		const toSign = [{ key: 'x', title: 'Balint group', start: '2026-11-21T18:00' } as MeetingSummary]; // no more is looked at
		const items = consultationItems({ ...nothingHere, swaps: [swap({}), swap({ forMe: false, mine: true })], toSign }, TODAY);
		expect(items.map(({ title, what }) => `${title} ${what}`)).toEqual(['Facilitate Thursday 18:00? Ben asks you to swap', 'Balint group were you there? yesterday 18:00']);
	});
	it('what presses stands first, whatever it is', () => {
		const items = [...consultationItems({ ...nothingHere, actions: [action({}), action({ late: true })] }, TODAY)];
		expect(pressingFirst(items).map((one) => one.pressing)).toEqual([true, false]);
	});
});
