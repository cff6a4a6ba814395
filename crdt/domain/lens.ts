/**
 * What a selector may look through: the folded state and who is looking, where, and when. Only views take a lens; rules
 * and folds never do. Everything here is given by the caller, so that views stay pure.
 */
import type { DeviceId, EntryId, MemberId, ObjectId } from '../../crypto/base';
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
	/** What the wall of whoever looks shows at an instant, for sentences; where it is missing, the wall of Greenwich. */
	wallOf?(instant: number): string;
	/** Claimed time of the newest thing any device of a member wrote, its own included; null: nothing yet. */
	heardAt?(member: MemberId): number | null;
	/** Members this device knew when it received a proposal, whom that leaves out, so that it does not close by itself (PRO27). */
	leavesOut?(proposal: ObjectId): readonly MemberId[];
	/** This device keeps a sealed answer of mine that it can open. */
	holdsSealed?(proposal: ObjectId): boolean;
}
