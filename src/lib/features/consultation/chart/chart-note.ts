/**
 * A presenter's own record of a consultation: what it begins with, and how it reads as a text. Pure; knows no log and no
 * disk. Carries CON69.
 */
import type { AttendanceView, MeetingView } from '$crdt/domain/consultation/views';
import { dateOf, fullDate } from '$lib/ui/times';
import { MEETING_KINDS } from '../meeting-words';

export interface ChartNote {
	/** YYYY-MM-DD */
	date: string;
	kind: string;
	/** Disciplines only, never names. */
	withWhom: string;
	question: string;
	suggested: string;
	decided: string;
}

/** The fields that somebody writes, in the order of the text. */
export const NOTE_FIELDS = [
	['question', 'The question', 'What you asked your colleagues.'],
	['suggested', 'What was suggested', 'Their thoughts in your words, without who said what.'],
	['decided', 'What I decided, and why', 'The decision is yours: consultation informs it.']
] as const satisfies readonly (readonly [keyof ChartNote, string, string])[];

export const emptyNote = (): ChartNote => ({ date: '', kind: '', withWhom: '', question: '', suggested: '', decided: '' });

/** What is known already: the day, what kind of meeting, which disciplines were there. */
export const noteFrom = (meeting: Pick<MeetingView, 'start' | 'kind' | 'attendance'>): ChartNote => ({
	...emptyNote(),
	date: dateOf(meeting.start),
	kind: MEETING_KINDS[meeting.kind],
	withWhom: disciplinesOf(meeting.attendance)
});

/** "Psychologist (2), social worker": of those who signed that they were there, before anybody has, of those who said they come; myself left out. */
export function disciplinesOf(attendance: readonly Pick<AttendanceView, 'isMe' | 'was' | 'reply' | 'discipline'>[]): string {
	const others = attendance.filter((one) => !one.isMe);
	const signed = others.filter((one) => one.was === 'there');
	const there = signed.length > 0 ? signed : others.filter((one) => one.reply === 'yes' && one.was !== 'absent');
	const counts = new Map<string, { readonly said: string; readonly count: number }>();
	for (const { discipline } of there) {
		const said = discipline.trim() === '' ? 'Colleague' : discipline.trim();
		const key = said.toLowerCase();
		counts.set(key, { said: counts.get(key)?.said ?? said, count: (counts.get(key)?.count ?? 0) + 1 });
	}
	return [...counts.values()]
		.sort((a, b) => b.count - a.count || (a.said < b.said ? -1 : 1))
		.map(({ said, count }) => (count === 1 ? said : `${said} (${count})`))
		.join(', ');
}

/** Has anything been written by hand that would be gone? */
export const isNoted = (note: ChartNote, from: ChartNote): boolean => (Object.keys(from) as (keyof ChartNote)[]).some((key) => note[key].trim() !== from[key].trim());

/** Headings and words, those left empty left out. */
export function sectionsOf(note: ChartNote): readonly { readonly heading: string; readonly words: string }[] {
	const all = [
		{ heading: 'Date', words: /^\d{4}-\d{2}-\d{2}$/.test(note.date) ? fullDate(note.date) : '' },
		{ heading: 'Kind of meeting', words: note.kind },
		{ heading: 'With', words: note.withWhom },
		...NOTE_FIELDS.map(([key, heading]) => ({ heading, words: note[key] }))
	];
	return all.map(({ heading, words }) => ({ heading, words: words.trim() })).filter(({ words }) => words !== '');
}

export const noteText = (note: ChartNote): string =>
	`Peer consultation\n\n${sectionsOf(note).map(({ heading, words }) => `${heading}\n${words.replace(/\r\n?/g, '\n')}\n`).join('\n')}`;

/** Says nothing of what is in it but the day. */
export const noteFileName = (note: ChartNote): string => `consultation-note${/^\d{4}-\d{2}-\d{2}$/.test(note.date) ? `-${note.date}` : ''}.txt`;
