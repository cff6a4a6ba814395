/** Everything the fold knows: one immutable value, the same on every device that holds the same entries. */
import type { EntryId } from '../../crypto/base';
import type { CalendarState } from './calendar/state';
import type { ConsultationState } from './consultation/state';
import type { LedgerState } from './ledger/state';
import type { MembershipState } from './membership/state';
import type { ProposalsState } from './proposals/state';

export interface UnknownSeen {
	readonly entry: EntryId;
	readonly claimedType: string;
}

export interface State {
	/** Which set of rules judged this; a higher one counts only from the decision that adopts it. */
	readonly rulesVersion: 1;
	readonly membership: MembershipState;
	readonly proposals: ProposalsState;
	readonly calendar: CalendarState;
	readonly ledger: LedgerState;
	readonly consultation: ConsultationState;
	/** Entries folded. */
	readonly entries: number;
	/** Ops of a type or version this build does not know: kept, without effect ("update the app"). */
	readonly unknownOps: number;
	/** The first of them, by total order. */
	readonly firstUnknown: UnknownSeen | null;
}
