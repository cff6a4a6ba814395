/**
 * The contract between screens and services: session states, views by name, commands. Screens know nothing below this.
 */
import type { CollectiveId, InvitationId, MemberId, ObjectId, Result, StreamId } from '$crypto/base';
import type { MembersView, NoticeView, SettingsView } from '$crdt/domain/membership/views';
import type * as Pro from '$crdt/domain/proposals/views';
import type { FoundingRule } from '$crdt/domain/proposals/founding-rules';
import type { Ballot } from '$crdt/domain/proposals/method';
import type * as Cal from '$crdt/domain/calendar/views';
import type * as Con from '$crdt/domain/consultation/views';
import type { Receipt } from '$crdt/domain/ledger/ops';
import type { OpInput } from '$crdt/domain/op';
import type { Profile } from '$crdt/domain/membership/ops';
import type { Failure } from '$lib/errors';
import type { BusyOverlayInput, BusyViews } from './busy-types';
import type { CalendarViews } from './calendar-types';
import type { ConsultationCommands, ConsultationHome, ConsultationViews, TextComments, TextHead } from './consultation-types';
import type { KeeperLook, ReachCommands, ReachViews, Route } from './reach-types';
import type { LedgerViews, MyBalanceView, ReceiptFile } from './ledger-types';
import type { UnwrittenWords } from './unwritten';
import type { Waiting } from './updates.svelte';

export type SessionState =
	| { readonly status: 'starting' }
	/** The browser or the address cannot carry the app: `failure` says which and what to do. */
	| { readonly status: 'unsupported'; readonly failure: Failure }
	/** Nothing on this device yet. `invitation`: the page was opened by an invitation link. */
	| {
			readonly status: 'welcome';
			readonly invitation: InvitationSeen | null;
			/** The vault is open: what is founded or joined now is one more collective in it, without another passphrase. */
			readonly adding?: boolean;
	  }
	| { readonly status: 'locked'; readonly invitation: InvitationSeen | null }
	/** Vault open, log being opened. */
	| { readonly status: 'opening'; readonly doing: string; readonly progress: number | null }
	/** Joining: this device waits for a member. */
	| { readonly status: 'lobby'; readonly lobby: LobbyView }
	| {
			readonly status: 'open';
			readonly collective?: CollectiveId;
			/** A sample: nothing here is real. `throwaway`: in memory alone, without a passphrase. */
			readonly sample?: 'kept' | 'throwaway' | null;
	  }
	/** This device's membership has ended. */
	| { readonly status: 'removed'; readonly collectiveName: string }
	/** Something stopped the app: the sentence says what and what is safe. */
	| { readonly status: 'stopped'; readonly failure: Failure };

/** What an invitation link says of itself before anybody is asked. */
export interface InvitationSeen {
	/** `join`: as a new member; `device`: as one more device of the person who made the link; `recovery`: colleagues bind this device to them. */
	readonly kind: 'join' | 'device' | 'recovery';
	readonly collectiveName: string;
	/** Who made the link; for a device: oneself. */
	readonly inviterName: string;
	/** For a recovery: whose. */
	readonly memberName: string;
}

/** A tablet at a door, before it has keys. */
export type DoorInput = Omit<Extract<OpInput, { type: 'calendar/add-door' }>, 'type' | 'publicKey' | 'lobbyKey'>;

/** What a newcomer reads before joining: how this collective lives and decides today. */
export interface Charter {
	readonly collectiveName: string;
	readonly foundingText: string;
	readonly foundedAt: number;
	readonly members: number;
	/** One plain line per setting: "Decisions: consensus", "Newcomers: on trial for 90 days, without a vote". */
	readonly lines: readonly { readonly label: string; readonly value: string; readonly decidedOn: number | null }[];
}

export interface LobbyView {
	/** Absent: as a new member. `device`: as one more device of oneself; `recovery`: colleagues bind this device to `memberName`. */
	readonly kind?: InvitationSeen['kind'] | 'phrase';
	readonly memberName?: string;
	readonly collectiveName: string;
	readonly inviterName: string;
	/** From a member's device that is here, before the own name is shown to anybody; null: nobody met yet. */
	readonly charter: Charter | null;
	/** This person has read it and wants to join: only then do members see who waits. */
	readonly charterAccepted: boolean;
	/** Nobody met yet / a member's device is here / code shown / let in, receiving. */
	readonly stage: 'searching' | 'met' | 'code' | 'admitted' | 'refused';
	/** Six digits for each member's device that is here: read yours to that member. */
	readonly codes: readonly { readonly memberName: string; readonly code: string }[];
	readonly refusedBecause: Failure | null;
}

/** Someone waiting at the door, as members see it. */
export interface KnockView {
	readonly id: string;
	readonly invitation: InvitationId;
	readonly profile: Profile;
	readonly code: string | null;
	readonly approvals: number;
	readonly needed: number;
	/** I have said yes already. */
	readonly approvedByMe: boolean;
	/** A fresh device for a member who lost theirs: that member's name, as known here. Absent: somebody new. */
	readonly recovers?: string;
}

export interface ConnectionView {
	readonly online: boolean;
	/** Colleagues whose devices are connected now, by name (myself excluded; my other devices counted apart). */
	readonly here: readonly { readonly memberId: MemberId; readonly name: string; readonly route: Route }[];
	readonly ownDevicesHere: number;
	readonly signaling: 'connected' | 'connecting' | 'unreachable' | 'off';
	/** Every connected copy has exactly what this one has. */
	readonly upToDate: boolean;
	/** Entries of mine not yet on any other member's device. */
	readonly unsharedEntries: number;
	/** Keepers that this device uses. */
	readonly keepers: readonly KeeperLook[];
	readonly writing: DeviceStateView['writing'];
	/** One sentence in the words of the house. */
	readonly sentence: string;
	/** Equal logs, different pictures: alarm. */
	readonly copiesDiffer: boolean;
}

export interface HomeView {
	readonly needsMe: readonly Pro.ProposalSummary[];
	/** Tasks of mine that are not done, soonest due first. */
	readonly tasks: readonly Pro.TaskView[];
	/** Decisions whose review date has come. */
	readonly toReview: readonly Pro.ProposalSummary[];
	/** Measures that wait for others, me included, and those in force. */
	readonly measures: readonly Pro.MeasureView[];
	/** Mediations I take part in, and nobody else's. */
	readonly mediations: readonly Pro.MediationView[];
	/** Discussions and proposals where somebody asks for me by name. */
	readonly mentions: readonly { readonly id: ObjectId; readonly about: 'proposal' | 'discussion'; readonly title: string; readonly name: string; readonly at: number }[];
	readonly knocks: number;
	readonly today: readonly Cal.BookingView[];
	readonly displaced: readonly Cal.BookingView[];
	/** Open offers that I may accept. */
	readonly offers: readonly Cal.OfferView[];
	/** Times I wait for that are free now. */
	readonly cameFree: readonly Cal.WaitView[];
	readonly nextMeeting: Con.MeetingSummary | null;
	readonly consultation: ConsultationHome;
	readonly balance: MyBalanceView;
	readonly notices: readonly NoticeView[];
	readonly collectiveName: string;
	readonly myName: string;
	readonly members: number;
	/** Members whose devices hold my newest entry. */
	readonly latestHeldBy: number;
}

/** Views by name: arguments and value. The day and wall-clock "now" are supplied by the services. */
export interface Views extends CalendarViews, BusyViews, LedgerViews, ConsultationViews, ReachViews {
	'home': { args: null; value: HomeView };
	'members': { args: null; value: MembersView };
	'settings': { args: null; value: SettingsView };
	'proposals': { args: null; value: Pro.ProposalsView };
	'proposal': { args: { id: ObjectId }; value: Pro.ProposalView | null };
	'discussion': { args: { id: ObjectId }; value: Pro.DiscussionView | null };
	'proposals/register': { args: null; value: Pro.RegisterView };
	'governance': { args: null; value: Pro.GovernanceView };
	/** Filled by the services, not by the fold. */
	'connection': { args: null; value: ConnectionView };
	'lobby': { args: null; value: LobbyView | null };
	'knocks': { args: null; value: readonly KnockView[] };
	'device': { args: null; value: DeviceStateView };
}
export type ViewName = keyof Views;

export interface DeviceStateView {
	readonly deviceName: string;
	readonly isVoice: boolean;
	/** This tab writes itself, or hands its writes to another tab. */
	readonly role: 'leader' | 'follower';
	readonly storagePersistent: boolean;
	readonly usedBytes: number;
	readonly quotaBytes: number | null;
	readonly lastBackupAt: number | null;
	readonly writing: 'ok' | 'disk-full' | 'store-closed';
	readonly updateWaiting: boolean;
}

export interface FoundInput {
	readonly name: string;
	readonly currency: string;
	readonly zone: string;
	readonly decisionRule: FoundingRule;
	readonly decisionDays: number;
	readonly foundingText: string;
	readonly profile: Profile;
	readonly deviceName: string;
	readonly passphrase: string;
}
export interface JoinInput {
	readonly profile: Profile;
	readonly deviceName: string;
	readonly passphrase: string;
}

export type Done<T = void> = Promise<Result<T, Failure>>;

/** A live text: the editor binds to `doc`; presence is by name. Closing flushes what is unwritten. */
export interface LiveText extends TextComments, TextHead {
	/** A Y.Doc, typed loosely here so that this contract does not import yjs. Root fragment: 'default'. */
	readonly doc: object;
	/** A y-protocols Awareness-like object for cursors (names and colours only, sealed on the wire). */
	readonly awareness: object;
	/** 'saved': everything typed is on this disk; 'writing'. */
	readonly saved: { readonly current: boolean };
	/** What is typed and in no entry on this disk yet, for whoever keeps it until it is. */
	readonly unwritten: UnwrittenWords;
	/** Somebody else writes as this very session: nothing typed here is kept any more. Close it and open the text anew. */
	readonly lost: { readonly current: boolean };
	/** Its time was over, or its reader has stepped out: nothing of it is here any more, and nothing typed is kept. Leave it. */
	readonly gone: { readonly current: 'forgotten' | 'stepped-out' | null };
	/** Writes what is unwritten now; true when everything typed is on this disk. */
	flush(): Promise<boolean>;
	readonly present: { readonly current: readonly { readonly name: string; readonly colour: string }[] };
	close(): Promise<void>;
}

/** What screens may do. Every command resolves after the disk has it; none waits for the network. */
export interface App extends ConsultationCommands, ReachCommands {
	readonly session: SessionState;
	/** Reactive view: read `.current` inside markup or $derived. Undefined while first computed. */
	view<N extends ViewName>(name: N, args: () => Views[N]['args']): { readonly current: Views[N]['value'] | undefined };

	found(input: FoundInput): Done;
	join(input: JoinInput): Done;
	/** Reads an invitation pasted by hand (a whole link or its last part). */
	openInvitation(link: string): Done<InvitationSeen>;
	unlock(passphrase: string): Done;
	lock(): Promise<void>;
	changePassphrase(from: string, to: string): Done;
	/** 0 (useless) to 4 (strong), with one plain sentence. Synchronous, local. */
	gradePassphrase(passphrase: string): { readonly score: 0 | 1 | 2 | 3 | 4; readonly sentence: string };

	/** Posts ops of one area as one entry; returns the ids of what they made. */
	post(...ops: OpInput[]): Done<readonly ObjectId[]>;
	/** Hangs a tablet at a door: whoever has the link sees what it shows. */
	hangDoor(input: DoorInput): Done<{ readonly link: string; readonly door: ObjectId }>;
	invite(note: string): Done<{ readonly link: string; readonly invitation: InvitationId }>;
	/** In the lobby: read, and willing. */
	acceptCharter(): Done;
	/** After the spoken code was confirmed by the person. */
	admit(knockId: string): Done;
	turnAway(knockId: string): Done;
	openText(stream: StreamId): Promise<Result<LiveText, Failure>>;

	/** What is being written on this device: sealed here, shared with nobody. `key`: e.g. "proposal", "amendment <id>". */
	readonly drafts: {
		/** Null: none. The value is what was saved, as plain data. */
		load(key: string): Promise<unknown>;
		/** `instead`: keys that are gone with the same step. */
		save(key: string, value: unknown, instead?: readonly string[]): Done;
		/** All of them in one step. */
		remove(key: string, also?: readonly string[]): Done;
		/** Keys that begin so, newest first. */
		list(prefix: string): Promise<readonly { readonly key: string; readonly savedAt: number }[]>;
	};
	/** Photos and PDFs that belong to entries: sealed, apart from the log. */
	readonly receipts: {
		/** Seals it and keeps it on this device; what it resolves to goes into the op. */
		keep(file: ReceiptFile): Done<Receipt>;
		/** Null: not on this device yet; it is asked for, and the view 'ledger/receipts' tells when it is here. */
		open(receipt: Receipt): Done<ReceiptFile | null>;
	};
	/** Answers a sealed proposal: the answer and its salt stay in this device's sealed store until everybody's is settled. */
	castSealed(input: { readonly proposal: ObjectId; readonly term: ObjectId; readonly ballot: Ballot; readonly reason: string; readonly harms: string; readonly bind: boolean }): Done;
	/** PRO27: close it although its electors leave out members this device knew. */
	closeAllTheSame(proposal: ObjectId): Done;
	/** A file by which anybody can count a decision anew, without this app's keys: it discloses what it contains. */
	recountFile(proposal: ObjectId): Done<{ readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> }>;
	/** Busy times from a calendar file, kept on this device alone; listed by the view 'calendar/overlays'. */
	readonly busyOverlay: {
		add(input: BusyOverlayInput): Done<string>;
		remove(id: string): Done;
	};

	/** Encrypted backup file, sealed under its own passphrase. */
	backup(passphrase: string): Done<{ readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> }>;
	restore(file: Uint8Array, passphrase: string, newPassphrase: string): Done;
	/** Forgets everything on this device, after the plain question. */
	wipe(): Done;
	requestPersistence(): Promise<boolean>;
	/** A newer version of the app waits on this device; null: none. */
	readonly update: Waiting | null;
	/** Something typed on this page would be lost with it: no draft is kept of it. */
	unkept(): boolean;
	/** Writes what is being written, then starts the newer version. */
	activateUpdate(): Promise<void>;
	/** A link to a page of the app for a colleague. */
	linkTo(path: string): string;
}
