/** Meetings that recur, on named dates; no rule is expanded here. Rules CON9 to CON12. */
import { Set } from 'immutable';
import { ok } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseDate } from '../wall-time';
import { refused } from './lookups';
import type { Known } from './reduce';
import type { ConsultationState, MeetingSeries, SeriesVersion } from './state';

type SeriesOp = OpOf<'consultation/plan-series' | 'consultation/change-series' | 'consultation/extend-series' | 'consultation/skip-date' | 'consultation/end-series'>;
type Plan = OpOf<'consultation/plan-series' | 'consultation/change-series'>;

/** Most dates that one series keeps: weekly, that is sixty years. */
export const MOST_DATES = 3200;

export function reduceSeries(state: ConsultationState, op: SeriesOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	if (op.type === 'consultation/plan-series') return planSeries(state, op, ctx);
	const series = state.series.get(op.series);
	if (series === undefined || !known(series.entry)) return refused('CON9', 'The series is not known.');
	switch (op.type) {
		case 'consultation/change-series': {
			const wrong = wrongPlan(op, ctx);
			if (wrong !== null) return wrong;
			if (parseDate(op.since) === null) return refused('CON10', 'There is no such date.');
			return ok(withSeries(state, { ...series, versions: [...series.versions, versionOf(op, op.since, ctx)] }));
		}
		case 'consultation/extend-series': {
			const wrong = wrongDates(op.dates);
			if (wrong !== null) return wrong;
			if (op.dates[0]! < series.dates[0]!) return refused('CON11', 'A series is continued, not begun earlier.');
			const dates = [...Set(series.dates).union(op.dates)].sort();
			if (dates.length > MOST_DATES) return refused('CON11', 'The series has too many dates.');
			return ok(withSeries(state, { ...series, dates }));
		}
		case 'consultation/skip-date': {
			if (!series.dates.includes(op.date)) return refused('CON12', 'The series has no meeting on that date.');
			const skipped = op.skipped ? series.skipped.add(op.date) : series.skipped.remove(op.date);
			return ok(withSeries(state, { ...series, skipped }));
		}
		case 'consultation/end-series': {
			if (parseDate(op.since) === null) return refused('CON10', 'There is no such date.');
			const endsAt = series.endsAt !== null && series.endsAt < op.since ? series.endsAt : op.since;
			return ok(withSeries(state, { ...series, endsAt }));
		}
	}
}

function planSeries(state: ConsultationState, op: OpOf<'consultation/plan-series'>, ctx: RuleContext): Reduced<ConsultationState> {
	const wrong = wrongDates(op.dates) ?? wrongPlan(op, ctx);
	if (wrong !== null) return wrong;
	const { kind, zone, rule, dates } = op;
	return ok(
		withSeries(state, {
			id: ctx.objectId, entry: ctx.entry.id, kind, zone, rule, plannedBy: ctx.author.memberId, dates,
			versions: [versionOf(op, dates[0]!, ctx)], skipped: Set(), endsAt: null
		})
	);
}

const wrongDates = (dates: readonly string[]) =>
	dates.every((date, at) => parseDate(date) !== null && (at === 0 || dates[at - 1]! < date))
		? null
		: refused('CON9', 'The dates of a series exist, and each comes after the one before.');

function wrongPlan({ rotation }: Plan, ctx: RuleContext) {
	if (new globalThis.Set(rotation).size !== rotation.length) return refused('CON9', 'Somebody is named twice for the turns.');
	if (!rotation.every((member) => ctx.wasMember(member))) return refused('CON9', 'Somebody named for the turns has never been a member.');
	return null;
}

function versionOf(plan: Plan, since: string, ctx: RuleContext): SeriesVersion {
	const { title, from, minutes, room, link, rotation, agenda } = plan;
	return { since, entry: ctx.entry.id, title, from, minutes, room, link, rotation, agenda };
}

const withSeries = (state: ConsultationState, series: MeetingSeries): ConsultationState => ({ ...state, series: state.series.set(series.id, series) });

/** What the series says of one of its dates: of the versions that begin by then, the one said last. */
export function versionOn(series: MeetingSeries, date: string): SeriesVersion {
	for (let at = series.versions.length - 1; at > 0; at--) if (series.versions[at]!.since <= date) return series.versions[at]!;
	return series.versions[0]!;
}
