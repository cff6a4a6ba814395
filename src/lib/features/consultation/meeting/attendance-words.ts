/** Who comes, who was there, whose turn it is: in words. Pure. */
import type { AttendanceView, MeetingRole, TurnView } from '$crdt/domain/consultation/views';
import { dateOf, sayMinutes, shortDate } from '$lib/ui/times';
import { sayCount, sayList } from '$lib/ui/words';
import { ROLE_VERBS } from '../meeting-words';

export interface AttendanceGroup {
	readonly id: 'in' | 'out' | 'hoped' | 'unsaid';
	readonly title: string;
	readonly people: readonly AttendanceView[];
}

/** Before: by what they replied. From the beginning on: by what they signed; those who signed nothing stand with what they had replied. */
export function attendanceGroups(attendance: readonly AttendanceView[], hasBegun: boolean): readonly AttendanceGroup[] {
	const of = (wanted: AttendanceGroup['id']) => attendance.filter((one) => groupOf(one, hasBegun) === wanted);
	const groups: readonly AttendanceGroup[] = [
		{ id: 'in', title: hasBegun ? 'There' : 'Coming', people: of('in') },
		{ id: 'hoped', title: 'Wanted to come, not signed yet', people: of('hoped') },
		{ id: 'out', title: hasBegun ? 'Not there' : 'Not coming', people: of('out') },
		{ id: 'unsaid', title: hasBegun ? 'Not signed' : 'Not said yet', people: of('unsaid') }
	];
	return groups.filter((one) => one.people.length > 0);
}

function groupOf(one: AttendanceView, hasBegun: boolean): AttendanceGroup['id'] {
	const word = hasBegun ? (one.was === 'there' ? 'yes' : one.was === 'absent' ? 'no' : null) : one.reply;
	if (word === null) return hasBegun && one.reply === 'yes' ? 'hoped' : 'unsaid';
	return word === 'yes' ? 'in' : 'out';
}

/** "3 come, 1 does not" / "4 signed that they were there" */
export function attendanceLine(attendance: readonly AttendanceView[], hasBegun: boolean): string {
	const count = (id: AttendanceGroup['id']) => attendance.filter((one) => groupOf(one, hasBegun) === id).length;
	const [yes, no, hoped, unsaid] = [count('in'), count('out'), count('hoped'), count('unsaid')];
	if (hasBegun && yes + no === 0) return hoped > 0 ? `${hoped} wanted to come, nobody has signed yet` : 'Nobody has signed yet';
	if (hasBegun) return [`${yes} there`, ...(no > 0 ? [`${no} not`] : []), ...(hoped + unsaid > 0 ? [`${hoped + unsaid} not signed`] : [])].join(', ');
	return yes + no === 0 ? 'Nobody has said yet' : [`${yes} ${yes === 1 ? 'comes' : 'come'}`, ...(no > 0 ? [`${no} ${no === 1 ? 'does' : 'do'} not`] : []), ...(unsaid > 0 ? [`${unsaid} not said yet`] : [])].join(', ');
}

/** Who of those who come is licensed: the treatment exception speaks of licensed people. */
export function licenceLine(attendance: readonly AttendanceView[], hasBegun: boolean): string {
	const coming = attendance.filter((one) => (hasBegun && one.was !== null ? one.was === 'there' : one.reply === 'yes'));
	if (coming.length === 0) return 'Nobody has said yet that they come; here it will say who of them is licensed.';
	const name = (one: AttendanceView) => (one.isMe ? 'you' : one.name);
	const have = coming.filter((one) => one.licence.trim() !== '').map(name);
	const lack = coming.filter((one) => one.licence.trim() === '').map(name);
	if (lack.length === 0) return 'All who come have named a licence in their profile.';
	if (have.length === 0) return 'Nobody who comes has named a licence in their profile.';
	return `Of those who come, ${sayList(have)} ${have.length === 1 && have[0] !== 'you' ? 'has' : 'have'} named a licence; ${sayList(lack)} ${lack.length === 1 && lack[0] !== 'you' ? 'has' : 'have'} not.`;
}

/** "You facilitate and take notes." */
export const myRolesLine = (roles: readonly MeetingRole[]): string | null =>
	roles.length === 0 ? null : `You ${sayList(roles.map((role) => ROLE_VERBS[role]))}.`;

/** "Longest without a turn: Eve (never), Dele (3 May)." Null: nothing to tell them apart. */
export function sayTurns(turns: readonly TurnView[], today: string): string | null {
	if (turns.length < 2 || turns.every((one) => one.lastPresented === null)) return null;
	const said = turns.slice(0, 3).map((one) => `${one.isMe ? 'you' : one.name} (${one.lastPresented === null ? 'never yet' : shortDate(dateOf(one.lastPresented), today)})`);
	return `Longest without a turn: ${sayList(said)}.`;
}

/** "90 min, signed" */
export const sayThere = (one: Pick<AttendanceView, 'minutes'>, length: number): string => (one.minutes === length ? 'the whole time' : sayMinutes(one.minutes));

export const sayPeople = (count: number): string => sayCount(count, 'member');
