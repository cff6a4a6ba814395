/**
 * What a selector may look through: the folded state and who is looking, where, and when. Only views take a lens; rules
 * and folds never do. Everything here is given by the caller, so that views stay pure.
 */
import type { DeviceId, EntryId, MemberId } from '../../crypto/base';
import type { InstantOf } from './calendar/expand';
import type { State } from './state';

export interface Lens {
	readonly state: Pick<State, 'calendar' | 'ledger' | 'consultation' | 'membership' | 'proposals' | 'unknownOps'>;
	readonly me: MemberId;
	readonly device: DeviceId;
	/** Milliseconds since 1970 by this device's own clock. */
	readonly now: number;
	/** The collective's date: YYYY-MM-DD. */
	readonly today: string;
	/** The collective's wall time: YYYY-MM-DDTHH:MM. */
	readonly nowWall: string;
	/** The members whose logs causally include the entry. */
	heldBy(entry: EntryId): readonly MemberId[];
	nameOf(member: MemberId): string;
	/** What a wall time means, for display only; where it is missing, every wall is taken for that of Greenwich. */
	readonly instantOf?: InstantOf;
	/** The newest entry of a member's devices known here; where it is missing, screens fall back to the admission. */
	latestOf?(member: MemberId): EntryId | null;
}
