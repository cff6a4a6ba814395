/**
 * What is said in a lobby under its frame key: only whoever knows the invitation, or is a member, can write it or read it.
 *
 * Says nothing about which of them wrote it. Carries CRY92 and CRY105.
 */
import { open, seal } from './aead';
import { utf8, type CollectiveId, type InvitationId } from './base';
import type { LobbyKeys } from './invitation';
import type { Random } from './random';

/** Where it is said: a text for one lobby opens in no other. */
export interface LobbyPlace {
	readonly room: LobbyKeys;
	readonly collective: CollectiveId;
	readonly invitation: InvitationId;
}

export const sealCharter = (place: LobbyPlace, plain: Uint8Array, random: Random): Uint8Array =>
	seal(place.room.frameKey, contextOf(place), plain, random);

/** Null for anything that was not sealed for this lobby. */
export function openCharter(place: LobbyPlace, sealed: Uint8Array): Uint8Array | null {
	const opened = open(place.room.frameKey, contextOf(place), sealed);
	return opened.ok ? opened.value : null;
}

const contextOf = ({ collective, invitation }: LobbyPlace): Uint8Array =>
	utf8(`commonhold/1/lobby-charter/${collective}/${invitation}`);
