/** The shape of the secrets record, checked whenever it comes back from disk or from a backup file. */
import * as z from 'zod';
import type { CollectiveId } from '$crypto/base';
import { charterSchema } from './charter';

z.config({ jitless: true });

const base64 = z.string().regex(/^[A-Za-z0-9_-]*$/);

const joining = z.strictObject({
	/** As a new member; as one more device of somebody who is one, by their own word or by colleagues'; by a phrase on paper. */
	kind: z.enum(['join', 'device', 'recovery', 'phrase']).default('join'),
	seed: base64,
	/** Signing key of the one device that is listened to; null: whoever is in the lobby. */
	sponsor: base64.nullable().default(null),
	/** Seed of the fresh device that takes a phrase's place. */
	next: base64.nullable().default(null),
	/** Its keys and its log came in a file: it waits for nobody. */
	byFile: z.boolean().optional(),
	/** Of whom this is to be a device. */
	memberName: z.string().default(''),
	collectiveName: z.string(),
	inviterName: z.string(),
	signaling: z.array(z.string()),
	profile: z.strictObject({ name: z.string(), discipline: z.string(), licence: z.string() }),
	deviceName: z.string(),
	/** What this person has read and accepted; until then nobody learns who waits. */
	charter: charterSchema.nullable()
});
export type Joining = z.output<typeof joining>;

const stored = z.strictObject({
	id: z.string().transform((s) => s as CollectiveId), // sealed by this device itself
	deviceSeed: base64,
	/** Group keys, oldest first. */
	epochs: z.array(base64),
	/** Present while this device waits to be let in. */
	joining: joining.nullable(),
	/** Signing keys of devices vouched for by whoever let us in, until our own copy of the log names them. */
	vouched: z.array(base64),
	/** Signaling addresses that came with the invitation; empty: where the app came from. */
	signaling: z.array(z.string()),
	/** Came from a backup file: writes nothing until a colleague's device has said what it holds of this one's log. */
	restored: z.boolean(),
	/** Seeds of invitations issued from here, so that the link can be shown again. */
	issued: z.record(z.string(), base64),
	/** Seed of the phrase in whose name this device proves itself on lines, until somebody else holds the entry that adds it. */
	line: base64.optional(),
	/** As it was called when it was last open here. */
	name: z.string().optional(),
	/** Made up to be looked at: nobody else is in it, and nothing of it leaves this device. */
	sample: z.boolean().optional()
});
export type StoredCollective = z.output<typeof stored>;

const secrets = z.strictObject({
	version: z.literal(1),
	collectives: z.array(stored),
	/** The one that was open last. */
	last: z.string().transform((s) => s as CollectiveId).optional() // sealed by this device itself
});
export type Secrets = z.output<typeof secrets>;

/** For secrets that come back in a backup file. */
export function parseStored(value: unknown): StoredCollective | null {
	const parsed = stored.safeParse(value);
	return parsed.success ? parsed.data : null;
}

export function parseSecrets(value: unknown): Secrets | null {
	const parsed = secrets.safeParse(value);
	return parsed.success ? parsed.data : null;
}
