/** The dates of a repeating booking: those to be shown before it is posted, and those to be added to one without an end. */
import { loadExpand, type Expand } from '$lib/recurrence/expand';
import { parseRule, ruleText } from '$lib/recurrence/rule';
import type { ObjectId } from '$crypto/base';
import { planSeries } from '$crdt/domain/calendar/plan-series';
import { extendableBy, isExtendable, lastDate } from '$crdt/domain/calendar/series';
import { everything, type CalendarState, type Series } from '$crdt/domain/calendar/state';
import type { Lens } from '$crdt/domain/lens';
import type { OpInput } from '$crdt/domain/op';
import { addDays } from '$crdt/domain/wall-time';

/** Of a series without an end, what lies this far ahead is written at once; the owner's voice adds to it in time. */
const AHEAD_DAYS = 366;
/** Extended before less than this lies ahead, so about four times a year. */
const AT_LEAST_AHEAD_DAYS = 300;
const EXTENDED_TO_DAYS = 396;
/** Ops of one entry; the rest comes with the next. */
const MOST_AT_ONCE = 20;

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

export interface SeriesExtender {
	/** What this device should write now so that about a year of each of its owner's series without an end lies ahead. */
	due(lens: Lens): Promise<readonly OpInput[]>;
}

/** Asks about a series at most once a day: where nothing can be added, nothing is written, and it looks again tomorrow. */
export function createSeriesExtender(): SeriesExtender {
	const askedOn = new Map<ObjectId, string>();
	return {
		async due(lens) {
			const wanted = thoseToExtend(lens).filter(({ id }) => askedOn.get(id) !== lens.today).slice(0, MOST_AT_ONCE);
			if (wanted.length === 0) return [];
			const expand = await loadExpand();
			return wanted.flatMap((series) => {
				askedOn.set(series.id, lens.today);
				const dates = datesToAdd(lens, series, expand);
				return dates.length === 0 ? [] : [{ type: 'calendar/extend-series' as const, series: series.id, dates: [...dates] }];
			});
		}
	};
}

/** Mine that go on, and of which too little lies ahead; quick to ask when there is nothing to do (CAL44). */
function thoseToExtend({ state: { calendar }, me, today }: Lens): readonly Series[] {
	const soon = addDays(today, AT_LEAST_AHEAD_DAYS);
	return [...calendar.series.values()].filter(
		(series) =>
			series.owner === me &&
			isOpenEnded(series.rule) &&
			isExtendable(series) &&
			lastDate(series, everything) < soon &&
			liesAhead(calendar, series, today) &&
			(calendar.rooms.get(series.room)?.retiredBy.length ?? 1) === 0
	);
}

/** Cancelled or given away as far as it reaches, a series is over, whatever its rule says (CAL63). */
const liesAhead = (calendar: CalendarState, { runs }: Series, today: string): boolean =>
	runs.some(({ ids, dates }) => ids.some((id, index) => (dates[index] ?? '') >= today && calendar.bookings.get(id)?.cancelledBy.length === 0));

const isOpenEnded = (rule: string): boolean => !/;(COUNT|UNTIL)=/.test(rule);

/** Empty where nothing fits or nothing would be free: an op that the rules refuse is not written. */
function datesToAdd(lens: Lens, series: Series, expand: Expand): readonly string[] {
	const [first] = series.runs[0]?.dates ?? [];
	if (first === undefined) return [];
	const { rule, room, from, minutes, standing } = series;
	const expanded = expand({ rule, first, after: lastDate(series, everything), through: addDays(lens.today, EXTENDED_TO_DAYS) });
	if (!expanded.ok) return [];
	const dates = extendableBy(lens.state.calendar, series, expanded.value.dates.filter((date) => date > lens.today), lens.now);
	const planned = planSeries(lens, { room, date: first, from, minutes, rule, standing, replaces: null }, dates);
	return planned.some(({ refusal }) => refusal === null) ? dates : [];
}
