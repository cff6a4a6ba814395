/**
 * What the page asks of the engine for keeping in touch: servers, bundles, devices, several collectives. Plain data both ways.
 * Everything behind it is loaded when it is first needed (worker/reach.ts).
 */
import type { CollectiveId, DeviceId, InvitationId, MemberId, ObjectId, Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { BundleMade, BundleNeed, BundleTaken } from '$lib/services/reach-types';
import type { OpenedVault } from './api';

/** A throwaway vault with the sample in it. */
export interface Explored {
	readonly vault: OpenedVault;
	readonly sample: CollectiveId;
}

export interface ReachApi {
	addKeeper(address: string, name: string): Result<ObjectId, Failure>;
	/** Which servers this device leaves aside, and whether it shows its address: kept in its sealed record. */
	setServerUsed(server: ObjectId, used: boolean): Result<void, Failure>;
	setRelayOnly(relayOnly: boolean): Result<void, Failure>;

	bundleNeeds(): Result<readonly BundleNeed[], Failure>;
	makeBundle(member: MemberId | null): Result<BundleMade, Failure>;
	takeBundle(file: Uint8Array): Result<BundleTaken, Failure>;

	offerDevice(): Result<{ readonly link: string }, Failure>;
	withdrawDeviceOffer(): Result<void, Failure>;
	acceptDevice(knockId: string): Result<void, Failure>;
	refuseDevice(knockId: string): Result<void, Failure>;
	revokeDevice(device: DeviceId): Result<void, Failure>;
	makePhrase(): Result<{ readonly words: readonly string[]; readonly ask: readonly number[]; readonly collectiveCode: string }, Failure>;
	confirmPhrase(words: readonly string[]): Result<void, Failure>;
	startRecovery(member: MemberId): Result<{ readonly link: string; readonly invitation: InvitationId }, Failure>;
	/** With the vault open and empty of this collective: waits at the door as the phrase's device, then as a fresh one. */
	startPhrase(input: { readonly words: string; readonly collectiveCode: string; readonly deviceName: string }): Result<CollectiveId, Failure>;

	/** At the door with a phrase: goes in by a colleague's file instead. `Refused`: nothing of it was kept. */
	startPhraseFile(file: Uint8Array): Result<void, Failure>;

	/** The collectives in the open vault, with the names they go by. */
	collectivesHere(): readonly { readonly id: CollectiveId; readonly name: string; readonly joining: boolean; readonly isSample: boolean }[];
	/** The one just opened is the last one from now on, known by the name it has. */
	rememberOpened(id: CollectiveId): Result<void, Failure>;
	forgetCollective(id: CollectiveId): Result<void, Failure>;
	startSample(): Result<CollectiveId, Failure>;
	/** Is it the one of the vault? Takes as long as unlocking. */
	checkPassphrase(passphrase: string): Result<void, Failure>;
	/** `prf`: the 32 bytes that only the passkey gives for `salt`. */
	addPasskey(passphrase: string, passkey: { readonly credential: Uint8Array; readonly salt: Uint8Array; readonly prf: Uint8Array }): Result<void, Failure>;
	removePasskey(): Result<void, Failure>;
	/** Null: none. `salt`: what the passkey is asked with. Readable while locked. */
	passkeyFacts(): { readonly credential: Uint8Array; readonly salt: Uint8Array } | null;
	openByPasskey(prf: Uint8Array): Result<OpenedVault, Failure>;
}
