/** Meetings of Praxis Lindenhof for looking at screens: one that takes place now, a series around it, texts that are gone. Over the real rules. */
import { ok, type ObjectId, type Result, type StreamId } from '$crypto/base';
import { orderBetween } from '$crdt/domain/consultation/order';
import type { StandingItem } from '$crdt/domain/consultation/ops';
import { versionOn } from '$crdt/domain/consultation/series';
import type { OpInput } from '$crdt/domain/op';
import { failure, type Failure } from '$lib/errors';
import type { App } from '$lib/services/types';
import { addDays, dateOf, minutesOf, timeOf, wallAt, wallFrom } from '$lib/ui/times';
import { previewDates } from '$lib/worker/series-dates';
import { DAY, memberId, ZONE, type FakeHouse } from './fake-house';
import type { Lines } from './fake-texts.svelte';
import { storyHashes } from './story';

const ALL = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'] as const;
const MINUTE = 60_000;
type AddItem = Extract<OpInput, { type: 'consultation/add-item' }>;
type AddCase = Extract<OpInput, { type: 'consultation/add-case' }>;

const streamNamed = (seed: string): StreamId => storyHashes.hash('stream', seed).slice(0, 22) as StreamId; // a test's stream
const AGENDA: readonly StandingItem[] = [
	{ kind: 'round', title: 'How we arrive', minutes: 10 },
	{ kind: 'round', title: 'What each takes along', minutes: 10 }
];

/** What stands in the notes already. */
export type Begun = ReadonlyMap<StreamId, Lines>;

/** Ana looks; it is told as of `now`. */
export function tellMeetings(house: FakeHouse, now: number): Begun {
	const begun = new Map<StreamId, Lines>();
	const wall = (days: number, minutes = 0): string => wallAt(now + days * DAY + minutes * MINUTE, ZONE);
	const from = timeOf(wall(0));
	const dates = Array.from({ length: 34 }, (_, at) => addDays(dateOf(wall(0)), (at - 8) * 7));
	const series = house.say('Ben', 70, {
		type: 'consultation/plan-series', kind: 'case', zone: ZONE, rule: 'FREQ=WEEKLY', dates, title: 'Case consultation', from, minutes: 90, room: null,
		link: 'https://meet.lindenhof.example/consultation', rotation: ALL.map(memberId), agenda: [...AGENDA]
	});
	const prepare = (daysAgo: number, who: string, date: string): ObjectId => {
		const notes = streamNamed(date);
		const start = `${date}T${from}`;
		const meeting = house.say(who, daysAgo, {
			type: 'consultation/plan-meeting', title: 'Case consultation', kind: 'case', start, end: wallFrom(date, minutesOf(from) + 90), zone: ZONE, room: null,
			link: 'https://meet.lindenhof.example/consultation', notes, occurrence: { series, date }
		});
		AGENDA.forEach((item, standing) => house.say(who, daysAgo, { type: 'consultation/add-item', meeting, ...item, presenter: null, order: standing === 0 ? 'B' : 'x', standing }));
		begun.set(notes, [{ heading: 'What was asked', words: 'How far does our duty to stay reach.' }, { heading: 'Ideas', words: 'Say the end early, and twice.' }]);
		return meeting;
	};
	const item = (who: string, daysAgo: number, meeting: ObjectId, part: Pick<AddItem, 'title' | 'order'> & Partial<AddItem>): ObjectId =>
		house.say(who, daysAgo, { type: 'consultation/add-item', meeting, kind: 'topic', presenter: memberId(who), minutes: 15, standing: null, ...part });
	const bring = (who: string, daysAgo: number, meeting: ObjectId, order: string, tags: AddCase['tags']): ObjectId => {
		const text = streamNamed(`case of ${who} ${daysAgo}`);
		begun.set(text, [{ heading: 'A session that will not end', words: 'How do I end without sending somebody away?' }]);
		return house.say(who, daysAgo, { type: 'consultation/add-case', meeting, minutes: 25, order, tags, confirms: { consent: true, noRecording: true, notSupervision: true }, text });
	};
	const action = (who: string, daysAgo: number, meeting: ObjectId, text: string, assignee: string | null, due: string | null): ObjectId =>
		house.say(who, daysAgo, { type: 'consultation/add-action', meeting, item: null, text, assignee: assignee === null ? null : memberId(assignee), due });

	goneMeeting(house, wall);

	const last = prepare(8, 'Dele', dates[7]!);
	const fees = item('Ben', 8, last, { title: 'Fees for missed hours', order: 'G' });
	item('Chloé', 8, last, { title: 'Our waiting list for children', order: 'P' });
	house.say('Ben', 7, { type: 'consultation/set-item-done', item: fees, done: true });
	for (const who of ['Ben', 'Chloé', 'Dele']) house.say(who, 7, { type: 'consultation/attend', meeting: last, was: 'there', minutes: who === 'Dele' ? 60 : 90 });
	house.say('Eve', 6, { type: 'consultation/attend', meeting: last, was: 'absent', minutes: 0 });
	action('Ben', 7, last, 'Ask the chamber about the new form', 'Ana', addDays(dateOf(wall(0)), -1));
	const list = action('Ben', 7, last, 'Send the reading list', 'Ben', null);
	house.say('Ben', 5, { type: 'consultation/set-action-done', action: list, done: true });
	house.say('Ben', 7, { type: 'consultation/keep-identifier', place: 'notes', meeting: last, class: 'date' });

	const today = prepare(5, 'Ben', dates[8]!);
	bring('Ana', 4, today, 'H', { age: 'adult', setting: 'office', themes: ['boundaries', 'ending'], wish: 'ideas' });
	const dele = bring('Dele', 3, today, 'M', { age: 'teenager', setting: 'school', themes: ['anxiety', 'family'], wish: 'a second look' });
	item('Chloé', 2, today, { title: 'Do we close for two weeks in August?', kind: 'decision', order: 'R' });
	for (const [who, coming] of [['Ana', 'yes'], ['Ben', 'yes'], ['Chloé', 'yes'], ['Dele', 'yes'], ['Eve', 'no']] as const) house.say(who, 1, { type: 'consultation/reply', meeting: today, coming });
	house.say('Ben', 1, { type: 'consultation/answer-case', item: dele, knows: 'no' });
	house.say('Dele', 1, { type: 'consultation/ask-swap', meeting: today, role: 'facilitator', to: memberId('Ana'), inReturn: null });
	action('Chloé', 0, today, 'Look up what the chamber says about e-mail', 'Dele', dates[9]!);

	const ethics = house.say('Chloé', 3, {
		type: 'consultation/plan-meeting', title: 'What do we owe a former client?', kind: 'ethics', start: wall(5), end: wall(5, 60), zone: ZONE, room: null, link: '', notes: streamNamed('ethics'), occurrence: null
	});
	house.say('Chloé', 3, { type: 'consultation/reply', meeting: ethics, coming: 'yes' });
	house.say('Dele', 0, { type: 'consultation/set-timer', meeting: today, item: dele, phase: 'running', totalMs: 25 * MINUTE, leftMs: 25 * MINUTE, at: Math.round(Date.now() - 4 * MINUTE) });
	return begun;
}

/** A house meeting, six weeks ago: all who were there agreed that its notes go. */
function goneMeeting(house: FakeHouse, wall: (days: number, minutes?: number) => string): void {
	const meeting = house.say('Chloé', 46, {
		type: 'consultation/plan-meeting', title: 'House meeting', kind: 'business', start: wall(-42), end: wall(-42, 60), zone: ZONE, room: null, link: '', notes: streamNamed('gone'), occurrence: null
	});
	house.say('Chloé', 46, { type: 'consultation/add-item', meeting, kind: 'decision', title: 'The new lock', presenter: memberId('Chloé'), minutes: 20, order: 'G', standing: null });
	house.say('Chloé', 42, { type: 'consultation/add-action', meeting, item: null, text: 'Hand out the keys', assignee: memberId('Chloé'), due: null });
	for (const who of ['Ana', 'Ben', 'Chloé', 'Dele']) house.say(who, 42, { type: 'consultation/attend', meeting, was: 'there', minutes: 60 });
	for (const who of ['Ana', 'Ben', 'Chloé', 'Dele']) house.say(who, 41, { type: 'consultation/agree-forget', meeting, agree: true });
	for (const who of ['Ana', 'Dele']) house.say(who, 40, { type: 'consultation/forgot-texts', texts: [streamNamed('gone')] });
}

type Commands = Pick<App, 'planMeeting' | 'planSeries' | 'prepareMeeting' | 'addCase' | 'startAgreement' | 'identifiers'>;
type Post = (ops: readonly OpInput[]) => Result<readonly ObjectId[], Failure>;

let made = 0;
const freshStream = (): StreamId => streamNamed(`made ${++made} ${Date.now()}`);

/** The app's commands, in plain ways. */
export function consultationCommands(post: Post, house: () => FakeHouse): Commands {
	const first = (written: ReturnType<Post>): Result<ObjectId, Failure> => (written.ok ? ok(written.value[0]!) : written);
	const withAgenda = (meeting: Result<ObjectId, Failure>, agenda: readonly StandingItem[]): Result<ObjectId, Failure> => {
		if (!meeting.ok || agenda.length === 0) return meeting;
		let after: string | null = null;
		const ops = agenda.map((one, standing): OpInput => {
			after = orderBetween(after, null);
			return { type: 'consultation/add-item', meeting: meeting.value, ...one, presenter: null, order: after, standing };
		});
		const added = post(ops);
		return added.ok ? meeting : added;
	};
	return {
		planMeeting: (input, agenda) =>
			Promise.resolve(withAgenda(first(post([{ type: 'consultation/plan-meeting', ...input, notes: freshStream(), occurrence: null }])), agenda)),
		planSeries: async ({ first: begin, ...input }) => {
			const found = await previewDates(input.rule, begin);
			return found === null ? { ok: false, error: failure('BadInput') } : first(post([{ type: 'consultation/plan-series', ...input, dates: [...found.dates] }]));
		},
		prepareMeeting: (series, date) => {
			const { consultation } = house().lens().state;
			const known = consultation.meetingsByOccurrence.get(`${series}@${date}`)?.[0];
			const found = consultation.series.get(series);
			if (known !== undefined) return Promise.resolve(ok(known));
			if (found === undefined) return Promise.resolve({ ok: false, error: failure('Unexpected') });
			const { title, from, minutes, room, link, agenda } = versionOn(found, date);
			const facts = { title, kind: found.kind, zone: found.zone, room, link, start: `${date}T${from}`, end: wallFrom(date, minutesOf(from) + minutes) };
			return Promise.resolve(withAgenda(first(post([{ type: 'consultation/plan-meeting', ...facts, notes: freshStream(), occurrence: { series, date } }])), agenda));
		},
		addCase: (input) => Promise.resolve(first(post([{ type: 'consultation/add-case', ...input, text: freshStream() }]))),
		startAgreement: (title) => Promise.resolve(first(post([{ type: 'consultation/start-agreement', title, text: freshStream() }]))),
		identifiers: identifiers()
	};
}

function identifiers(): Commands['identifiers'] {
	let words = { flag: [] as readonly string[], pass: [] as readonly string[] };
	return {
		check: async (text) => {
			const { check } = await import('$lib/identifiers/check');
			return check(text, {
				ownNames: ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve', 'Farah', 'Lindenhof', 'Studio'], privateWords: words.flag, passWords: words.pass, today: dateOf(wallAt(Date.now(), ZONE)), language: 'en', region: 'DE'
			});
		},
		words: () => Promise.resolve(words),
		setWords: (next) => {
			words = next;
			return Promise.resolve(ok(undefined));
		}
	};
}
