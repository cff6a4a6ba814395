/**
 * Meetings as they are begun on this device: a text stream with a key of its own, then the facts in the log, then the items to begin
 * with. Knows the open collective; no screen. Carries TXT20, CON13.
 */
import { err, ok, type ObjectId, type Result } from '$crypto/base';
import { occurrenceKey } from '$crdt/domain/consultation/lookups';
import type { StandingItem } from '$crdt/domain/consultation/ops';
import { orderBetween } from '$crdt/domain/consultation/order';
import { versionOn } from '$crdt/domain/consultation/series';
import type { Meeting, MeetingSeries } from '$crdt/domain/consultation/state';
import { currentDevices } from '$crdt/domain/membership/state';
import type { OpInput } from '$crdt/domain/op';
import { parseWallTime, wallTimeOf } from '$crdt/domain/wall-time';
import { failure, type Failure } from '$lib/errors';
import type { Engine } from './engine';
import { appendFailure } from './failures';
import { guarded } from './guarded';
import type { Running } from './running';
import { previewDates } from './series-dates';

type Methods = Pick<Engine, 'planMeeting' | 'planSeries' | 'prepareMeeting'>;
type Plan = Omit<Extract<OpInput, { type: 'consultation/plan-meeting' }>, 'type' | 'notes'>;
type Open = Running['open'];

export function createMeetings(running: () => Running): Methods {
	/** Dates that are being prepared: asked for twice at once, they are prepared once. */
	const preparing = new Map<string, Promise<Result<ObjectId, Failure>>>();

	async function begin(open: Open, plan: Plan, items: readonly StandingItem[], isStanding: boolean): Promise<Result<ObjectId, Failure>> {
		const recipients = currentDevices(open.state().membership).map(({ slot, boxKey }) => ({ slot, boxKey }));
		const stream = await open.texts.create(recipients);
		if (!stream.ok) return err(appendFailure(stream.error));
		const posted = await open.post([{ type: 'consultation/plan-meeting', ...plan, notes: stream.value }]);
		const [id] = posted.ok ? posted.value : [];
		if (!posted.ok || id === undefined) return err(posted.ok ? failure('Unexpected') : posted.error);
		await addItems(open, id, items, isStanding);
		return ok(id);
	}

	/** The meeting of that date if there is one; one that was begun here and broken off before its items gets them now. */
	async function prepare(open: Open, seriesId: ObjectId, date: string): Promise<Result<ObjectId, Failure>> {
		const { consultation } = open.state();
		const series = consultation.series.get(seriesId);
		if (series === undefined) return err(failure('Refused', 'The series is not known here yet.'));
		const [known] = consultation.meetingsByOccurrence.get(occurrenceKey({ series: seriesId, date })) ?? [];
		const meeting = known === undefined ? undefined : consultation.meetings.get(known);
		const { agenda } = versionOn(series, date);
		if (meeting === undefined) return begin(open, planOf(series, date), agenda, true);
		if (isUnfinished(meeting, open)) await addItems(open, meeting.id, agenda, true);
		return ok(meeting.id);
	}

	return {
		planMeeting: (input, agenda) => guarded(() => begin(running().open, { ...input, occurrence: null }, agenda, false)),
		planSeries: ({ first, ...input }) =>
			guarded(async () => {
				const expanded = await previewDates(input.rule, first);
				if (expanded === null) return err(failure('Refused', 'No date fits that.'));
				const { rule, dates } = expanded;
				const posted = await running().open.post([{ type: 'consultation/plan-series', ...input, rule, dates: [...dates] }]);
				const [id] = posted.ok ? posted.value : [];
				return posted.ok && id !== undefined ? ok(id) : err(posted.ok ? failure('Unexpected') : posted.error);
			}),
		prepareMeeting(series, date) {
			const { open } = running();
			const key = `${open.id} ${occurrenceKey({ series, date })}`;
			const asked = preparing.get(key) ?? guarded(() => prepare(open, series, date)).finally(() => preparing.delete(key));
			preparing.set(key, asked);
			return asked;
		}
	};
}

function planOf(series: MeetingSeries, date: string): Plan {
	const { title, from, minutes, room, link } = versionOn(series, date);
	const start = `${date}T${from}`;
	const end = wallTimeOf((parseWallTime(start) ?? 0) + minutes);
	return { title, kind: series.kind, start, end, zone: series.zone, room, link, occurrence: { series: series.id, date } };
}

function isUnfinished(meeting: Meeting, open: Open): boolean {
	const { items } = open.state().consultation;
	return meeting.plannedBy === open.me && meeting.cancelledBy.length === 0 && !meeting.items.some((id) => items.get(id)?.standing != null);
}

/** One after the other. The meeting is there even where the disk refuses these; they can be written by hand. */
async function addItems(open: Open, meeting: ObjectId, items: readonly StandingItem[], isStanding: boolean): Promise<void> {
	let order: string | null = null;
	const ops: OpInput[] = [];
	for (const [at, { kind, title, minutes }] of items.entries()) {
		order = orderBetween(order, null);
		ops.push({ type: 'consultation/add-item', meeting, kind, title, presenter: null, minutes, order, standing: isStanding ? at : null });
	}
	if (ops.length > 0) await open.post(ops);
}
