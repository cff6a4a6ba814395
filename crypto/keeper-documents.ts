/**
 * Which documents a collective has at its keepers, by place: each has a key pair of its own, derived from the epoch, and its name is the
 * public key. So a keeper sees unrelated random names, whoever holds the epoch finds and opens them, and nobody else can.
 *
 * Knows nothing of what lies in them or who talks to a keeper. Carries CRY157 to CRY159.
 */
import { utf8, type StreamId } from './base';
import { deriveKey } from './hash';
import type { EpochKeys } from './keyring';
import { keeperDocumentName } from './keeper';
import { deriveSignPair, type KeyPair } from './keys';

/** What a document is for. `generation` counts from 0 and grows where one was spoilt. */
export type KeeperPlace =
	| { readonly kind: 'core'; readonly segment: number; readonly generation: number }
	| { readonly kind: 'text'; readonly stream: StreamId; readonly segment: number; readonly generation: number }
	| { readonly kind: 'receipt'; readonly name: string; readonly generation: number };

/** CRY157. Numbers are decimal without leading zeros. */
export function keeperPlaceText(place: KeeperPlace): string {
	if (place.kind === 'core') return `core/${place.segment}/${place.generation}`;
	return place.kind === 'text'
		? `text/${place.stream}/${place.segment}/${place.generation}`
		: `receipt/${place.name}/${place.generation}`;
}

export interface KeeperDocument {
	readonly name: string;
	readonly keys: KeyPair;
}

/** CRY158. The same for all who hold the epoch. */
export function keeperDocument(epoch: EpochKeys, place: KeeperPlace): KeeperDocument {
	const keys = deriveSignPair(deriveKey(epoch.keeperKey, 'keeper-document', utf8(keeperPlaceText(place))));
	return { name: keeperDocumentName(keys.publicKey), keys };
}
