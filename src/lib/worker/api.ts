/**
 * What the page asks of the worker, and what the worker tells the page: plain data both ways. Secrets stay in the worker
 * except the two that the page's own adapters need: room passwords for signaling and the key between tabs.
 */
import type { CollectiveId, DeviceId, InvitationId, MemberId, ObjectId, Result, Slot, StreamId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { PartView } from '$crdt/domain/ledger/views';
import type { Failure } from '$lib/errors';
import type { FoundInput, InvitationSeen, JoinInput, ViewName, Views } from '$lib/services/types';

export type PeerId = string;

/** One room of the signaling network that this device should be in. */
export interface RoomPlan {
	readonly kind: 'live' | 'handover' | 'lobby';
	readonly name: string;
	readonly password: string;
	/** Present for a lobby: the invitation it belongs to. */
	readonly invitation: InvitationId | null;
}

export interface NetworkPlan {
	readonly collective: CollectiveId;
	readonly rooms: readonly RoomPlan[];
	/** Signaling addresses decided by the collective or brought by the invitation; empty: where the app came from. */
	readonly signaling: readonly string[];
	readonly liveSegment: number;
	/** As whom this device shows itself: its device key, or an invitation's. */
	readonly self: { readonly kind: 'member' | 'invitation'; readonly publicKey: Uint8Array };
}

/** A peer that has proven who it is. */
export interface KnownPeer {
	readonly peer: PeerId;
	readonly kind: 'member' | 'invitation';
	readonly device: DeviceId | null;
	readonly invitation: InvitationId | null;
	readonly relayed: boolean;
	readonly room: 'live' | 'handover' | 'lobby';
}

export interface OpenedVault {
	readonly collectives: readonly { readonly id: CollectiveId; readonly joining: boolean }[];
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
	readonly id: string;
	readonly slot: Slot;
	readonly payload: Uint8Array;
}
export interface TextFrame {
	readonly stream: StreamId;
	readonly slot: Slot;
	readonly body: Uint8Array;
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
}

export interface EngineApi {
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
	admit(knockId: string): Result<void, Failure>;
	turnAway(knockId: string): Result<void, Failure>;
	planMeeting(input: Omit<Extract<OpInput, { type: 'consultation/plan-meeting' }>, 'type' | 'notes'>): Result<ObjectId, Failure>;
	previewExpense(op: Extract<OpInput, { type: 'ledger/post-expense' }>): Result<readonly PartView[], Failure>;

	openText(stream: StreamId): Result<TextOpening, Failure>;
	/** Durable when it resolves. */
	appendText(stream: StreamId, payload: Uint8Array): Result<string, Failure>;
	/** Seals, signs and sends a live frame; returns what a later entry may embed. */
	sendLive(stream: StreamId, sessionId: Uint8Array, counter: number, body: Uint8Array): Result<{ readonly signedBytes: Uint8Array; readonly signature: Uint8Array }, Failure>;
	/** Signatures of live updates embedded in somebody's entry. */
	verifyLive(stream: StreamId, signedBytes: Uint8Array, signature: Uint8Array): boolean;
	closeText(stream: StreamId): void;

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
	heartbeat(): Uint8Array;
	/** Signs the transcript of a connection with the key named in the plan. */
	signTranscript(bytes: readonly Uint8Array[], kind: 'member' | 'invitation'): Uint8Array;
	/** May a device with this key pass? */
	recognise(kind: 'member' | 'invitation', publicKey: Uint8Array): { readonly device: DeviceId | null; readonly member: MemberId | null; readonly invitation: InvitationId | null } | null;
	/** The signaling server's and disk's condition, as only the page knows them. */
	tellEnvironment(environment: { readonly signaling: 'connected' | 'connecting' | 'unreachable' | 'off'; readonly online: boolean; readonly appUrl: string; readonly defaultSignaling: readonly string[] }): void;
}

export interface EngineEvents {
	/** Views may have changed. */
	changed: { readonly version: number };
	/** Verified, durable entries as a canonical Yjs update for the outer document. */
	outer: { readonly segment: number; readonly update: Uint8Array };
	/** Rooms, passwords or the live segment changed. */
	plan: null;
	send: { readonly peer: PeerId; readonly bytes: Uint8Array };
	ban: { readonly peer: PeerId };
	session: { readonly status: 'open' | 'lobby' | 'removed' };
	stopped: { readonly failure: Failure };
	textEntry: { readonly stream: StreamId; readonly entry: TextEntry };
	textFrame: TextFrame;
	writing: { readonly state: 'ok' | 'disk-full' | 'store-closed' };
}
