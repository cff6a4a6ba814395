/**
 * A repeating booking before it is posted: each date, and what stands in its way. Tries the dates one after another on a
 * draft of the calendar as the fold would (CAL41), so that quotas count what comes before. Pure; dates are given.
 */
import type { EntryId, ObjectId } from '../../../crypto/base';
import type { RuleContext } from '../context';
import type { Lens } from '../lens';
import { MINUTES_A_DAY, parseDate, wallTimeOf } from '../wall-time';
import { draftOf } from './draft';
import { floatingInstant } from './expand';
import { alternativesNear } from './free-times';
import { checkSpan, place, rollFor } from './occurrence';
import { refusalView } from './refusal';
import { withFirstRoll } from './roll';
import { minutesOf, usableRoom } from './room-rules';
import { resolve } from './selection';
import { everything } from './state';
import { viewerOf } from './viewer';
import type { PlannedDate, RefusalView, SeriesDraft } from './views';

/** Alternatives are offered for the first so many clashes; the rest is the same question again. */
const MOST_ALTERNATIVES = 40;

/** @param dates real ones, ascending, each once. */
export function planSeries(lens: Lens, draft: SeriesDraft, dates: readonly string[]): readonly PlannedDate[] {
	const { calendar } = lens.state;
	const viewer = viewerOf(lens);
	const room = usableRoom(calendar, draft.room, everything);
	const zone = calendar.rooms.get(draft.room)?.zone ?? 'UTC';
	const instantOf = lens.instantOf ?? floatingInstant;
	const exempt = new Set(draft.replaces === null ? [] : resolve(calendar, draft.replaces, everything));
	const standing = draft.standing ?? false;
	const member = lens.state.membership.seated.find(({ memberId }) => memberId === lens.me);
	const trial = draftOf(withFirstRoll(calendar, lens.state.membership.founder ?? lens.me));
	let asked = 0;

	return dates.map((date, index) => {
		const from = (parseDate(date) ?? 0) * MINUTES_A_DAY + minutesOf(draft.from);
		const to = from + draft.minutes;
		const [start, end] = [wallTimeOf(from), wallTimeOf(to)];
		const refusal = room.ok ? checkSpan(trial, { room: room.value, from, to, standing, replaces: null, exempt }, viewer) : room.error;
		if (refusal === null && room.ok && member !== undefined) {
			place(trial, {
				id: `preview.0@${index}` as ObjectId, // never leaves this trial
				owner: lens.me, admission: member.admission, start, end, fit: { from, to, room: room.value }, purpose: 'other', note: '',
				replaces: null, series: { series: null, seriesDate: null, moved: false, standing }, roll: rollFor(trial, everything), exempt
			}, PREVIEW, everything);
		}
		const clock = instantOf(zone, start).kind;
		const view: RefusalView | null = refusal === null ? null : refusalView(lens, refusal);
		const mayAsk = view !== null && room.ok && asked++ < MOST_ALTERNATIVES;
		const alternatives = mayAsk ? alternativesNear(lens, { room: draft.room, start, end, from, to }, { exempt, standing }) : [];
		return { date, start, end, refusal: view, alternatives, clock };
	});
}

/** The entry that would be written: nothing but its name is asked for, since it knows all there is. */
const PREVIEW = { entry: { id: 'preview' as EntryId, lamport: 0 }, hash: () => '', isAncestor: () => false } as unknown as RuleContext; // `place` asks for no more
