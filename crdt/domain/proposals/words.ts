/**
 * Words for sentences about proposals: names in a row, days as people say them, answers and options. Pure; knows no zone and no
 * locale but the house's own (English, day first, 24 hours).
 */
import { assertNever, type MemberId } from '../../../crypto/base';
import { parseDate, wallTimeOf, weekdayOf } from '../wall-time';
import type { Ballot, Method, Position } from './method';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
	'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'
] as const;

/** "Ben, Chloé and Dele"; of many, the first few; "nobody" where there are none. */
export function listed(names: readonly string[]): string {
	if (names.length === 0) return 'nobody';
	if (names.length === 1) return names[0] ?? '';
	if (names.length > 5) return `${names.slice(0, 4).join(', ')} and ${names.length - 4} others`;
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] as const;

/** "one block", "two blocks", "13 blocks" */
export const counted = (count: number, one: string, many = `${one}s`): string => `${NUMBERS[count] ?? count} ${count === 1 ? one : many}`;

/** "today", "tomorrow", "yesterday", "Tuesday" within six days to either side, else "3 June", with the year where it is another. */
export function sayDay(date: string, today: string): string {
	const day = parseDate(date.slice(0, 10));
	const now = parseDate(today.slice(0, 10));
	if (day === null || now === null) return date;
	const away = day - now;
	if (away === 0) return 'today';
	if (away === 1) return 'tomorrow';
	if (away === -1) return 'yesterday';
	if (Math.abs(away) <= 6) return WEEKDAYS[weekdayOf(day) - 1] ?? date;
	return plainDate(date, today);
}

/** "3 June", with the year where it is another. */
export function plainDate(date: string, today: string): string {
	const year = date.slice(0, 4);
	return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}${year === today.slice(0, 4) ? '' : ` ${year}`}`;
}

/** At the start of a sentence: "On Tuesday at 18:00", "Today at 18:00", "On 3 June at 18:00". */
export function onDay(wall: string, today: string): string {
	const day = sayDay(wall, today);
	const isWord = day === 'today' || day === 'tomorrow' || day === 'yesterday';
	return `${isWord ? capital(day) : `On ${day}`} at ${wall.slice(11, 16)}`;
}

/** Wall time in Greenwich, where nobody said which zone. */
export const wallInGreenwich = (instant: number): string => wallTimeOf(Math.floor(instant / 60_000));

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const POSITIONS: Readonly<Record<Position, string>> = {
	agree: 'agree',
	reservations: 'agree with reservations',
	'stand-aside': 'stand aside',
	block: 'block',
	'more-time': 'need more time',
	abstain: 'abstain',
	object: 'object',
	disagree: 'disagree',
	heard: 'heard'
};

export const positionWords = (position: Position): string => POSITIONS[position];

/** What one chooses among, as it is read; empty where the method has no options. */
export function optionWords(method: Method, today: string): readonly string[] {
	if ('options' in method) return method.options;
	return method.kind === 'time' ? method.slots.map((slot) => slotWords(slot, today)) : [];
}

/** "Tue 3 June, 18:00–19:30" */
export function slotWords({ start, end }: { readonly start: string; readonly end: string }, today: string): string {
	const day = (wall: string): string => `${weekdayWord(wall)} ${plainDate(wall, today)}`;
	const until = start.slice(0, 10) === end.slice(0, 10) ? end.slice(11, 16) : `${day(end)}, ${end.slice(11, 16)}`;
	return `${day(start)}, ${start.slice(11, 16)}–${until}`;
}

function weekdayWord(wall: string): string {
	const day = parseDate(wall.slice(0, 10));
	return day === null ? '' : (WEEKDAYS[weekdayOf(day) - 1] ?? '').slice(0, 3);
}

/** An answer in a few words, as its author would give it: "stand aside", "Blue and Green", "as Bea answers". */
export function ballotWords(ballot: Ballot, method: Method, today: string, nameOf: (member: MemberId) => string): string {
	const labels = optionWords(method, today);
	const label = (at: number): string => labels[at] ?? `option ${at + 1}`;
	switch (ballot.kind) {
		case 'position':
			return positionWords(ballot.position);
		case 'scale':
			return `${ballot.level} of 5`;
		case 'options':
			return ballot.chosen.length === 0 ? 'none of them' : listed(ballot.chosen.map(label));
		case 'points':
			return ballot.points.map((points, at) => `${label(at)} ${points}`).join(', ');
		case 'ranking':
			return ballot.order.map((option, at) => `${at + 1}. ${label(option)}`).join(', ');
		case 'times':
			return `yes to ${ballot.answers.filter((each) => each === 'yes').length} of ${ballot.answers.length} times`;
		case 'proxy':
			return `as ${nameOf(ballot.to)} answers`;
		case 'sealed':
			return 'a sealed answer';
		default:
			return assertNever(ballot);
	}
}
