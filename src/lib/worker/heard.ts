/**
 * When a device of a colleague was last on a line with this one: in memory, and in a record that this device keeps to itself
 * (NET133). Knows no entries and no screens.
 */
import * as z from 'zod';
import { ok, type CollectiveId, type DeviceId } from '$crypto/base';
import { StoreRefused, type Clock } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { Keychain } from './keychain';
import { createPrivateRecord } from './private-record';

export interface Heard {
	/** Exactly these devices are on a line now. */
	here(devices: readonly DeviceId[]): void;
	/** Null: never. While it is here: now. */
	lastAt(device: DeviceId): number | null;
	stop(): Promise<void>;
}

export interface HeardDependencies {
	keychain(): Keychain | null;
	readonly collective: CollectiveId;
	readonly clock: Clock;
	readonly timers: Timers;
}

const KEEP_EVERY_MS = 5 * 60_000;
/** More devices than a collective has; the longest unheard is forgotten first. */
const MAX_DEVICES = 400;

const times = z.record(z.string(), z.number());
const record = z.strictObject({ version: z.literal(1), collectives: z.record(z.string(), times) });
type Kept = z.output<typeof record>;
const NOTHING: Kept = { version: 1, collectives: {} };

/** Nothing is kept and nobody was heard: for what runs without a vault. */
export const DEAF: Heard = { here: () => undefined, lastAt: () => null, stop: async () => undefined };

export async function openHeard({ keychain, collective, clock, timers }: HeardDependencies): Promise<Heard> {
	const kept = createPrivateRecord<Kept>({ keychain, name: 'heard', parse: (value) => record.safeParse(value).data ?? NOTHING });
	const lastAt = new Map(Object.entries((await kept.read()).collectives[collective] ?? {}));
	let here: ReadonlySet<string> = new Set();
	let keeping: Promise<unknown> = Promise.resolve();

	function keep(): void {
		const newest = [...lastAt].sort(([, a], [, b]) => b - a).slice(0, MAX_DEVICES);
		keeping = kept
			.change(({ version, collectives }) => ok({ version, collectives: { ...collectives, [collective]: Object.fromEntries(newest) } }))
			.catch((problem: unknown) => {
				// a comfort, and no word of anybody's: a full disk that refuses it is told of elsewhere
				if (keychain() !== null && !(problem instanceof StoreRefused)) throw problem;
			});
	}

	const mark = (devices: Iterable<string>): void => {
		for (const device of devices) lastAt.set(device, clock.now());
	};
	const stopKeeping = timers.every(KEEP_EVERY_MS, () => {
		if (here.size === 0) return;
		mark(here);
		keep();
	});

	return {
		here(devices) {
			const before = here;
			here = new Set<string>(devices);
			mark([...before, ...here]);
			if ([...before].some((device) => !here.has(device)) || [...here].some((device) => !before.has(device))) keep();
		},
		lastAt: (device) => (here.has(device) ? clock.now() : (lastAt.get(device) ?? null)),
		async stop() {
			stopKeeping();
			if (here.size > 0) {
				mark(here);
				here = new Set();
				keep();
			}
			await keeping;
		}
	};
}
