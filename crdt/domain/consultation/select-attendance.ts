/** Who comes, who was there, and how many hours that makes in a year. Pure. Carries CON20, CON21, CON24. */
import type { MemberId } from '../../../crypto/base';
import { dateOfLens } from '../dates';
import type { Lens } from '../lens';
import { byStart, compare, occasionsOf } from './occasions';
import type { Meeting } from './state';
import type { AttendanceView, HoursRow, HoursView } from './views';

/** Members of now, without those who came after it was over, and whoever else said something of this meeting; by name. */
export function attendanceOf(lens: Lens, meeting: Meeting): readonly AttendanceView[] {
	const seated = lens.state.membership.seated.map(({ memberId }) => memberId).filter((member) => hadCome(lens, member, meeting));
	const members = new Set([...seated, ...meeting.replies.keys(), ...meeting.attendance.keys()]);
	return [...members].map((member) => attendanceView(lens, meeting, member)).sort((a, b) => compare(a.name, b.name) || compare(a.member, b.member));
}

/** By day, on the meeting's wall: whoever came on the very day may have been there. */
function hadCome(lens: Lens, member: MemberId, { end, zone }: Meeting): boolean {
	const since = lens.state.membership.members.get(member)?.since ?? 0;
	return dateOfLens(lens, zone)(since) <= end.slice(0, 10);
}

function attendanceView(lens: Lens, meeting: Meeting, member: MemberId): AttendanceView {
	const signed = meeting.attendance.get(member);
	const was = signed === undefined || signed.value.was === 'unsaid' ? null : signed.value.was;
	const profile = lens.state.membership.members.get(member)?.profile;
	return {
		member, name: lens.nameOf(member), isMe: member === lens.me, was,
		discipline: profile?.discipline ?? '',
		licence: profile?.licence ?? '',
		reply: meeting.replies.get(member)?.value ?? null,
		minutes: signed?.value.minutes ?? 0,
		signedAt: was === null ? null : (signed?.at ?? null)
	};
}

/** By the year of the meeting's start on its wall. Earliest first; of cancelled meetings nothing. `member` null: everybody. */
export function selectHours(lens: Lens, year: number, member: MemberId | null): HoursView {
	const prefix = `${String(year).padStart(4, '0')}-`;
	const rows = occasionsOf(lens.state.consultation)
		.all.filter(({ start, off, meeting }) => start.startsWith(prefix) && !off && meeting !== null)
		.sort(byStart)
		.flatMap(({ meeting }) => rowsOf(lens, meeting!, member));
	const members = [...new Set(rows.map((row) => row.member))];
	const byMember = members.map((each) => {
		const own = rows.filter((row) => row.member === each);
		const licence = lens.state.membership.members.get(each)?.profile.licence ?? '';
		return { member: each, name: lens.nameOf(each), licence, meetings: own.length, minutes: own.reduce((sum, { minutes }) => sum + minutes, 0) };
	});
	return { year, rows, byMember: byMember.sort((a, b) => compare(a.name, b.name) || compare(a.member, b.member)) };
}

function rowsOf(lens: Lens, { id, title, kind, start, attendance }: Meeting, wanted: MemberId | null): readonly HoursRow[] {
	return [...attendance]
		.filter(([member, { value }]) => value.was === 'there' && (wanted === null || member === wanted))
		.map(([member, { value, at, entry }]) => ({
			member, name: lens.nameOf(member), meeting: id, title, kind, start, minutes: value.minutes, signedAt: at, heldBy: lens.heldBy(entry).length
		}))
		.sort((a, b) => compare(a.name, b.name) || compare(a.member, b.member));
}
