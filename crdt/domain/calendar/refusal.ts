/** Why something cannot be booked, for the person: the rule in words, who is in the way, and who set the rule. Pure. */
import type { Refusal } from '../context';
import type { Lens } from '../lens';
import { checkOccurrence, type OccurrenceRefusal } from './occurrence';
import { decisionView } from './select-rooms';
import { viewerOf } from './viewer';
import type { BookingDraft, RefusalView } from './views';

/** Why this could not be booked now, before anybody presses anything; null: it can. */
export function selectRefusal(lens: Lens, draft: BookingDraft): RefusalView | null {
	const checked = checkOccurrence(lens.state.calendar, draft, viewerOf(lens));
	return checked.ok ? null : refusalView(lens, checked.error);
}

export function refusalView(lens: Lens, { rule, reason, setBy, blockedBy }: OccurrenceRefusal): RefusalView {
	const other = blockedBy === undefined ? undefined : lens.state.calendar.bookings.get(blockedBy);
	return {
		rule,
		reason,
		blockedBy: other === undefined ? null : { id: other.id, ownerName: lens.nameOf(other.owner), mine: other.owner === lens.me, start: other.start, end: other.end },
		setBy: setBy === undefined ? null : setByView(lens, setBy)
	};
}

/** The decision; or else the member who said it, with the room's name as the title. */
function setByView(lens: Lens, { decision, entry }: NonNullable<Refusal['setBy']>): RefusalView['setBy'] {
	const version = entry === null ? undefined : versionOf(lens, entry);
	const decided = decision === null ? null : decisionView(lens, decision);
	if (decided !== null) return { ...decided, byName: version === undefined ? '' : lens.nameOf(version.by) };
	if (version === undefined) return null;
	return { decision: null, title: version.description.name, byName: lens.nameOf(version.by), at: version.at };
}

function versionOf(lens: Lens, entry: NonNullable<NonNullable<Refusal['setBy']>['entry']>) {
	for (const { versions } of lens.state.calendar.rooms.values()) {
		const found = versions.find((version) => version.entry === entry);
		if (found !== undefined) return found;
	}
	return undefined;
}
