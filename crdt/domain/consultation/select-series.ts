/** A series with its dates. Pure. Carries CON9 to CON12, CON15. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { compare, isOver, occasionsOf } from './occasions';
import { roleViews } from './select-roles';
import { roomNameOf, summaryOf } from './select-summary';
import { turnsAmong } from './select-turns';
import { versionOn } from './series';
import type { MeetingSeries } from './state';
import type { SeriesView } from './views';

/** Half a year of weekly meetings. */
const MOST_UPCOMING = 26;
/** In the list of all series; its own page shows all. */
const MOST_PAST_IN_LIST = 4;

/** By title, with the latest of what is past. */
export function selectAllSeries(lens: Lens): readonly SeriesView[] {
	return [...lens.state.consultation.series.values()].map((series) => seriesView(lens, series, MOST_PAST_IN_LIST)).sort((a, b) => compare(a.title, b.title) || compare(a.id, b.id));
}

export function selectSeriesById(lens: Lens, id: ObjectId): SeriesView | null {
	const series = lens.state.consultation.series.get(id);
	return series === undefined ? null : seriesView(lens, series, Number.POSITIVE_INFINITY);
}

function seriesView(lens: Lens, series: MeetingSeries, mostPast: number): SeriesView {
	const { id, entry, kind, rule, zone, plannedBy, endsAt } = series;
	const dates = occasionsOf(lens.state.consultation).bySeries.get(id) ?? [];
	const ahead = dates.findIndex((each) => !isOver(lens, each));
	const upcoming = ahead < 0 ? [] : dates.slice(ahead, ahead + MOST_UPCOMING);
	const gone = ahead < 0 ? dates : dates.slice(0, ahead);
	const { title, from, minutes, room, link, rotation, agenda } = versionOn(series, upcoming[0]?.date ?? lens.today);
	return {
		id, entry, title, kind, rule, from, minutes, zone, room, link, agenda, endsAt,
		roomName: roomNameOf(lens, room),
		plannedByName: lens.nameOf(plannedBy),
		rotation: rotation.map((member) => ({ member, name: lens.nameOf(member) })),
		upcoming: upcoming.map((each) => ({ ...summaryOf(lens, each), skipped: each.skipped, roles: roleViews(lens, each) })),
		past: gone.filter(({ meeting }) => meeting !== null).reverse().slice(0, mostPast).map((each) => summaryOf(lens, each)),
		turns: turnsAmong(lens, dates, null)
	};
}
