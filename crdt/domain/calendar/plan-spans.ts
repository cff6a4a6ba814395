/**
 * Many bookings of one room before any is posted: each span, and what stands in its way. Tries them one after another on a draft
 * of the calendar as the fold would, so that later ones feel the earlier (overlaps, quotas). Pure.
 */
import type { EntryId, ObjectId } from '../../../crypto/base';
import type { RuleContext } from '../context';
import type { Lens } from '../lens';
import { parseWallTime } from '../wall-time';
import { draftOf } from './draft';
import { checkSpan, place, rollFor } from './occurrence';
import { refusalView } from './refusal';
import { withFirstRoll } from './roll';
import { usableRoom } from './room-rules';
import { everything } from './state';
import { viewerOf } from './viewer';
import type { RefusalView } from './views';

export interface SpansDraft {
	readonly room: ObjectId;
	/** Wall times of the room; `end` exclusive. */
	readonly spans: readonly { readonly start: string; readonly end: string }[];
}

/** One answer for each span, null where it can be booked. More than `MAX_SPANS` are not looked at: they get no answer. */
export function planSpans(lens: Lens, draft: SpansDraft): readonly (RefusalView | null)[] {
	const { calendar, membership } = lens.state;
	const viewer = viewerOf(lens);
	const room = usableRoom(calendar, draft.room, everything);
	const member = membership.seated.find(({ memberId }) => memberId === lens.me);
	const trial = draftOf(withFirstRoll(calendar, membership.founder ?? lens.me));
	const exempt = new Set<ObjectId>();
	return draft.spans.slice(0, MAX_SPANS).map(({ start, end }, index) => {
		const [from, to] = [parseWallTime(start), parseWallTime(end)];
		if (!room.ok) return refusalView(lens, room.error);
		if (from === null || to === null) return { rule: 'CAL4', reason: 'This is no time.', blockedBy: null, setBy: null };
		const refusal = checkSpan(trial, { room: room.value, from, to, standing: false, replaces: null, exempt }, viewer);
		if (refusal !== null) {
			const view = refusalView(lens, refusal);
			// in the way stands one of these spans: it has no page that could be opened yet
			return refusal.blockedBy?.startsWith(TRIAL) ? { ...view, reason: 'It overlaps with an earlier booking of this list.', blockedBy: null } : view;
		}
		if (member !== undefined)
			place(trial, {
				id: `${TRIAL}${index}` as ObjectId, // never leaves this trial
				owner: lens.me, admission: member.admission, start, end, fit: { from, to, room: room.value }, purpose: 'other', note: '',
				replaces: null, series: { series: null, seriesDate: null, moved: false, standing: false }, roll: rollFor(trial, everything), exempt
			}, PREVIEW, everything);
		return null;
	});
}

const MAX_SPANS = 20_000;
const TRIAL = 'list.0@';
/** The entry that would be written: nothing but its name is asked for, since it knows all there is. */
const PREVIEW = { entry: { id: 'list' as EntryId, lamport: 0 }, hash: () => '', isAncestor: () => false } as unknown as RuleContext; // `place` asks for no more
