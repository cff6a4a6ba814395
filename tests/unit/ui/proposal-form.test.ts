import { describe, expect, it } from 'vitest';
import type { DeviceId, MemberId, ObjectId } from '$crypto/base';
import type { Settings } from '$crdt/domain/context';
import type { Failure } from '$lib/errors';
import type { MemberView } from '$crdt/domain/membership/views';
import { method as methodSchema } from '$crdt/domain/proposals/method';
import { proposalOps } from '$crdt/domain/proposals/ops';
import { DEFAULT_BLOCK_RULE, rulesOfFounding } from '$crdt/domain/proposals/founding-rules';
import type { DiscussionView, MediationView, ProposalView } from '$crdt/domain/proposals/views';
import { CHOOSING, DECIDING, ASKING, emptyDraft, isWritten, readDraft, type ProposalDraft } from '$lib/features/proposals/form/draft';
import { bandOf, mediationFor, needsMediation } from '$lib/features/proposals/form/effect-of';
import { createKeeper } from '$lib/parts/keeper';
import { methodOf } from '$lib/features/proposals/form/method-of';
import { draftFrom, FORM_SETTINGS, originOf, readAddress, type Found } from '$lib/features/proposals/form/origin';
import { ruleFor } from '$lib/features/proposals/form/rule-for';
import { suggestTitle } from '$lib/features/proposals/form/suggest-title';
import { FROM_NOTHING, reviewOf, toOp, untilOf, type FormContext } from '$lib/features/proposals/form/to-op';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const id = (seed: string) => `${seed.padEnd(43, '_')}.0` as ObjectId; // ids of the right length
const person = (seed: string) => seed.padEnd(43, '_') as MemberId;
const device = (seed: string) => seed.padEnd(43, '_') as DeviceId;

const settings: Settings = {
	name: 'Praxis Lindenhof', currency: 'EUR', zone: 'Europe/Berlin', rules: { ...rulesOfFounding('consensus'), spending: { kind: 'consent', quorum: 0 } }, decisionDays: 7, admissionApprovals: 2, recoveryApprovals: 2,
	trialDays: 90, mediators: 2, emergency: null, spendingBands: [{ from: 0, needs: { kind: 'member' } }, { from: 10_000, needs: { kind: 'members', count: 2 } }, { from: 50_000, needs: { kind: 'decision' } }],
	budgets: [], ownership: [], retention: { case: 30, ethics: null, business: null, 'check-in': null, balint: null }, publicUrl: '', signaling: [],
	calendarRules: { roomsBy: 'members', lateNoticeHours: 24, quotas: [] }
};

const member = (name: string, part: Partial<MemberView> = {}): MemberView => ({
	memberId: person(name), profile: { name, discipline: '', licence: '' }, isMe: name === 'Ana', status: 'member', stage: 'member', since: 0, admittedBy: [], latestHeldBy: 1, of: 5, removalProposal: null,
	devices: [
		{ deviceId: device(`${name}-phone`), name: 'Phone', isVoice: true, isThisDevice: false, status: 'active' },
		{ deviceId: device(`${name}-desk`), name: 'Desk', isVoice: false, isThisDevice: false, status: 'active' }
	],
	...part
});

const context: FormContext = {
	now: NOW, settings, members: [member('Ana'), member('Ben'), member('Chloe'), member('Dele'), member('Eve', { stage: 'trial' })], mediations: [], linkable: new Set(), suggestedTitle: '', origin: FROM_NOTHING
};

const write = (part: Partial<ProposalDraft>): ProposalDraft => ({ ...emptyDraft(), title: 'Quiet hours', ...part });
const decide = (part: Partial<ProposalDraft> = {}) => write({ want: 'decide', ...part });
const fields = (draft: ProposalDraft, part: Partial<FormContext> = {}) => {
	const read = toOp(draft, { ...context, ...part });
	return read.ok ? [] : read.wrong.map((one) => one.field);
};
const open = (draft: ProposalDraft, part: Partial<FormContext> = {}) => {
	const read = toOp(draft, { ...context, ...part });
	if (!read.ok || read.value.type !== 'proposals/open') throw new Error(JSON.stringify(read));
	return read.value;
};

describe('a draft on its way to the others', () => {
	it('begins with what one wants, and asks for nothing else before that', () => {
		expect(fields(write({ title: '' }))).toEqual(['want']);
	});

	it('is decided as the collective decides, until the usual day at eight, looked at again in half a year', () => {
		expect(open(decide())).toEqual({
			type: 'proposals/open', title: 'Quiet hours', text: '', effect: { kind: 'none' }, method: null, sealed: false, deadline: Date.parse('2026-11-29T20:00:00+01:00'),
			reviewOn: '2027-05-23', discussion: null, succeeds: null, alternatives: [], mediation: null
		});
	});

	it('is a discussion that binds nobody where one wants to talk first', () => {
		const read = toOp(write({ want: 'talk', text: ' What about the evenings? ' }), context);
		expect(read).toEqual({ ok: true, value: { type: 'proposals/discuss', title: 'Quiet hours', text: 'What about the evenings?', effect: { kind: 'none' }, method: null, alternatives: [] } });
	});

	it('gives every kind a shape that the others’ devices accept', () => {
		const filled: Partial<ProposalDraft> = {
			options: ['Blue', 'Green', ' '], slots: [{ date: '2026-12-02', from: '18:00', to: '19:00' }, { date: '2026-12-01', from: '18:00', to: '19:00' }, { date: '', from: '18:00', to: '19:00' }]
		};
		const all = [
			...ASKING.map((asking) => write({ want: 'ask', asking, ...filled })),
			...DECIDING.map((deciding) => decide({ deciding, percent: '75', quorum: '60', ...filled })),
			...CHOOSING.map((choosing) => write({ want: 'choose', choosing, ...filled }))
		];
		const schema = proposalOps.find((one) => one.shape.type.value === 'proposals/open');
		const kinds = all.map((draft) => {
			const op = open(draft);
			expect(schema?.safeParse(op).error).toBeUndefined();
			return op.method?.kind ?? 'own';
		});
		expect(kinds).toEqual([...ASKING, ...DECIDING, ...CHOOSING]);
	});

	it('asks in the order of the days, whatever order they were written in', () => {
		const draft = write({ want: 'choose', choosing: 'time', slots: [{ date: '2026-12-02', from: '18:00', to: '19:00' }, { date: '2026-12-01', from: '18:00', to: '19:00' }] });
		expect(open(draft).method).toEqual({ kind: 'time', slots: [{ start: '2026-12-01T18:00', end: '2026-12-01T19:00' }, { start: '2026-12-02T18:00', end: '2026-12-02T19:00' }] });
	});

	it('a consensus chosen for words only takes over what the collective does after a block', () => {
		const general = { kind: 'consensus', quorum: 0, block: { meetings: 4, days: 60, onLapse: 'vote', votePercent: 75 } } as const;
		expect(methodOf(decide({ deciding: 'consensus' }), general)).toMatchObject({ ok: true, value: { block: { meetings: 4, votePercent: 75 } } });
		expect(methodOf(decide({ deciding: 'consensus' }), { kind: 'consent', quorum: 0 })).toMatchObject({ ok: true, value: { block: DEFAULT_BLOCK_RULE } });
	});

	it('only decisions are looked at again, carried out, or lead to a review date', () => {
		const poll = write({ want: 'choose', options: ['a', 'b'], effect: 'spend', amount: 'nonsense' });
		expect(open(poll)).toMatchObject({ reviewOn: null, effect: { kind: 'none' } });
		expect(reviewOf(decide({ review: 'none' }), context)).toBe('');
		expect(reviewOf(decide({ review: 'own', reviewDate: '2027-01-01' }), context)).toBe('2027-01-01');
	});

	it('answers stay sealed only where that means something', () => {
		expect(open(decide({ sealed: true })).sealed).toBe(true);
		expect(open(write({ want: 'ask', sealed: true })).sealed).toBe(false);
	});

	it('links only what may be linked, and never itself', () => {
		const [a, b] = [id('a'), id('b')];
		const origin = { ...FROM_NOTHING, succeeds: b };
		expect(open(decide({ alternatives: [a, b, id('gone')] }), { linkable: new Set([a, b]), origin }).alternatives).toEqual([a]);
	});

	it('names every field that does not fit, with what to do', () => {
		const read = toOp(write({ want: 'choose', title: ' ', options: ['Blue', 'blue'], untilDate: '2026-11-01' }), context);
		expect(read).toEqual({
			ok: false,
			wrong: [
				{ field: 'title', says: 'There is no title yet. Say it in one line.' },
				{ field: 'options', says: '“blue” stands there twice. Take one of them out.' },
				{ field: 'until', says: 'This time is over already. Choose a later one, so that everybody can answer.' }
			]
		});
	});

	it('no odd number, date or time gets through', () => {
		const poll = (part: Partial<ProposalDraft>) => fields(write({ want: 'choose', options: ['a', 'b', 'c'], ...part }));
		expect(poll({ options: ['a', ' '] })).toEqual(['options']);
		expect(poll({ options: Array.from({ length: 13 }, (_, i) => `o${i}`) })).toEqual(['options']);
		expect(poll({ options: ['a', 'x'.repeat(201)] })).toEqual(['options']);
		expect(poll({ choosing: 'multiple', most: '4' })).toEqual(['most']);
		expect(poll({ choosing: 'dot', dots: '0' })).toEqual(['dots']);
		expect(poll({ choosing: 'score', highest: '11' })).toEqual(['highest']);
		expect(poll({ choosing: 'resistance', highest: '1.5' })).toEqual(['highest']);
		expect(fields(decide({ deciding: 'majority', percent: '49' }))).toEqual(['percent']);
		expect(fields(decide({ untilDate: '2026-02-30' }))).toEqual(['until']);
		expect(fields(decide({ untilTime: '25:00' }))).toEqual(['until']);
		expect(fields(decide({ untilDate: '2028-01-01' }))).toEqual(['until']);
		expect(fields(decide({ review: 'own', reviewDate: '2026-11-22' }))).toEqual(['review']);
		expect(fields(decide({ title: 'x'.repeat(161) }))).toEqual(['title']);
		expect(fields(decide({ text: 'x'.repeat(20_001) }))).toEqual(['text']);
	});

	it('a time that ends before it begins, comes twice or has no day is not asked', () => {
		const times = (...slots: [string, string, string][]) => {
			const read = toOp(write({ want: 'choose', choosing: 'time', slots: slots.map(([date, from, to]) => ({ date, from, to })) }), context);
			return read.ok ? '' : read.wrong[0]?.says;
		};
		expect(times(['2026-12-01', '18:00', '19:00'])).toBe('There must be at least two times to choose between. Give another one a day.');
		expect(times(['2026-12-01', '18:00', '19:00'], ['2026-12-02', '18:00', '17:00'])).toBe('Time 2 ends before it begins. Change one of the two.');
		expect(times(['2026-12-01', '18:00', '19:00'], ['2026-12-02', '18:00', ''])).toBe('Time 2 lacks a day, a beginning or an end. Fill it in, or take it out.');
		expect(times(['2026-12-01', '18:00', '19:00'], ['2026-12-02', '18:00', '19:00'], ['2026-12-01', '18:00', '19:00'])).toBe('Time 3 stands there twice. Take one of them out.');
	});

	it('the last day is read on the wall of the collective, whatever the device’s own zone', () => {
		expect(untilOf(decide(), { now: Date.parse('2026-11-22T23:30:00Z'), settings })).toEqual({ date: '2026-11-30', time: '20:00' });
		expect(open(decide({ untilDate: '2026-07-01', untilTime: '09:00' }), { now: Date.parse('2026-06-01T00:00Z') }).deadline).toBe(Date.parse('2026-07-01T09:00:00+02:00'));
	});
});

describe('what is carried out', () => {
	it('is decided by the rule of its subject, whatever else was chosen before', () => {
		const op = open(decide({ deciding: 'lazy', effect: 'spend', amount: '480,50', purpose: ' A sofa ' }));
		expect(op).toMatchObject({ method: null, effect: { kind: 'spend', amount: 48_050, purpose: 'A sofa' } });
		expect(ruleFor({ kind: 'spend', amount: 1, purpose: 'x' }, { kind: 'lazy' }, settings).kind).toBe('consent');
		expect(ruleFor({ kind: 'none' }, { kind: 'lazy' }, settings).kind).toBe('lazy');
		expect(ruleFor({ kind: 'none' }, null, settings).kind).toBe('consensus');
		const removal = { kind: 'remove-member', member: person('Ben') } as const;
		expect(ruleFor(removal, null, settings)).toEqual({ kind: 'majority', percent: 50, of: 'eligible', quorum: 0 });
		expect(ruleFor(removal, null, { ...settings, rules: { ...settings.rules, removal: { kind: 'majority', percent: 75, of: 'cast', quorum: 90 } } }, 80)).toEqual({ kind: 'majority', percent: 75, of: 'eligible', quorum: 0 });
	});

	it('is called by what it does where its author says nothing else', () => {
		const suggestedTitle = suggestTitle({ kind: 'spend', amount: 48_050, purpose: 'A sofa' }, String, (minor) => `EUR ${minor / 100}`);
		expect(open(decide({ title: ' ' }), { suggestedTitle }).title).toBe('Up to EUR 480.5: A sofa');
		expect(open(decide({ title: 'Sofa' }), { suggestedTitle }).title).toBe('Sofa');
		expect(open(decide({ title: '' }), { suggestedTitle: 'x'.repeat(200) }).title).toHaveLength(160);
		expect(suggestTitle({ kind: 'none' }, String, String)).toBe('');
	});

	it('a sum falls into its band, from the amount where the band begins', () => {
		expect([9_999, 10_000, 49_999, 50_000].map((amount) => bandOf(amount, settings.spendingBands)?.kind)).toEqual(['member', 'members', 'members', 'decision']);
	});

	it('a value that was typed for another setting is not taken for this one', () => {
		expect(fields(decide({ effect: 'change-setting', setting: 'trialDays', change: { key: 'decisionDays', value: 9 } }))).toEqual(['setting']);
		expect(open(decide({ effect: 'change-setting', setting: 'decisionDays', change: { key: 'decisionDays', value: 9 } })).effect).toEqual({ kind: 'change-setting', change: { key: 'decisionDays', value: 9 } });
		expect(fields(decide({ effect: 'change-setting' }))).toEqual(['setting']);
	});

	it('only a trial can end, only another’s membership, and only another device of the same person speaks', () => {
		expect(fields(decide({ effect: 'admit-member', member: person('Ben') }))).toEqual(['member']);
		expect(open(decide({ effect: 'admit-member', member: person('Eve') })).effect).toEqual({ kind: 'admit-member', member: person('Eve') });
		expect(fields(decide({ effect: 'remove-member', member: person('Ana') }))).toEqual(['member']);
		expect(fields(decide({ effect: 'move-voice', member: person('Ben'), device: device('Ben-phone') }))).toEqual(['device']);
		expect(fields(decide({ effect: 'move-voice', member: person('Ben'), device: device('Dele-desk') }))).toEqual(['device']);
		expect(open(decide({ effect: 'move-voice', member: person('Ben'), device: device('Ben-desk') })).effect).toMatchObject({ device: device('Ben-desk') });
	});

	it('[PRO98] a removal names the mediation that came before it, and waits for one', () => {
		const mediation = (seed: string, at: number, allowsRemoval: boolean): MediationView => ({
			id: id(seed), subjectName: 'Ben', subject: person('Ben'), isAboutMe: false, callerName: 'Ana', mine: true, mediatorNames: [], iMediate: false, iHaveReported: false, concern: '', at, reports: [],
			state: allowsRemoval ? 'not-settled' : 'under-way', allowsRemoval
		});
		const draft = decide({ effect: 'remove-member', member: person('Ben') });
		expect(toOp(draft, context)).toMatchObject({ wrong: [{ field: 'member', says: 'Before a removal, colleagues talk with both sides. Ask for a mediation about Ben first.' }] });
		expect(fields(draft, { mediations: [mediation('m', 1, false)] })).toEqual(['member']);
		const mediations = [mediation('m1', 1, true), mediation('m2', 3, true), mediation('m3', 4, false)];
		expect(open(draft, { mediations }).mediation).toBe(id('m2'));
		expect(mediationFor(mediations, person('Dele'))).toBeNull();
		expect(needsMediation({ ...context, settings: { ...settings, mediators: 0 } })).toBe(false);
		expect(needsMediation({ ...context, members: context.members.slice(0, 2) })).toBe(false);
		expect(open(draft, { settings: { ...settings, mediators: 0 } }).mediation).toBeNull();
	});
});

describe('what an address asks the form to begin with', () => {
	const asked = (query: string) => readAddress(new URLSearchParams(query));
	const nothing: Found = { before: null, discussion: null, amendment: null, reviewed: null };

	it('a setting, a sum, a person or a kind is chosen already', () => {
		expect(asked('setting=rule:rooms').draft).toMatchObject({ want: 'decide', effect: 'change-setting', setting: 'rule:rooms' });
		expect(asked('effect=spend&amount=480').draft).toMatchObject({ want: 'decide', effect: 'spend', amount: '480' });
		expect(asked('effect=spend&amount=1%2C234.50').draft.amount).toBe('1,234.50');
		expect(asked('effect=spend&amount=%3Cb%3E').draft.amount).toBe('');
		expect(asked(`remove=${person('Ben')}`).draft).toMatchObject({ want: 'decide', effect: 'remove-member', member: person('Ben') });
		expect(asked(`effect=admit-member&member=${person('Eve')}`).draft).toMatchObject({ effect: 'admit-member', member: person('Eve') });
		expect(asked('kind=time').draft).toMatchObject({ want: 'choose', choosing: 'time' });
		expect(asked('kind=advice').draft).toMatchObject({ want: 'ask', asking: 'advice' });
		expect(asked('want=talk').draft.want).toBe('talk');
		expect(asked('').draft.want).toBeNull();
	});

	it('nothing else in an address is believed', () => {
		expect(asked('setting=root&effect=everything&kind=coup&want=x&amount=1e9').draft).toEqual(emptyDraft());
		expect(FORM_SETTINGS).not.toContain('calendarRules');
	});

	it('each beginning keeps a draft of its own', () => {
		expect(asked('').draftKey).toBe('proposal');
		expect(asked('setting=name').draftKey).not.toBe(asked('setting=publicUrl').draftKey);
		expect(asked('a=1&b=2').draftKey).toBe(asked('b=2&a=1').draftKey);
	});

	const before = {
		id: id('before'), title: 'Ten days', text: 'Why', discussion: null, alternatives: [], block: null, effect: { kind: 'change-setting', change: { key: 'decisionDays', value: 10 } }, method: settings.rules.settings
	} as unknown as ProposalView; // the fields that are looked at

	it('what follows another proposal begins with its words, and stays with its matter', () => {
		const found = { ...nothing, before };
		const origin = originOf(found);
		const draft = draftFrom(asked(`succeeds=${before.id}`), found, settings);
		expect(draft).toMatchObject({ want: 'decide', deciding: 'own', title: 'Ten days', text: 'Why', effect: 'change-setting', setting: 'decisionDays' });
		expect(origin).toMatchObject({ succeeds: before.id, matter: 'change-setting', effect: null, vote: null });
		expect(open({ ...draft, change: { key: 'decisionDays', value: 9 } }, { origin })).toMatchObject({ succeeds: before.id, method: null, effect: { change: { value: 9 } } });
	});

	it('[PRO91] after an unresolved block it is a vote, and nothing of the matter changes', () => {
		const blocked = { ...before, effect: { kind: 'none' }, block: { canVote: true, rule: { ...DEFAULT_BLOCK_RULE, votePercent: 80 } } } as unknown as ProposalView; // as above
		const origin = originOf({ ...nothing, before: blocked });
		expect(origin).toMatchObject({ vote: 80, effect: { kind: 'none' } });
		expect(open(decide({ deciding: 'lazy', title: 'Other words', text: 'Others' }), { origin })).toMatchObject({ method: null, effect: { kind: 'none' }, title: 'Ten days', text: 'Why' });
		expect(ruleFor({ kind: 'none' }, null, settings, 80)).toEqual({ kind: 'majority', percent: 80, of: 'eligible', quorum: 0 });
	});

	it('a discussion becomes the proposal it talked about', () => {
		const discussion = { id: id('talk'), title: 'Which sofa?', text: 'Three offers.', alternatives: [], effect: { kind: 'none' }, method: { kind: 'dot', options: ['Red', 'Blue'], dots: 3 } } as unknown as DiscussionView; // as above
		const found = { ...nothing, discussion };
		const draft = draftFrom(asked(`discussion=${discussion.id}`), found, settings);
		expect(open(draft, { origin: originOf(found) })).toMatchObject({ discussion: discussion.id, title: 'Which sofa?', method: { kind: 'dot', options: ['Red', 'Blue'], dots: 3 } });
	});

	it('another wording is put to the others as one', () => {
		const found = { ...nothing, amendment: { id: id('amend'), title: 'Quiet after nine', reason: 'For the families.' } as Found['amendment'] };
		const draft = draftFrom(asked(`amendment=${id('amend')}`), found, settings);
		expect(open(draft, { origin: originOf(found) })).toMatchObject({ title: 'Another wording: Quiet after nine', text: 'For the families.', method: null, effect: { kind: 'amend', amendment: id('amend') } });
	});

	it('a decision that is looked at again is linked, and its words stand there', () => {
		const found = { ...nothing, reviewed: before };
		const draft = draftFrom(asked(`review=${before.id}`), found, settings);
		expect(draft).toMatchObject({ title: 'Looked at again: Ten days', text: 'Why', alternatives: [before.id] });
	});

	it('a long title is cut to what a title may be', () => {
		const long = { ...before, title: 'x'.repeat(160) };
		expect(draftFrom(asked('review=x'), { ...nothing, reviewed: long }, settings).title).toHaveLength(160);
	});
});

describe('a draft that was kept', () => {
	it('comes back as it was typed', () => {
		const draft = decide({ options: ['a', 'b', 'c'], change: { key: 'decisionDays', value: 9 }, alternatives: [id('a')], sealed: true, percent: 'ninety' });
		expect(readDraft(JSON.parse(JSON.stringify(draft)), emptyDraft())).toEqual(draft);
	});
	it('of an older app, or damaged, gives back what it can', () => {
		expect(readDraft({ title: 'Old', want: 'vote', options: [1], slots: [{ date: 3 }], change: { key: 'decisionDays', value: 'x' }, sealed: 'yes' }, emptyDraft())).toEqual({ ...emptyDraft(), title: 'Old' });
		for (const broken of [null, 7, 'x', [], undefined]) expect(readDraft(broken, emptyDraft())).toEqual(emptyDraft());
	});
	it('is worth keeping as soon as anything was changed', () => {
		expect(isWritten(emptyDraft(), emptyDraft())).toBe(false);
		expect(isWritten({ ...emptyDraft(), want: 'ask' }, emptyDraft())).toBe(true);
	});
});

describe('keeping what is being written', () => {
	const failure = { type: 'DiskFull', sentence: 'x', next: 'y' } as const;
	/** A disk that answers when it is told to. */
	function disk() {
		const done: string[] = [];
		const waiting: ((answer: { ok: true; value: undefined } | { ok: false; error: Failure }) => void)[] = [];
		const take = (what: string) =>
			new Promise<{ ok: true; value: undefined } | { ok: false; error: Failure }>((resolve) => {
				done.push(what);
				waiting.push(resolve);
			});
		return {
			done,
			answer: async (fails = false) => {
				waiting.shift()?.(fails ? { ok: false, error: failure } : { ok: true, value: undefined });
				await new Promise((resolve) => setImmediate(resolve));
			},
			drafts: { load: () => Promise.resolve(null), save: (key: string, value: unknown) => take(`${key}: ${JSON.stringify(value)}`), remove: (key: string) => take(`${key} gone`) }
		};
	}

	it('every change is on its way at once; of those that wait only the last is written', async () => {
		const { drafts, done, answer } = disk();
		const keeper = createKeeper(drafts, 'proposal');
		for (const title of ['a', 'ab', 'abc']) keeper.keep({ title });
		expect(done).toEqual(['proposal: {"title":"a"}']);
		await answer();
		expect(done).toEqual(['proposal: {"title":"a"}', 'proposal: {"title":"abc"}']);
		await answer();
		keeper.keep(null);
		expect(done.at(-1)).toBe('proposal gone');
	});
	it('what was posted or discarded does not come back, whatever is still on its way', async () => {
		const { drafts, done, answer } = disk();
		const keeper = createKeeper(drafts, 'proposal');
		keeper.keep({ title: 'a' });
		keeper.keep({ title: 'ab' });
		const gone = keeper.forget();
		keeper.keep({ title: 'abc' });
		await answer();
		await answer();
		await gone;
		expect(done).toEqual(['proposal: {"title":"a"}', 'proposal gone']);
	});
	it('says when the disk did not take it, and when it did again', async () => {
		const { drafts, answer } = disk();
		const told: (string | null)[] = [];
		const keeper = createKeeper(drafts, 'proposal', (one) => told.push(one?.type ?? null));
		keeper.keep({ title: 'a' });
		keeper.keep({ title: 'ab' });
		await answer(true);
		await answer();
		expect(told).toEqual(['DiskFull', null]);
	});
	it('a lock in the middle breaks nothing', async () => {
		const keeper = createKeeper({ save: () => Promise.reject(new Error('locked')), remove: () => Promise.reject(new Error('locked')) }, 'proposal');
		keeper.keep({ title: 'a' });
		await expect(keeper.forget()).resolves.toBeUndefined();
	});
});

describe('the shapes of the form', () => {
	it('stay within the limits of a method', () => {
		const most = methodOf(write({ want: 'choose', options: Array.from({ length: 12 }, (_, i) => `Option ${i}`) }), settings.rules.general);
		expect(most.ok && methodSchema.safeParse(most.value).success).toBe(true);
	});
});
