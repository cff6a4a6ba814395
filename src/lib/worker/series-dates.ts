/** The dates of a repeating booking: those to be shown before it is posted, and those to be added to one without an end. */
import { loadExpand, type Expand } from '$lib/recurrence/expand';
import { parseRule, ruleText } from '$lib/recurrence/rule';
import type { MemberId } from '$crypto/base';
import { everything, type CalendarState } from '$crdt/domain/calendar/state';
import { isExtendable, lastDate } from '$crdt/domain/calendar/series';
import type { OpInput } from '$crdt/domain/op';
import { addDays } from '$crdt/domain/wall-time';

/** Of a series without an end, what lies this far ahead is written at once; the owner's voice adds to it in time. */
const AHEAD_DAYS = 366;
/** Extended before less than this lies ahead, so about four times a year. */
const AT_LEAST_AHEAD_DAYS = 300;
const EXTENDED_TO_DAYS = 396;

export interface PreviewDates {
	/** As it is kept. */
	readonly rule: string;
	readonly dates: readonly string[];
	readonly openEnded: boolean;
}

/** Null: the rule cannot be read, or nothing fits it. */
export async function previewDates(rule: string, first: string): Promise<PreviewDates | null> {
	const parsed = parseRule(rule);
	if (!parsed.ok) return null;
	const openEnded = parsed.value.until === null && parsed.value.count === null;
	const expand = await loadExpand();
	const text = ruleText(parsed.value);
	const through = openEnded ? addDays(first, AHEAD_DAYS - 1) : null;
	const expanded = expand({ rule: text, first, through });
	return expanded.ok && expanded.value.dates.length > 0 ? { rule: text, dates: expanded.value.dates, openEnded } : null;
}

/** Series of a member that go on, and of which too little lies ahead; quick to ask when there is nothing to do (CAL44). */
function thoseToExtend(calendar: CalendarState, owner: MemberId, today: string) {
	const soon = addDays(today, AT_LEAST_AHEAD_DAYS);
	return [...calendar.series.values()].filter(
		(series) =>
			series.owner === owner &&
			!/(^|;)(COUNT|UNTIL)=/.test(series.rule) &&
			isExtendable(series) &&
			lastDate(series, everything) < soon &&
			(calendar.rooms.get(series.room)?.retiredBy.length ?? 1) === 0
	);
}

/** What the owner's voice should write now so that about a year of each series without an end lies ahead. */
export async function extensionsDue(calendar: CalendarState, owner: MemberId, today: string): Promise<readonly OpInput[]> {
	const wanted = thoseToExtend(calendar, owner, today);
	if (wanted.length === 0) return [];
	const expand: Expand = await loadExpand();
	return wanted.flatMap((series) => {
		const first = series.runs[0]?.dates[0];
		if (first === undefined) return [];
		const after = lastDate(series, everything);
		const expanded = expand({ rule: series.rule, first, after, through: addDays(today, EXTENDED_TO_DAYS) });
		const dates = expanded.ok ? expanded.value.dates.filter((date) => date > today) : [];
		return dates.length === 0 ? [] : [{ type: 'calendar/extend-series' as const, series: series.id, dates: [...dates] }];
	});
}
