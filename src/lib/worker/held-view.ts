/** Who has one thing on a device of theirs, by name (NET134). */
import type { EntryId, ObjectId } from '$crypto/base';
import type { HeldView } from '$lib/services/reach-types';
import type { ReachSources } from './reach-views';

export function selectHeld({ lens }: ReachSources, { id }: { readonly id: ObjectId }): HeldView {
	// an object is named by the entry that made it
	const holders = new Set(lens.heldBy(id.slice(0, id.indexOf('.')) as EntryId));
	const by: string[] = [];
	const notBy: string[] = [];
	for (const { memberId } of lens.state.membership.seated) (holders.has(memberId) ? by : notBy).push(lens.nameOf(memberId));
	const collator = new Intl.Collator();
	return { by: by.sort(collator.compare), notBy: notBy.sort(collator.compare) };
}
