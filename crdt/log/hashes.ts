/**
 * The hashes that the rules are given, for one collective: they stand on floor 2 and may not know cryptography (ORD12).
 * Remembers the ids of keys: the same few devices are asked for again and again.
 */
import { fromBase64, type CollectiveId, type DeviceId, type InvitationId, type MemberId, type Slot } from '../../crypto/base';
import { hashText } from '../../crypto/hash';
import { invitationIdOf } from '../../crypto/invitation';
import { deviceIdOf, memberIdOf, slotOf } from '../../crypto/keys';

const KEY_BYTES = 32;
const MAX_REMEMBERED = 4096;

/** What the rules ask for, in the shape of `Hashes` in crdt/domain/context.ts (which this floor may not import). */
export interface RuleHashes {
	hash(...texts: readonly string[]): string;
	deviceIdOf(signKey: string): DeviceId;
	memberIdOf(signKey: string): MemberId;
	slotOf(signKey: string): Slot;
	invitationIdOf(publicKey: string): InvitationId;
}

/** Keys that are no 32 bytes hash as if they were empty: they can belong to nobody, and the fold must not throw. */
export function createHashes(collective: CollectiveId): RuleHashes {
	return {
		hash: (...texts) => hashText('rule', ...texts),
		deviceIdOf: remembering((key) => deviceIdOf(bytesOf(key))),
		memberIdOf: remembering((key) => memberIdOf(bytesOf(key))),
		slotOf: remembering((key) => slotOf(collective, bytesOf(key))),
		invitationIdOf: remembering((key) => invitationIdOf(bytesOf(key)))
	};
}

function bytesOf(key: string): Uint8Array {
	const bytes = fromBase64(key);
	return bytes?.length === KEY_BYTES ? bytes : new Uint8Array(0);
}

function remembering<T>(compute: (key: string) => T): (key: string) => T {
	const known = new Map<string, T>();
	return (key) => {
		const old = known.get(key);
		if (old !== undefined) return old;
		const fresh = compute(key);
		if (known.size < MAX_REMEMBERED) known.set(key, fresh);
		return fresh;
	};
}
