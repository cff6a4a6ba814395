/**
 * Which build of the app each device of the collective runs, as it said itself in its last heartbeat: kept sealed on this device and
 * sent to nobody (NET95, NET96). A claim, not a proof. Knows neither screens nor connections.
 */
import * as z from 'zod';
import { ok, type CollectiveId, type DeviceId } from '$crypto/base';
import { StoreRefused, type Clock } from '$crdt/log/ports';
import { BUILD_NAME } from './build-name';
import type { Keychain } from './keychain';
import { createPrivateRecord } from './private-record';

export interface Build {
	/** As people count versions. */
	readonly version: string;
	/** A short name of exactly these sources. */
	readonly name: string;
}

export interface Heard {
	readonly build: string;
	readonly heardAt: number;
}

export interface Builds {
	readonly mine: Build;
	/** What is no name of a build is not heard. */
	hear(device: DeviceId, build: string): void;
	heard(): ReadonlyMap<string, Heard>;
}

const MAX_DEVICES = 200;
const DAY_MS = 86_400_000;

const heard = z.strictObject({ build: z.string().regex(BUILD_NAME), heardAt: z.number() });
const record = z.strictObject({ version: z.literal(1), collectives: z.record(z.string(), z.record(z.string(), heard)) });
type Record = z.output<typeof record>;

const EMPTY: Record = { version: 1, collectives: {} };

/** For as long as a collective is open. What was heard before comes from the sealed record. */
export async function openBuilds(keychain: () => Keychain | null, collective: CollectiveId, mine: Build, clock: Clock): Promise<Builds> {
	const kept = createPrivateRecord<Record>({ keychain, name: 'builds', parse: (value) => record.safeParse(value).data ?? EMPTY });
	const byDevice = new Map<string, Heard>(Object.entries((await kept.read()).collectives[collective] ?? {}));

	/** Nothing is lost with it that the next heartbeat does not bring again. */
	const keep = (): void =>
		void kept
			.change((before) => {
				const newest = [...byDevice].sort(([, a], [, b]) => b.heardAt - a.heardAt).slice(0, MAX_DEVICES);
				return ok({ ...before, collectives: { ...before.collectives, [collective]: Object.fromEntries(newest) } });
			})
			.catch((problem: unknown) => {
				if (keychain() !== null && !(problem instanceof StoreRefused)) throw problem;
			});

	return {
		mine,
		hear(device, build) {
			if (!BUILD_NAME.test(build)) return;
			const before = byDevice.get(device);
			const heardAt = clock.now();
			// the day is enough, so that the disk is not written at every heartbeat
			if (before?.build === build && heardAt - before.heardAt < DAY_MS) return;
			byDevice.set(device, { build, heardAt });
			keep();
		},
		heard: () => byDevice
	};
}
