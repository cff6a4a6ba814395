import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { fitsMethod } from '$crdt/domain/proposals/ballot';
import { DEFAULT_BLOCK_RULE } from '$crdt/domain/proposals/founding-rules';
import type { Method } from '$crdt/domain/proposals/method';
import type { CommentView, StanceView, TermView } from '$crdt/domain/proposals/views';
import { dotsLeft, moved, mustNameHarm, startAnswer, toAnswer, unplaced, type AnswerDraft } from '$lib/features/proposals/answer/answer-draft';
import { effectNow } from '$lib/features/proposals/page/effect-now';
import { stoodAside } from '$lib/features/proposals/page/stood-aside';
import { barTone, widthOf } from '$lib/features/proposals/page/tally-bars';
import { namedIn, namingAt, offered, partsOf, put, type Person } from '$lib/features/proposals/talk/mentions';
import { strandsOf } from '$lib/features/proposals/talk/thread-tree';
import { bindOp, castOp } from '$lib/features/proposals/voice/voice-ops';
import { deadlineIn, textBefore } from '$lib/features/proposals/wording/terms';
import { readWording, wrongWith } from '$lib/features/proposals/wording/wording';

const options = ['Blue', 'Green', 'Red'];
const slots = [{ start: '2026-11-23T18:00', end: '2026-11-23T19:30' }, { start: '2026-11-24T18:00', end: '2026-11-24T19:30' }];
const consensus: Method = { kind: 'consensus', quorum: 0, block: DEFAULT_BLOCK_RULE };
const METHODS: readonly Method[] = [
	consensus, { kind: 'consent', quorum: 0 }, { kind: 'majority', percent: 50, of: 'cast', quorum: 0 }, { kind: 'all-but-one' }, { kind: 'lazy' }, { kind: 'ownership', percent: 66 },
	{ kind: 'question-round' }, { kind: 'sense-check' }, { kind: 'advice' }, { kind: 'single', options }, { kind: 'multiple', options, most: 2 }, { kind: 'dot', options, dots: 5 },
	{ kind: 'score', options, highest: 5 }, { kind: 'ranked', options }, { kind: 'resistance', options, highest: 10 }, { kind: 'time', slots }
];

/** Everything filled in that any method could ask for. */
function filled(method: Method, part: Partial<AnswerDraft> = {}): AnswerDraft {
	const draft = startAnswer(method);
	return { ...draft, position: draft.position ?? 'agree', level: 4, chosen: [1], points: draft.points.map((_, index) => index), order: [2, 0], answers: draft.answers.map(() => 'if-need-be' as const), ...part };
}

describe('answering', () => {
	it('what the form makes fits the method, for every method', () => {
		for (const method of METHODS) {
			const made = toAnswer(filled(method), method);
			expect([method.kind, made.ok && fitsMethod(made.value.ballot, method)]).toEqual([method.kind, true]);
		}
	});
	it('where something is to be chosen, nothing is answered by leaving the form as it was', () => {
		const silent = METHODS.filter((method) => !toAnswer(startAnswer(method), method).ok).map((one) => one.kind);
		expect(silent).toEqual(['consensus', 'consent', 'majority', 'all-but-one', 'lazy', 'ownership', 'sense-check', 'single', 'multiple', 'dot', 'ranked', 'time']);
	});
	it('a block and an objection name the harm; an agreement carries none along', () => {
		const block = filled(consensus, { position: 'block', reason: ' why ' });
		expect(mustNameHarm(block, consensus)).toBe(true);
		expect(toAnswer(block, consensus)).toEqual({ ok: false, wrong: { field: 'harms', sentence: 'Say which shared purpose or agreement is harmed.' } });
		expect(toAnswer({ ...block, harms: ' quiet rooms ' }, consensus)).toEqual({ ok: true, value: { ballot: { kind: 'position', position: 'block' }, reason: 'why', harms: 'quiet rooms' } });
		expect(toAnswer({ ...block, position: 'agree', harms: 'left over' }, consensus)).toMatchObject({ ok: true, value: { harms: '' } });
	});
	it('dots cannot be given twice, nor more options chosen than allowed', () => {
		const dots: Method = { kind: 'dot', options, dots: 3 };
		const draft = filled(dots, { points: [2, 2, 0] });
		expect(dotsLeft(draft, 3)).toBe(-1);
		expect(toAnswer(draft, dots)).toMatchObject({ ok: false, wrong: { sentence: 'Take back 1: you have 3 in all.' } });
		const multiple: Method = { kind: 'multiple', options, most: 2 };
		expect(toAnswer(filled(multiple, { chosen: [2, 0, 1] }), multiple).ok).toBe(false);
		expect(toAnswer(filled(multiple, { chosen: [2, 0] }), multiple)).toMatchObject({ value: { ballot: { chosen: [0, 2] } } });
	});
	it('an earlier answer of the same kind is begun with, another one leaves the form empty', () => {
		expect(startAnswer(consensus, { ballot: { kind: 'position', position: 'block' }, reason: 'r', harms: 'h' })).toMatchObject({ position: 'block', reason: 'r', harms: 'h' });
		expect(startAnswer({ kind: 'all-but-one' }, { ballot: { kind: 'position', position: 'block' }, reason: '', harms: '' }).position).toBeNull();
		expect(startAnswer({ kind: 'time', slots }, { ballot: { kind: 'times', answers: ['no'] }, reason: '', harms: '' }).answers).toEqual(['no', null]);
	});
	it('an order is changed one place at a time and never loses an option', () => {
		expect(moved([2, 0, 1], 2, 0)).toEqual([1, 2, 0]);
		expect(moved([2, 0, 1], 0, 5)).toEqual([2, 0, 1]);
		expect(unplaced({ ...startAnswer({ kind: 'ranked', options }), order: [2] }, 3)).toEqual([0, 1]);
	});
	it('a time without an answer is counted and named', () => {
		const time: Method = { kind: 'time', slots };
		expect(toAnswer(filled(time, { answers: ['yes', null] }), time)).toMatchObject({ wrong: { sentence: 'One time has no answer yet.' } });
	});
	it('a first word and a given word say the same thing to the same text', () => {
		const asked = { id: 'p' as ObjectId, term: 't' as ObjectId };
		const answer = { ballot: { kind: 'scale', level: 3 } as const, reason: 'r', harms: '' };
		expect(castOp(asked, answer, 's' as ObjectId)).toEqual({ type: 'proposals/cast-stance', proposal: 'p', term: 't', ...answer, confirms: 's' });
		expect(bindOp(asked, answer)).toEqual({ type: 'proposals/bind-stance', proposal: 'p', term: 't', ...answer });
	});
});

describe('naming a colleague in a comment', () => {
	const people: readonly Person[] = [['ana', 'Ana'], ['anna', 'Ana Lindt'], ['ben', 'Ben'], ['chloe', 'Chloé van Dyk']].map(([id, name]) => ({ memberId: id as MemberId, name: name! }));
	it('an "@" at the beginning of a word begins a name, one inside an address does not', () => {
		expect(namingAt('Ask @be', 7)).toEqual({ from: 4, typed: 'be' });
		expect(namingAt('Ask @be', 3)).toBeNull();
		expect(namingAt('ana@be', 6)).toBeNull();
		expect(namingAt('@Ben, what', 10)).toBeNull();
	});
	it('any part of a name will do, without its accents', () => {
		expect(offered(people, 'chloe').map((one) => one.name)).toEqual(['Chloé van Dyk']);
		expect(offered(people, 'dyk').map((one) => one.name)).toEqual(['Chloé van Dyk']);
		expect(offered(people, '')).toHaveLength(4);
		expect(offered(people, ' ')).toHaveLength(0);
	});
	it('the name goes where the typing was, and the caret behind it', () => {
		expect(put('Ask @be today', 4, 7, 'Ben')).toEqual({ text: 'Ask @Ben today', caret: 8 });
		expect(put('@', 0, 1, 'Ben')).toEqual({ text: '@Ben ', caret: 5 });
	});
	it('the longest name that fits counts, once, and no part of a longer word', () => {
		expect(namedIn('@Ana Lindt and @Ben and @ben', people)).toEqual(['anna', 'ben']);
		expect(namedIn('@Ana and @Benedikt', people)).toEqual(['ana']);
		expect(partsOf('Hi @Ben!', people).map((one) => one.text)).toEqual(['Hi ', '@Ben', '!']);
		expect(partsOf('no names', [])).toEqual([{ text: 'no names', person: null }]);
	});
});

describe('a conversation', () => {
	const comment = (id: string, name: string, replyTo: string | null): CommentView => ({ id: id as ObjectId, name, mine: false, at: 0, text: id, replyTo: replyTo as ObjectId | null, mentions: [], mentionsMe: false });
	it('replies stand below the first comment, and say whom they answer where the place does not', () => {
		const strands = strandsOf([comment('a', 'Ana', null), comment('b', 'Ben', 'a'), comment('c', 'Chloé', 'b'), comment('d', 'Dele', null)]);
		expect(strands.map((one) => [one.comment.id, one.replies.map((reply) => [reply.comment.id, reply.to])])).toEqual([['a', [['b', null], ['c', 'Ben']]], ['d', []]]);
	});
	it('nothing said is lost where what it answers is missing or goes in a circle', () => {
		const strands = strandsOf([comment('a', 'Ana', 'gone'), comment('b', 'Ben', 'c'), comment('c', 'Chloé', 'b')]);
		const all = strands.flatMap((one) => [one.comment.id, ...one.replies.map((reply) => reply.comment.id)]);
		expect([...all].sort()).toEqual(['a', 'b', 'c']);
	});
});

describe('texts and their versions', () => {
	const term = (id: string, kind: TermView['kind'], text: string): TermView => ({ id: id as ObjectId, kind, at: 0, title: 'T', text, deadline: 0, reason: '', amendmentBy: null, settled: true });
	it('what changed is told against the last other text, over an extension', () => {
		const terms = [term('1', 'first', 'a'), term('2', 'amend', 'b'), term('3', 'extend', 'b')];
		expect(textBefore(terms, '3')?.id).toBe('1');
		expect(textBefore(terms, '1')).toBeNull();
		expect(textBefore(terms, 'gone')).toBeNull();
	});
	it('a wording needs a title and a change; a draft of another shape is not trusted', () => {
		const before = { title: 'T', text: 'a' };
		expect([wrongWith({ title: ' ', text: 'b' }, before), wrongWith({ title: 'T ', text: 'a' }, before), wrongWith({ title: 'T', text: 'b' }, before)]).toEqual(['It needs a title.', 'Nothing has changed yet.', null]);
		expect(readWording({ title: 7, text: 'kept' }, before)).toEqual({ title: 'T', text: 'kept', reason: '' });
		expect(readWording(null, before)).toEqual({ title: 'T', text: 'a', reason: '' });
	});
	it('a deadline is a whole number of days, at most ninety', () => {
		expect([deadlineIn(2, 1000), deadlineIn(0, 0), deadlineIn(91, 0), deadlineIn(1.5, 0), deadlineIn(undefined, 0)]).toEqual([172_801_000, null, null, null, null]);
	});
});

describe('how answers are drawn', () => {
	it('what is there is seen, what is not there is not', () => {
		expect([widthOf(0, 5), widthOf(1, 1000), widthOf(3, 6), widthOf(9, 6), widthOf(1, 0)]).toEqual([0, 2, 50, 100, 0]);
	});
	it('positions keep the tone of their buttons, options have one', () => {
		expect([barTone('agree', consensus), barTone('block', consensus), barTone('abstain', consensus), barTone('2', { kind: 'single', options })]).toEqual(['good', 'bad', 'plain', 'accent']);
	});
	it('what it carries out is told as what was, once it is decided or was not', () => {
		expect(([null, 'accepted', 'not-accepted'] as const).map((became) => effectNow('When decided, the rules change.', became))).toEqual(['When decided, the rules change.', 'Decided: the rules change.', 'It would have meant: the rules change.']);
	});
	it('whoever stood aside is named, unless it came too late to count', () => {
		const stance = (name: string, position: 'agree' | 'stand-aside', tooLate = false) => ({ name, ballot: { kind: 'position', position }, tooLate }) as unknown as StanceView; // only what is looked at
		expect(stoodAside([stance('Ana', 'agree'), stance('Ben', 'stand-aside'), stance('Dele', 'stand-aside', true)])).toEqual(['Ben']);
	});
});
