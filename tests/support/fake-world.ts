/** Meetings of a sample collective for looking at screens: five clinicians. Plain data, no rules. Everything else: fake-story.ts, fake-book.ts, fake-bookings.ts. */
import type { EntryId, ObjectId, StreamId } from '$crypto/base';
import type { ItemView, MeetingSummary } from '$crdt/domain/consultation/views';
import { memberId } from './fake-house';

const DAY = 24 * 3_600_000;
export const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'] as const;
export { memberId };

let serial = 0;
// sample ids only have to look the part
const hash = (seed: string) => (seed + '_'.repeat(43)).slice(0, 43);
export const newId = (): ObjectId => `${hash(`made-${++serial}`)}.0` as ObjectId;
const entryOf = (id: ObjectId) => id.slice(0, 43) as EntryId;

export interface Sample {
	meetings: MeetingSummary[];
	items: ItemView[];
}

export function createSample(today: string): Sample {
	const day = (offset: number) => new Date(Date.parse(`${today}T00:00Z`) + offset * DAY).toISOString().slice(0, 10);
	const at = (time: string, offset = 0) => `${day(offset)}T${time}`;

	const meetings: MeetingSummary[] = (
		[['Case consultation', 'case', at('18:00', 1), at('19:30', 1)], ['House meeting', 'business', at('12:30', 6), at('13:30', 6)], ['Case consultation', 'case', at('18:00', -13), at('19:30', -13)]] as const
	).map(([title, kind, start, end], i) => {
		const id = newId();
		return {
			id, entry: entryOf(id), title, kind, start, end, zone: 'Europe/Berlin', room: i === 1 ? null : newId(), roomName: i === 1 ? null : 'Studio',
			notes: `notes-${i}______________`.slice(0, 22) as StreamId, plannedBy: memberId('Ana'), plannedByName: i === 1 ? 'Ben' : 'Ana', mine: i !== 1, cancelled: false,
			itemCount: i === 0 ? 3 : 0, totalMinutes: i === 0 ? 75 : 0, lengthMinutes: i === 1 ? 60 : 90, heldBy: 4
		};
	});
	const items: ItemView[] = (
		[['How do I end a session that will not end?', 'case', 'Ana', 30, 0], ['Silence in the first hour', 'case', 'Dele', 30, 30], ['Summer closing', 'decision', 'Chloé', 15, 60]] as const
	).map(([title, kind, who, minutes, after], i) => {
		const id = newId();
		return {
			id, entry: entryOf(id), meeting: meetings[0]!.id, kind, title, presenter: memberId(who), presenterName: who, mine: who === 'Ana', minutes, startsAfterMinutes: after,
			order: 'FVk'.charAt(i), addedBy: memberId(who), addedByName: who, done: i === 0, heldBy: 4
		};
	});

	return { meetings, items };
}
