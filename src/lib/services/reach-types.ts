/**
 * The contract for what keeps members in touch: keepers and other servers, bundle files, pairing, devices and recovery, several
 * collectives on one device. Views and commands as plain data; screens know nothing below this.
 */
import type { CollectiveId, DeviceId, InvitationId, MemberId, ObjectId, Result } from '$crypto/base';
import type { Failure } from '$lib/errors';

type Done<T = void> = Promise<Result<T, Failure>>;

/** How a colleague's device is reached: straight, through a TURN server, on a line that does not say, or by what both say through a keeper. */
export type Route = 'direct' | 'relayed' | 'unknown' | 'keeper';

export interface KeeperView {
	readonly id: ObjectId;
	readonly name: string;
	/** Where it is, without its pass: for people to recognise. */
	readonly host: string;
	readonly addedByName: string;
	readonly addedAt: number;
	/** This device uses it (a choice of this device alone). */
	readonly used: boolean;
	readonly state: 'connected' | 'connecting' | 'unreachable' | 'refused' | 'full' | 'off';
	/** Own entries that it has not confirmed yet. */
	readonly waiting: number;
	/** Everything this device holds is stored there. */
	readonly holdsAll: boolean;
	/** Somebody with a device of the collective has put rubbish there; the copy went to a fresh place. */
	readonly disturbed: boolean;
	/** Who still knows its pass: names of former members, and devices that were taken away, with whose they were. */
	readonly knownTo: { readonly members: readonly string[]; readonly devices: readonly string[] };
}

/** What a keeper is doing now, in short. */
export type KeeperLook = Pick<KeeperView, 'id' | 'name' | 'state' | 'waiting' | 'holdsAll'>;

export interface IceServerView {
	readonly id: ObjectId;
	readonly name: string;
	readonly kind: 'stun' | 'turn';
	readonly urls: readonly string[];
	readonly addedByName: string;
	readonly addedAt: number;
	readonly used: boolean;
}

export interface SignalingView {
	readonly id: ObjectId;
	readonly name: string;
	readonly address: string;
	readonly addedByName: string;
	readonly addedAt: number;
	readonly used: boolean;
}

export interface ServersView {
	readonly keepers: readonly KeeperView[];
	readonly ice: readonly IceServerView[];
	readonly signaling: readonly SignalingView[];
	/** Addresses the app came with. */
	readonly fromHere: readonly string[];
	/** This device never shows its network address to colleagues; needs a TURN server. */
	readonly relayOnly: boolean;
}

export interface MemberReach {
	readonly memberId: MemberId;
	readonly name: string;
	readonly isMe: boolean;
	/** Null: not here now. */
	readonly route: Route | null;
	/** The later of: last on a line with this device, the newest entry of theirs here (as they claim its time). Null: never. */
	readonly lastHeardAt: number | null;
	/** Their newest copy known here holds my newest entry. */
	readonly hasMyLatest: boolean;
}

export interface ReachView {
	readonly members: readonly MemberReach[];
	readonly keepers: readonly KeeperLook[];
	/** Members whose devices hold my newest entry, me included; null: I have written nothing. */
	readonly latestHeldBy: number | null;
}

/** Who has one thing on a device of theirs, as their logs say. */
export interface HeldView {
	readonly by: readonly string[];
	readonly notBy: readonly string[];
}

/** One line of "test my connection", in the order they are tried. */
export interface ConnectionCheck {
	readonly what: 'disk' | 'meeting-point' | 'keeper' | 'stun' | 'turn' | 'colleague';
	readonly name: string;
	readonly outcome: 'good' | 'bad' | 'none';
	readonly sentence: string;
}

export interface BuildsView {
	/** Short name of this device's build. */
	readonly mine: string;
	readonly version: string;
	readonly others: readonly { readonly memberName: string; readonly deviceName: string; readonly build: string; readonly heardAt: number }[];
	/** Fewer than half of the devices heard of run this build. */
	readonly minority: boolean;
	readonly sentence: string;
}

export interface OwnDeviceView {
	readonly deviceId: DeviceId;
	readonly name: string;
	readonly kind: 'device' | 'phrase';
	readonly isThis: boolean;
	readonly isVoice: boolean;
	readonly status: 'active' | 'revoked' | 'forked';
	readonly addedAt: number;
	/** Claimed time of its newest entry here; null: it has written nothing. */
	readonly lastWrittenAt: number | null;
}

/** A device that waits to become one of mine. */
export interface DeviceKnockView {
	readonly id: string;
	readonly deviceName: string;
	/** Six digits to compare with those on the new device; null: not yet. */
	readonly code: string | null;
}

/** Colleagues bind a fresh device to a member who lost theirs. */
export interface RecoveryView {
	readonly invitation: InvitationId;
	readonly memberId: MemberId;
	readonly memberName: string;
	readonly startedByName: string;
	readonly startedAt: number;
	readonly expiresAt: number;
	readonly approvals: number;
	readonly needed: number;
	readonly status: 'open' | 'done' | 'cancelled';
	/** It is about me: I may stop it. */
	readonly aboutMe: boolean;
	readonly mine: boolean;
}

export interface DevicesView {
	readonly devices: readonly OwnDeviceView[];
	/** A link or QR code given out from here and still good. */
	readonly offer: { readonly link: string; readonly expiresAt: number } | null;
	readonly waiting: readonly DeviceKnockView[];
	readonly recoveries: readonly RecoveryView[];
	/** Where the collective is met, for whoever comes back with a phrase: printed beside the words. No secret. */
	readonly collectiveCode?: string;
	/** The device at hand was taken away; when, and from which device of the same member (empty: added by one that was taken away). Null or absent: it is in use. */
	readonly takenAway?: { readonly at: number | null; readonly fromDevice: string } | null;
}

/** What a member's devices lack, as far as is known here. */
export interface BundleNeed {
	readonly memberId: MemberId;
	readonly name: string;
	/** My other devices. */
	readonly isMe: boolean;
	/** Entries that they may lack, of all that could be handed to them. */
	readonly entries: number;
	readonly of: number;
}

export interface BundleMade {
	readonly fileName: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly entries: number;
	readonly receipts: number;
}
export interface BundleTaken {
	readonly fromName: string;
	readonly madeAt: number;
	/** Entries that were news here, and those that were here already. */
	readonly fresh: number;
	readonly known: number;
	/** What no honest copy holds: left out. */
	readonly refused: number;
	readonly receipts: number;
}

/** Room that one part of what is kept on this device takes. `own`: keys, drafts and settings; `texts`: what was written together. */
export interface StoragePart {
	readonly kind: 'records' | 'texts' | 'receipts' | 'own' | 'app';
	readonly bytes: number;
}

export interface CollectiveHere {
	readonly id: CollectiveId;
	readonly name: string;
	readonly isOpen: boolean;
	readonly isSample: boolean;
	/** Still waiting at its door. */
	readonly joining: boolean;
}

export interface ReachViews {
	/** Keepers, STUN and TURN, meeting points. */
	'servers': { args: null; value: ServersView };
	'reach': { args: null; value: ReachView };
	'held': { args: { id: ObjectId }; value: HeldView };
	'devices': { args: null; value: DevicesView };
	'builds': { args: null; value: BuildsView };
}

export interface ReachCommands {
	readonly servers: {
		/** Takes the address that a keeper prints, pass included, and tells everybody in the collective. */
		addKeeper(address: string, name: string): Done<ObjectId>;
		/** For this device alone. */
		setUsed(server: ObjectId, used: boolean): Done;
		setRelayOnly(relayOnly: boolean): Done;
		/** Tries everything in turn, telling each line as it is known. Contacts only servers that this device uses. */
		test(told: (check: ConnectionCheck) => void): Promise<void>;
	};
	readonly bundles: {
		/** For choosing whom to hand something to; members without another device are left out. */
		needs(): Done<readonly BundleNeed[]>;
		/** `member`: only what that member's devices lack as far as is known here; null: everything, for everybody. */
		make(member: MemberId | null): Done<BundleMade>;
		/** Verifies and takes in; doing it twice changes nothing. */
		take(file: Uint8Array): Done<BundleTaken>;
	};
	/** Two devices face to face, without any server: texts or QR codes go by hand. */
	readonly pairing: {
		offer(): Done<{ readonly text: string }>;
		answer(offer: string): Done<{ readonly text: string }>;
		/** Resolves when the line stands, or has come to nothing. */
		complete(answer: string): Done;
		/** What becomes of the attempt that is going on, for the side that answered. */
		settled(): Done;
		cancel(): void;
	};
	readonly devices: {
		offer(): Done<{ readonly link: string }>;
		withdrawOffer(): Done;
		/** After the digits were compared. */
		accept(knockId: string): Done;
		refuse(knockId: string): Done;
		rename(device: DeviceId, name: string): Done;
		/** Also opens a fresh group key, so that the device reads nothing new. */
		revoke(device: DeviceId): Done;
		/** Makes a recovery phrase; it counts once two of its words have been given back. `ask`: positions from 0. */
		/** `collectiveCode`: printed beside the words, no secret. */
		makePhrase(): Done<{ readonly words: readonly string[]; readonly ask: readonly number[]; readonly collectiveCode: string }>;
		confirmPhrase(words: readonly string[]): Done;
		/** Begins: colleagues bind a fresh device to this member. The link is for that person alone. */
		startRecovery(member: MemberId): Done<{ readonly link: string; readonly invitation: InvitationId }>;
	};
	readonly profile: {
		list(): Promise<readonly CollectiveHere[]>;
		/** What takes room on this device, of all collectives together; reads all of it. Null: it cannot be told here. */
		storage(): Promise<readonly StoragePart[] | null>;
		/** Leaves the open collective (which stays on this device) and opens that one. */
		switchTo(id: CollectiveId): Done;
		/** To the first screen, to found or join another one; the vault stays open. */
		addAnother(): Done;
		/** Forgets one collective on this device. */
		forget(id: CollectiveId): Done;
		startSample(): Done;
		/** Passkey unlock: does this browser offer it, and is there one? */
		passkey(): Promise<'unavailable' | 'none' | 'set'>;
		addPasskey(passphrase: string): Done;
		removePasskey(): Done;
		unlockByPasskey(): Done;
		/** On a device that has nothing: by the words of a recovery phrase. */
		recoverByPhrase(input: { readonly words: string; readonly collectiveCode: string; readonly deviceName: string; readonly passphrase: string }): Done;
		/** At the door with a phrase: goes in by a colleague's file for everybody, without meeting anybody. */
		startPhraseFile(file: Uint8Array): Done;
	};
}
