/**
 * What this device alone has chosen about the collective's servers: which it leaves aside, and whether it shows its address to colleagues.
 * Kept sealed, in no entry and no message. Carries NET123.
 */
import * as z from 'zod';
import { ok, type CollectiveId, type ObjectId, type Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { KeeperMemory } from './keeper-memory';
import type { Keychain } from './keychain';
import { createPrivateRecord } from './private-record';
import type { ServerChoices } from './servers-plan';

export interface KeptServerChoices extends ServerChoices {
	/** Durable when it resolves. @throws StoreRefused */
	setUsed(server: ObjectId, used: boolean): Promise<Result<void, Failure>>;
	setRelayOnly(relayOnly: boolean): Promise<Result<void, Failure>>;
	/** What keepers had confirmed when the app was last open; null: the vault was closed meanwhile. */
	openMemory(timers: Timers): Promise<KeeperMemory | null>;
	/** Called after each change. */
	listen(run: () => void): void;
}

const part = z.strictObject({ leftAside: z.array(z.string()).max(1_000), relayOnly: z.boolean() });
const record = z.strictObject({ version: z.literal(1), collectives: z.record(z.string(), part) });
type Record = z.output<typeof record>;

const EMPTY: Record = { version: 1, collectives: {} };

/** For as long as a collective is open. */
export async function openServerChoices(keychain: () => Keychain | null, collective: CollectiveId): Promise<KeptServerChoices> {
	const kept = createPrivateRecord<Record>({ keychain, name: 'servers', parse: (value) => record.safeParse(value).data ?? EMPTY });
	let mine = (await kept.read()).collectives[collective] ?? { leftAside: [], relayOnly: false };
	const listeners = new Set<() => void>();

	async function change(next: Partial<typeof mine>): Promise<Result<void, Failure>> {
		const wanted = { ...mine, ...next };
		const done = await kept.change((before) => ok({ ...before, collectives: { ...before.collectives, [collective]: wanted } }));
		if (!done.ok) return done;
		mine = wanted;
		for (const run of listeners) run();
		return done;
	}
	return {
		isUsed: (server) => !mine.leftAside.includes(server),
		relayOnly: () => mine.relayOnly,
		setUsed: (server, used) => change({ leftAside: [...mine.leftAside.filter((each) => each !== server), ...(used ? [] : [server])] }),
		setRelayOnly: (relayOnly) => change({ relayOnly }),
		openMemory: async (timers) => {
			const { openKeeperMemory } = await import('./keeper-memory');
			return keychain() === null ? null : openKeeperMemory(keychain, collective, timers);
		},
		listen: (run) => void listeners.add(run)
	};
}
