/**
 * Which device may write under which Yjs client id: plain arithmetic, so that nobody has to look anything up.
 *
 *     client id = slot * 2^20 + session        (at most 52 bits, a safe integer)
 *
 * Knows nothing of Yjs or of devices. Carries TXT1 and TXT2.
 */
import { err, ok, type Result, type Slot } from '../../crypto/base';

/** Sessions of one device: about a million openings of texts. */
export const MAX_SESSIONS = 2 ** 20;
const MAX_SLOT = 2 ** 32;

export interface SessionsUsedUp {
	readonly type: 'SessionsUsedUp';
	readonly slot: Slot;
}

/**
 * The client id of one opening of a text. `session` comes from a durable counter, so that no two openings share one: a
 * device that typed, lost the unwritten end in a crash and typed again would otherwise give one id to two different words.
 * `SessionsUsedUp` when the counter has reached 2^20: the member enrols the device afresh.
 */
export function clientIdOf(slot: Slot, session: number): Result<number, SessionsUsedUp> {
	if (!Number.isInteger(slot) || slot < 0 || slot >= MAX_SLOT) throw new Error('a slot has 32 bits');
	if (!Number.isSafeInteger(session) || session < 0) throw new Error('a session is a counter');
	if (session >= MAX_SESSIONS) return err({ type: 'SessionsUsedUp', slot });
	return ok(slot * MAX_SESSIONS + session);
}

/** The slot that alone may write under this client id. */
export function slotOfClient(client: number): Slot {
	return Math.floor(client / MAX_SESSIONS) as Slot; // the constructor of the brand
}

export function sessionOfClient(client: number): number {
	return client % MAX_SESSIONS;
}

export function isClientOf(slot: Slot, client: number): boolean {
	return Number.isSafeInteger(client) && client >= 0 && slotOfClient(client) === slot;
}
