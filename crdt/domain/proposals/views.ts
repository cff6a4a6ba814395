/**
 * What screens read about proposals and everything around them: plain data in the words of the house, seen by one person at
 * one moment.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { RoomChange } from '../calendar/ops';
import type { Settings } from '../context';
import type { Ballot, BlockRule, Method } from './method';
import type { Effect } from './ops';
import type { SettingKey, Subject } from './settings-ops';

export type ProposalStatus =
	| { readonly status: 'open' }
	| { readonly status: 'past-deadline' }
	| { readonly status: 'accepted'; readonly carriedOut: boolean }
	| { readonly status: 'not-accepted' }
	| { readonly status: 'chosen'; readonly options: readonly number[] }
	| { readonly status: 'concluded' }
	| { readonly status: 'withdrawn' }
	| { readonly status: 'contested' };

export interface StanceView {
	readonly memberId: MemberId;
	readonly name: string;
	readonly isMe: boolean;
	/** Null: nothing said. Before a sealed answer is opened: `{kind: 'sealed'}`. */
	readonly ballot: Ballot | null;
	/** Name of the colleague a proxy was given to. */
	readonly proxyName: string | null;
	readonly reason: string;
	readonly harms: string;
	/** none · carried over from before an extension · may still change · given word. */
	readonly firmness: 'none' | 'carried' | 'soft' | 'bound';
	/** Settled: can no longer change for the result. */
	readonly determined: boolean;
	readonly closed: boolean;
	/** Claimed time, ms; null where nothing was said. */
	readonly at: number | null;
	/** Arrived after the result was final: an objection the deciders had not seen. */
	readonly tooLate: boolean;
	/** Said to an earlier text; this person is asked to reconfirm. */
	readonly earlier: { readonly ballot: Ballot; readonly reason: string } | null;
	/** Given ahead, before it was opened. */
	readonly ahead: boolean;
	/** What a colleague has written down for this person; null once they have spoken themselves. */
	readonly spoken: { readonly id: ObjectId; readonly ballot: Ballot; readonly reason: string; readonly harms: string; readonly recordedByName: string; readonly at: number } | null;
	/** Ownership units where weighed, else 1. */
	readonly weight: number;
	/** Claimed time when anything by this member was last heard; null: this is me. */
	readonly lastHeardAt: number | null;
}

/** How the answers stand, as far as is known here; sealed answers are counted only as given. */
export interface TallyView {
	readonly kind: 'positions' | 'scale' | 'options';
	/** Bars, in the order of the method. `members`: names behind each. `value`: people, points or units. */
	readonly rows: readonly {
		readonly label: string;
		readonly key: string;
		readonly value: number;
		readonly names: readonly string[];
		readonly winning: boolean;
	}[];
	readonly given: number;
	readonly of: number;
	/** Hidden until I have answered (sealed proposals: until they are opened). */
	readonly hidden: boolean;
	/** "More than half must agree: 4 of 7." */
	readonly needs: string;
}

export interface ProposalSummary {
	readonly id: ObjectId;
	readonly title: string;
	readonly proposerName: string;
	readonly mine: boolean;
	readonly openedAt: number;
	readonly deadline: number;
	readonly effect: Effect;
	readonly subject: Subject;
	readonly method: Method;
	readonly sealed: boolean;
	readonly state: ProposalStatus;
	/** One plain line: "Decided. It can no longer change." / "Waiting for Bea and Dele." */
	readonly line: string;
	readonly myBallot: Ballot | null;
	readonly myStanceBound: boolean;
	/** I am an elector, it is open, and I have not given my binding word. */
	readonly needsMyVoice: boolean;
	/** I have said nothing at all to the current text, and the deadline is within a day. */
	readonly urgentForMe: boolean;
	readonly given: number;
	readonly electors: number;
	readonly reviewOn: string | null;
	/** Newest activity anybody wrote, claimed ms. */
	readonly activeAt: number;
	/** Comments since I last wrote or looked here are counted by the screen, from this. */
	readonly comments: number;
}

export interface CommentView {
	readonly id: ObjectId;
	readonly name: string;
	readonly mine: boolean;
	readonly at: number;
	readonly text: string;
	readonly replyTo: ObjectId | null;
	/** Names as they stand today, in the order of the op. */
	readonly mentions: readonly { readonly memberId: MemberId; readonly name: string }[];
	readonly mentionsMe: boolean;
}

/** Where somebody asks for me by name, and I have not said anything there since. */
export interface HomeMention {
	readonly id: ObjectId;
	readonly about: 'proposal' | 'discussion';
	readonly title: string;
	/** Who asks. */
	readonly name: string;
	readonly at: number;
}

export interface AmendmentView {
	readonly id: ObjectId;
	readonly name: string;
	readonly mine: boolean;
	readonly at: number;
	readonly title: string;
	readonly text: string;
	readonly reason: string;
	/** The text it was written against (the current one where it is still open). */
	readonly against: { readonly title: string; readonly text: string };
	readonly status: 'open' | 'taken-up' | 'declined';
	readonly declinedReason: string;
	/** A proposal that puts it to the others. */
	readonly poll: { readonly id: ObjectId; readonly line: string; readonly accepted: boolean } | null;
	/** I wrote the text, or the others have accepted it. */
	readonly canTakeUp: boolean;
	readonly canDecline: boolean;
}

export interface TermView {
	readonly id: ObjectId;
	readonly kind: 'first' | 'extend' | 'amend';
	readonly at: number;
	readonly title: string;
	readonly text: string;
	readonly deadline: number;
	readonly reason: string;
	/** Author of the amendment it carries. */
	readonly amendmentBy: string | null;
	/** Earlier terms are settled to lead here. */
	readonly settled: boolean;
}

export interface TaskView {
	readonly id: ObjectId;
	readonly proposal: ObjectId;
	readonly text: string;
	readonly assignee: MemberId;
	readonly assigneeName: string;
	readonly mine: boolean;
	readonly due: string | null;
	readonly doneAt: number | null;
}

/** Nothing said yet; no final word; their device has not confirmed; their sealed answer has not been opened. */
export type Missing = 'silent' | 'no-final-word' | 'not-closed' | 'not-opened';

/** Words about finality, for one panel. */
export interface FinalityView {
	/** "Everyone here agrees; waiting for word on Bea, not heard since Tuesday: 3 of the 4 devices needed have closed." */
	readonly sentence: string;
	readonly closings: number;
	readonly closingsNeeded: number;
	readonly waitingFor: readonly { readonly name: string; readonly lastHeardAt: number | null; readonly why: Missing }[];
	/** What my device will do by itself, said beforehand: "When the time is up, your device gives “agree” as your final word." Null: nothing. */
	readonly myDevice: string | null;
	/** PRO27: the frozen electors leave out members I knew; my device waits for my say-so. Names of those left out. */
	readonly leavesOut: readonly string[];
	/** Signed evidence of contradictory closings. */
	readonly contested: readonly { readonly name: string; readonly closings: readonly { readonly at: number; readonly says: string }[] }[];
	/** Answers that the deciders had not seen. */
	readonly tooLate: readonly { readonly name: string; readonly ballot: Ballot; readonly reason: string }[];
}

export interface ProposalView extends ProposalSummary {
	readonly text: string;
	/** The term whose text is shown: the newest known. Stances name it. */
	readonly term: ObjectId;
	readonly terms: readonly TermView[];
	readonly stances: readonly StanceView[];
	readonly tally: TallyView;
	readonly finality: FinalityView;
	readonly comments: number;
	readonly thread: readonly CommentView[];
	readonly amendments: readonly AmendmentView[];
	readonly heldBy: number;
	readonly of: number;
	readonly amElector: boolean;
	/** Is the device I hold my voice, so that it may bind? */
	readonly iMayBind: boolean;
	/** Members a proxy may be given to. */
	readonly proxies: readonly { readonly memberId: MemberId; readonly name: string }[];
	/** Electors whose spoken word I may write down: others, who have said nothing. */
	readonly absentees: readonly { readonly memberId: MemberId; readonly name: string }[];
	readonly canWithdraw: boolean;
	readonly canExtend: boolean;
	/** Author of the text, or an accepted amendment waits. */
	readonly canAmend: boolean;
	readonly block: {
		readonly rule: BlockRule;
		readonly blockers: readonly { readonly name: string; readonly isMe: boolean; readonly reason: string; readonly harms: string }[];
		readonly meetings: readonly { readonly id: ObjectId; readonly name: string; readonly at: number; readonly place: string; readonly note: string }[];
		readonly canConvene: boolean;
		/** "Dele may call up to two meetings until 3 June. If none is held, it may be put to a vote." */
		readonly sentence: string;
		/** A vote under the same mandate may be opened now. */
		readonly canVote: boolean;
	} | null;
	readonly statement: { readonly name: string; readonly at: number; readonly statement: string } | null;
	readonly canState: boolean;
	readonly tasks: readonly TaskView[];
	/** Whom tasks may go to: not those who stood aside. */
	readonly assignees: readonly { readonly memberId: MemberId; readonly name: string }[];
	readonly alternatives: readonly { readonly id: ObjectId; readonly title: string; readonly kind: 'proposal' | 'discussion'; readonly line: string }[];
	readonly discussion: ObjectId | null;
	readonly succeeds: ObjectId | null;
	readonly succeededBy: ObjectId | null;
	readonly withdrawnReason: string;
	/** A sealed answer of mine that this device can open. */
	readonly sealedHere: boolean;
	/** Where it puts an amendment to the others: which wording would take the place of which. Null: it does not. */
	readonly amends: {
		readonly about: ObjectId;
		readonly kind: 'proposal' | 'discussion';
		readonly name: string;
		readonly before: { readonly title: string; readonly text: string };
		readonly after: { readonly title: string; readonly text: string };
	} | null;
}

export interface DiscussionSummary {
	readonly id: ObjectId;
	readonly title: string;
	readonly name: string;
	readonly mine: boolean;
	readonly at: number;
	readonly activeAt: number;
	readonly comments: number;
	readonly effect: Effect;
	readonly method: Method | null;
	readonly ended: boolean;
	readonly mentionsMe: boolean;
}

export interface DiscussionView extends DiscussionSummary {
	readonly text: string;
	readonly revision: ObjectId;
	readonly revisions: readonly { readonly id: ObjectId; readonly name: string; readonly at: number; readonly title: string; readonly text: string }[];
	readonly thread: readonly CommentView[];
	readonly amendments: readonly AmendmentView[];
	/** Consent given ahead to the current text; `lapsed`: to an earlier one. */
	readonly ahead: readonly { readonly name: string; readonly isMe: boolean; readonly ballot: Ballot; readonly reason: string; readonly lapsed: boolean }[];
	readonly canRevise: boolean;
	readonly canOpen: boolean;
	readonly canEnd: boolean;
	readonly endedReason: string;
	readonly opened: readonly { readonly id: ObjectId; readonly line: string }[];
	readonly alternatives: ProposalView['alternatives'];
	/** The method it would be decided by if opened now, by me. */
	readonly wouldUse: Method;
	readonly heldBy: number;
	readonly of: number;
}

export interface ProposalsView {
	/** Soonest deadline first. */
	readonly needsMe: readonly ProposalSummary[];
	readonly open: readonly ProposalSummary[];
	readonly discussions: readonly DiscussionSummary[];
	/** Newest first; all of them: the register filters. */
	readonly decided: readonly ProposalSummary[];
	readonly tasks: readonly TaskView[];
	/** Decisions whose review date has come. */
	readonly toReview: readonly ProposalSummary[];
	readonly measures: readonly MeasureView[];
	readonly mediations: readonly MediationView[];
	readonly mayPropose: boolean;
}

/** One line of the register, with everything its export says. */
export interface RegisterEntry extends ProposalSummary {
	/** Claimed time of the closing that made it final, ms; null while it is open. */
	readonly decidedAt: number | null;
	readonly text: string;
	readonly tally: TallyView;
	readonly statement: string;
	readonly stoodAside: readonly string[];
	readonly stances: readonly StanceView[];
	readonly tasks: readonly TaskView[];
	readonly succeeds: ObjectId | null;
	readonly succeededBy: ObjectId | null;
}
export interface RegisterView {
	/** Newest first. Open ones too, marked by their state. */
	readonly entries: readonly RegisterEntry[];
}

export interface MeasureView {
	readonly id: ObjectId;
	readonly kind: 'emergency' | 'spend';
	readonly title: string;
	readonly name: string;
	readonly mine: boolean;
	readonly at: number;
	readonly text: string;
	readonly until: number | null;
	readonly room: RoomChange | null;
	readonly amount: number | null;
	readonly joinedBy: readonly string[];
	readonly needed: number;
	readonly state: 'waiting' | 'in-force' | 'lapsed';
	readonly canJoin: boolean;
}

export interface MediationView {
	readonly id: ObjectId;
	readonly subjectName: string;
	readonly subject: MemberId;
	readonly isAboutMe: boolean;
	readonly callerName: string;
	readonly mine: boolean;
	readonly mediatorNames: readonly string[];
	readonly iMediate: boolean;
	readonly iHaveReported: boolean;
	readonly concern: string;
	readonly at: number;
	readonly reports: readonly { readonly name: string; readonly outcome: 'settled' | 'not-settled'; readonly note: string; readonly at: number }[];
	readonly state: 'under-way' | 'settled' | 'not-settled';
	/** A removal may be proposed that names it. */
	readonly allowsRemoval: boolean;
}

/** "How we decide": every setting with what set it. There is no page on which anybody just changes one. */
export interface GovernanceView {
	readonly settings: Settings;
	readonly foundingText: string;
	readonly foundedAt: number;
	readonly foundedByName: string;
	/** By setting: the decision that set it; absent: the founding text. */
	readonly setBy: Readonly<Partial<Record<SettingKey, { readonly proposal: ObjectId; readonly title: string; readonly at: number }>>>;
	/** Open proposals that would change a setting, so that nobody opens a second one unknowingly. */
	readonly underWay: Readonly<Partial<Record<SettingKey, ObjectId>>>;
	readonly members: readonly { readonly memberId: MemberId; readonly name: string; readonly stage: 'trial' | 'member'; readonly since: number; readonly isMe: boolean }[];
	readonly mayPropose: boolean;
}
