/**
 * What a rule may look at: the entry at hand, its own causal past, and nothing else. No clock, no viewer, no secrets.
 */
import type {
	Area, DeviceId, EntryId, EpochId, InvitationId, MemberId, ObjectId, Result, Slot
} from '../../crypto/base';
import type { CalendarRules, RoomChange } from './calendar/ops';
import type { Op } from './op';
import type { DecisionRule } from './proposals/method';
import type { BudgetLine, EmergencyRule, MeetingKind, OwnershipShare, SettingKey, SpendingBand, Subject } from './proposals/settings-ops';

/** An admitted core entry as the fold sees it: verified, opened, parsed. */
export interface LoggedEntry {
	readonly id: EntryId;
	readonly slot: Slot;
	readonly device: DeviceId;
	readonly prev: EntryId | null;
	readonly deps: readonly EntryId[];
	readonly lamport: number;
	/** The group key it was sealed under. */
	readonly epoch: EpochId;
	readonly area: Area;
	/** The author's claimed time, milliseconds. Shown and flagged, never grounds for order or rejection. */
	readonly claimedAt: number;
	/** `unknown-op` stands for a type or version this build does not know: kept, without effect. */
	readonly ops: readonly (Op | UnknownOp)[];
	/** Whether the signatures embedded in the op of the same index (join proof, device proof, evidence) verified. */
	readonly proofs: readonly boolean[];
}

export interface UnknownOp {
	readonly type: 'unknown-op';
	readonly claimedType: string;
}

export interface MemberInPast {
	readonly memberId: MemberId;
	readonly admission: EntryId;
	readonly voice: DeviceId;
	readonly devices: readonly DeviceId[];
	/** On trial: shares rooms, costs and talk; neither proposes nor decides (MEM70). */
	readonly stage: 'trial' | 'member';
}

/** Settings in force; each key is changed by a final decision only. */
export interface Settings {
	readonly name: string;
	readonly currency: string;
	readonly zone: string;
	/** How each kind of matter is decided. */
	readonly rules: Readonly<Record<Subject, DecisionRule>>;
	/** Default time for a proposal, in whole days. */
	readonly decisionDays: number;
	/** How many members must say yes to a newcomer (never more than there are). */
	readonly admissionApprovals: number;
	/** How many colleagues must say yes to a fresh device of a member who lost theirs (never more than there are). */
	readonly recoveryApprovals: number;
	/** Usual length of a trial in days; 0: newcomers are members at once. */
	readonly trialDays: number;
	/** Colleagues who mediate before a removal can be proposed. */
	readonly mediators: number;
	/** Null: no emergency measures. */
	readonly emergency: EmergencyRule | null;
	/** From the lowest amount up; the first begins at 0. */
	readonly spendingBands: readonly SpendingBand[];
	readonly ownership: readonly OwnershipShare[];
	/** Planned spending by category for a calendar year. */
	readonly budgets: readonly BudgetLine[];
	/** Days after which a meeting's text is forgotten; null: kept. */
	readonly retention: Readonly<Record<MeetingKind, number | null>>;
	/** Public https address used in invitations, or '' for the address the app was opened at. */
	readonly publicUrl: string;
	/** Extra signaling addresses (wss://…). */
	readonly signaling: readonly string[];
	/** The collective's own rules for its rooms. */
	readonly calendarRules: CalendarRules;
}

/** An accepted proposal about a room. `mandate`: the first of its chain of successors. */
export interface RoomDecision {
	readonly change: RoomChange;
	readonly mandate: ObjectId;
}

/** What lets an expense be posted that one member may not make alone (LED20). `amount`: minor units, at most. */
export interface SpendApproval {
	readonly by: 'members' | 'decision';
	readonly amount: number;
}

/**
 * Hashes are passed in: the rules know no cryptography. Keys are base64url as they stand in ops. `createHashes` in
 * `crdt/log/hashes.ts` is the real one.
 */
export interface Hashes {
	/** BLAKE2b-256 over length-prefixed texts, 43 base64url characters. */
	hash(...texts: readonly string[]): string;
	deviceIdOf(signKey: string): DeviceId;
	memberIdOf(signKey: string): MemberId;
	/** The number this key takes in the outer document of this collective. */
	slotOf(signKey: string): Slot;
	invitationIdOf(publicKey: string): InvitationId;
}

export interface RuleContext {
	readonly entry: LoggedEntry;
	readonly opIndex: number;
	/** Id of what this op makes: `<entry id>.<op index>`. */
	readonly objectId: ObjectId;
	/** The author as seated in the entry's own past. `isVoice`: this device speaks for the member in binding matters. */
	readonly author: { readonly memberId: MemberId; readonly device: DeviceId; readonly isVoice: boolean };
	readonly proofValid: boolean;
	/** Beyond the frontier of a removal, as far as is known today (MEM42). Only ops that outlive their author are judged at all then. */
	readonly isVoid: boolean;
	/** Does `id` lie in the causal past of the entry at hand? */
	inPast(id: EntryId): boolean;
	/** Does `ancestor` lie in the causal past of `descendant`? Both must be admitted. */
	isAncestor(ancestor: EntryId, descendant: EntryId): boolean;
	/** Members as computed from the entry's own past, sorted by admission entry id. */
	membersInPast(): readonly MemberInPast[];
	/** The member who founded the collective: the first roll of the calendar is this one person (CAL20). */
	founder(): MemberId;
	/** Members whose own leave lies in the entry's past (not those removed by a decision), in any stable order (CAL22). */
	leftInPast(): readonly MemberId[];
	/** Is the person a member in the entry's past, or has been one? (Old accounts are settled after someone has gone.) */
	wasMember(member: MemberId): boolean;
	settingsInPast(): Settings;
	/** The decision that set a setting, as known in the entry's past; null: as founded. */
	settingDecidedInPast(key: SettingKey): ObjectId | null;
	/** An accepted proposal about a room, as known in the entry's past; null: no such proposal, or not accepted there. */
	roomDecisionInPast(proposal: ObjectId): RoomDecision | null;
	/** An accepted decision to spend, or such a measure in force, as known in the entry's past; null: neither. */
	approvalInPast(id: ObjectId): SpendApproval | null;
	/** BLAKE2b-256 over length-prefixed texts, 43 base64url characters. */
	hash(...texts: readonly string[]): string;
}

/** An op that the rules do not allow: visible, without effect. `rule` is a SPEC id, `reason` one plain sentence. */
export interface Refusal {
	readonly rule: string;
	readonly reason: string;
	/** What set the rule, where people did: the decision, or else the entry that said it; left out: the house itself. */
	readonly setBy?: { readonly decision: ObjectId | null; readonly entry: EntryId | null };
}

export type Reduced<State> = Result<State, Refusal>;

/** Entry id of an object id. */
export const entryOf = (id: ObjectId): EntryId => id.slice(0, id.indexOf('.')) as EntryId; // an object id is built from an entry id
