/**
 * What the page asks of the worker, and what the worker tells the page: plain data both ways. Secrets stay in the worker
 * except the two that the page's own adapters need: room passwords for signaling and the key between tabs.
 */
import type { CollectiveId, EntryId, InvitationId, MemberId, ObjectId, Result, Slot, StreamId } from '$crypto/base';
import type { AuthSituation } from '$lib/adapters/webrtc/device-auth';
import type { AuthContext, AuthRefused, PeerId, PeerIdentity, PeerView } from '$lib/adapters/webrtc/peer';
import type { OpInput } from '$crdt/domain/op';
import type { Remark } from '$crdt/text/payload';
import type { Failure } from '$lib/errors';
import type { Receipt } from '$crdt/domain/ledger/ops';
import type { ReceiptFile } from '$lib/services/ledger-types';
import type { PrivateWords } from '$lib/services/consultation-types';
import type { BusyOverlayInput } from '$lib/services/busy-types';
import type { ReachApi } from './reach-api';
import type { App, DoorInput, FoundInput, InvitationSeen, JoinInput, ViewName, Views } from '$lib/services/types';

/** One room of the signaling network that this device should be in. */
export interface RoomPlan {
	readonly kind: 'live' | 'handover' | 'lobby';
	readonly name: string;
	readonly password: string;
	/** Present for a lobby: the invitation it belongs to, or the tablet at a door that is met there. */
	readonly invitation: InvitationId | null;
}

export interface NetworkPlan {
	readonly collective: CollectiveId;
	readonly rooms: readonly RoomPlan[];
	/** Signaling addresses decided by the collective or brought by the invitation; empty: where the app came from. */
	readonly signaling: readonly string[];
	/** STUN and TURN of the collective that this device uses, added to those the app came with. */
	readonly iceServers: readonly { readonly urls: readonly string[]; readonly username?: string; readonly credential?: string }[];
	/** This device shows its address to no colleague. */
	readonly relayOnly: boolean;
	readonly liveSegment: number;
	readonly ownSlot: Slot;
}

/** A peer that has proven who it is. */
export type KnownPeer = Pick<PeerView, 'peer' | 'identity' | 'room' | 'roomName' | 'heardMs' | 'route'>;

/** What only the page can know: the network's and the browser's condition. */
export interface Environment {
	readonly online: boolean;
	readonly signaling: 'connected' | 'connecting' | 'unreachable' | 'off';
	/** Origin of the app, for invitation links. */
	readonly appUrl: string;
	readonly defaultSignaling: readonly string[];
	readonly storagePersistent: boolean;
	readonly usedBytes: number;
	readonly quotaBytes: number | null;
	readonly lastBackupAt: number | null;
	readonly updateWaiting: boolean;
}

export interface OpenedVault {
	readonly collectives: readonly { readonly id: CollectiveId; readonly joining: boolean }[];
	/** The one that was open last. */
	readonly last: CollectiveId | null;
	readonly tabKey: Uint8Array;
}

/** What a text session in the page needs to begin. */
export interface TextOpening {
	readonly stream: StreamId;
	readonly slot: Slot;
	/** Durable counter: the number of this session of this device in any text. */
	readonly session: number;
	readonly myName: string;
	/** Payloads of the stream's admitted entries in causal order, with their authors' slots. */
	readonly entries: readonly TextEntry[];
}
export interface TextEntry {
	readonly id: EntryId;
	readonly slot: Slot;
	readonly segment: number;
	readonly seq: number;
	readonly lamport: number;
	readonly payload: Uint8Array;
	/** Comments and withdrawals in the payload. */
	readonly remarks: readonly Remark[];
	/** Live updates of others that the payload embeds, with the worker's verdict on each signature. */
	readonly embedded: readonly {
		readonly signature: Uint8Array;
		readonly verdict:
			| { readonly status: 'good'; readonly slot: Slot; readonly body: Uint8Array }
			| { readonly status: 'bad' }
			| { readonly status: 'unknown'; readonly slot: Slot };
	}[];
}
/** Who writes with a device, as the membership has it. */
export interface Writer {
	readonly member: MemberId;
	readonly name: string;
	readonly discipline: string;
	/** As in the profile; '': none. */
	readonly licence: string;
	/** This device's own member. */
	readonly isMe: boolean;
}
export interface TextFrame {
	readonly stream: StreamId;
	readonly slot: Slot;
	readonly body: Uint8Array;
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
}

export interface EngineApi extends ReachApi {
	hasVault(): boolean;
	createVault(passphrase: string): Result<OpenedVault, Failure>;
	openVault(passphrase: string): Result<OpenedVault, Failure>;
	changePassphrase(from: string, to: string): Result<void, Failure>;
	/** Reads an invitation link; nothing is stored. */
	readInvitation(link: string): Result<InvitationSeen, Failure>;

	found(input: Omit<FoundInput, 'passphrase'>): Result<CollectiveId, Failure>;
	/** Makes keys of one's own and waits at the door. */
	startJoin(link: string, input: Omit<JoinInput, 'passphrase'>): Result<CollectiveId, Failure>;
	abandonJoin(): void;
	open(collective: CollectiveId): Result<{ readonly status: 'open' | 'lobby' | 'removed' }, Failure>;
	close(): void;

	view<N extends ViewName>(name: N, args: Views[N]['args']): Views[N]['value'];
	post(ops: readonly OpInput[]): Result<readonly ObjectId[], Failure>;
	invite(note: string): Result<{ readonly fragmentLink: string; readonly invitation: InvitationId }, Failure>;
	/** Hangs a tablet at a door. The link is a secret of that tablet. */
	hangDoor(input: DoorInput): Result<{ readonly link: string; readonly door: ObjectId }, Failure>;
	/** In the lobby: the charter has been read. */
	acceptCharter(): Result<void, Failure>;
	admit(knockId: string): Result<void, Failure>;
	turnAway(knockId: string): Result<void, Failure>;
	/** See services/consultation-types.ts. */
	planMeeting(...args: Parameters<App['planMeeting']>): Result<ObjectId, Failure>;
	planSeries(...args: Parameters<App['planSeries']>): Result<ObjectId, Failure>;
	prepareMeeting(...args: Parameters<App['prepareMeeting']>): Result<ObjectId, Failure>;
	addCase(...args: Parameters<App['addCase']>): Result<ObjectId, Failure>;
	startAgreement(title: string): Result<ObjectId, Failure>;
	/** On this device only; see worker/private-words.ts. */
	privateWords(): PrivateWords;
	setPrivateWords(words: PrivateWords): Result<void, Failure>;

	/** On this device only; see worker/drafts.ts. Texts as they were saved; null: none. */
	loadDraft(key: string): string | null;
	saveDraft(key: string, text: string, instead?: readonly string[]): Result<void, Failure>;
	removeDraft(key: string, also?: readonly string[]): Result<void, Failure>;
	/** Keys that begin so, newest first. */
	listDrafts(prefix: string): readonly { readonly key: string; readonly savedAt: number }[];
	/** See worker/receipts.ts. */
	keepReceipt(file: ReceiptFile): Result<Receipt, Failure>;
	openReceipt(receipt: Receipt): Result<ReceiptFile | null, Failure>;
	/** PRO27, for this device alone. */
	closeAllTheSame(proposal: ObjectId): Result<void, Failure>;
	/** See worker/sealed-answers.ts. */
	castSealed(input: Parameters<App['castSealed']>[0]): Result<void, Failure>;
	/** See worker/recount-file.ts. */
	recountFile(proposal: ObjectId): Result<{ readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> }, Failure>;
	/** On this device only; see worker/busy.ts. */
	addBusyOverlay(input: BusyOverlayInput): Result<string, Failure>;
	removeBusyOverlay(id: string): Result<void, Failure>;

	/** Members by their devices' slots, for cursors and comments. */
	slotNames(): readonly (readonly [Slot, Writer])[];
	openText(stream: StreamId): Result<TextOpening, Failure>;
	/** Durable when it resolves. */
	appendText(stream: StreamId, payload: Uint8Array): Result<string, Failure>;
	/** Seals, signs and sends one live frame to every member's device that is here, and to other tabs. */
	sendLive(stream: StreamId, body: Uint8Array): void;

	backup(passphrase: string): Result<Uint8Array, Failure>;
	restore(file: Uint8Array, passphrase: string, newPassphrase: string): Result<OpenedVault, Failure>;
	wipe(): void;

	plan(): NetworkPlan | null;
	/** The sealed entries of one segment as a Yjs update, to rebuild the outer document from. */
	outerUpdate(segment: number): Uint8Array;
	/** Gate, verification, disk: what was good is announced by the `outer` event. */
	receiveUpdate(peer: PeerId, segment: number, update: Uint8Array): { readonly offences: number };
	receiveMessage(peer: PeerId, bytes: Uint8Array): { readonly offences: number };
	peersChanged(peers: readonly KnownPeer[]): void;
	/** Device authentication, see adapters/webrtc/device-auth.ts: the keys stay here. */
	peerHello(context: AuthContext): Uint8Array;
	peerProve(situation: AuthSituation): Uint8Array | null;
	peerVerify(situation: AuthSituation, proof: Uint8Array): Result<PeerIdentity, AuthRefused>;
	/** The signaling server's and disk's condition, as only the page knows them. */
	tellEnvironment(environment: Environment): void;
}

export interface EngineEvents {
	/** Views may have changed. */
	changed: { readonly version: number };
	/** Verified, durable entries as a canonical Yjs update for the outer document. */
	outer: { readonly segment: number; readonly update: Uint8Array };
	/** Rooms, passwords or the live segment changed. */
	plan: null;
	send: { readonly peer: PeerId; readonly bytes: Uint8Array };
	/** What to tell every member from now on. */
	heartbeat: { readonly bytes: Uint8Array };
	ban: { readonly peer: PeerId };
	session: { readonly status: 'open' | 'lobby' | 'removed' };
	stopped: { readonly failure: Failure };
	textEntry: { readonly stream: StreamId; readonly entry: TextEntry };
	textFrame: TextFrame;
	/** Nothing of it is here any more: whoever has it open closes it. */
	textGone: { readonly stream: StreamId; readonly because: 'forgotten' | 'stepped-out' };
	writing: { readonly state: 'ok' | 'disk-full' | 'store-closed' };
}
