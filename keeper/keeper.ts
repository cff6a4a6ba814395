/**
 * A whole keeper: app, signaling, store and STUN on one port. Everything is put together here and nowhere else; `main.ts` reads what
 * the operator says, tests start one directly.
 *
 * Knows nothing of printing. Carries KEE60 to KEE63.
 */
import { systemRandom } from '../crypto/random';
import { reveal } from '../crypto/secret';
import { formatKeeperAddress } from '../crypto/keeper';
import { loadSodium } from '../crypto/sodium';
import { addressOf } from './addresses';
import { createAdmission } from './admission';
import type { Configuration } from './configuration';
import { claimDataFolder } from './data-folder';
import { createHostCheck, isLoopback } from './hosts';
import { createHub, type Hub } from './hub';
import { attachKeep, KEEP_PATH, type KeepStats } from './keep';
import { KEEP_LIMITS, type KeepLimits } from './keep-limits';
import { silentLog, type Log } from './log';
import { openPasses, ownerOfPass, type Passes } from './passes';
import { KeeperRedis } from './redis';
import { createAppServer, listenOnFreePort } from './server';
import { attachSignaling } from './signaling';
import { closeOtherUpgrades, SIGNAL_PATH } from './upgrades';
import { startStun, type Stun } from './stun';
import { openStore, type KeeperStore } from './store';

export interface KeeperOptions {
	readonly dataDirectory: string;
	/** 0 takes any free one. */
	readonly port?: number;
	readonly host?: string;
	/** Directory of the built app; without it only the keeper and signaling answer. */
	readonly buildDirectory?: string;
	readonly configuration?: Configuration;
	/** No pass is needed. */
	readonly open?: boolean;
	readonly limits?: Partial<KeepLimits>;
	readonly log?: Log;
	/** UDP port; the HTTP port by default, 0 for none. */
	readonly stunPort?: number;
	/** Shares the documents with other keepers. */
	readonly redisUrl?: string;
	/** How long the start waits for Redis; then it goes on without, and Redis joins when it comes. */
	readonly redisPatienceMs?: number;
	/** Other addresses under which this keeper is known, as `https://keeper.example`. */
	readonly alsoKnownAs?: readonly string[];
}

export interface Keeper {
	readonly port: number;
	/** `http://localhost:<port>`, or the public address. */
	readonly url: string;
	readonly passes: Passes;
	readonly store: KeeperStore;
	/** The text that a person pastes into the app, for each pass. */
	addresses(): readonly string[];
	/** UDP port on which STUN answers; null for none. */
	readonly stunPort: number | null;
	/** Whether Redis is there; null without one. */
	redisReady(): boolean | null;
	stats(): KeepStats;
	/** Stops taking connections, ends what is under way, closes. May be called twice. */
	close(): Promise<void>;
}
/** Thrown by `startKeeper`: one running keeper for each folder. */
export class FolderInUse extends Error {
	constructor(directory: string) {
		super(`Another keeper is using ${directory}`);
	}
}

const NO_CONFIGURATION: Configuration = { publicUrl: '', signaling: [], iceServers: [] };

/** Starts and listens; makes the first pass where there is none. Rejects when folder or port cannot be had. */
export async function startKeeper(options: KeeperOptions): Promise<Keeper> {
	await loadSodium();
	const configuration = options.configuration ?? NO_CONFIGURATION;
	const limits = { ...KEEP_LIMITS, ...options.limits };
	const log = options.log ?? silentLog;
	const listensOn = options.host ?? '127.0.0.1';
	const nowMs = () => performance.now();
	const folder = claimDataFolder(options.dataDirectory, () => new Date());
	if (folder === null) throw new FolderInUse(options.dataDirectory);
	const store = openStore(folder.file);
	const passes = openPasses(store.root, systemRandom);
	if (passes.list().length === 0) await passes.add('');
	const redis = options.redisUrl === undefined ? null : new KeeperRedis({ url: options.redisUrl, store, limits, log, hub: () => hub });
	const hub: Hub = createHub({ store, limits, nowMs, extensions: redis === null ? [] : [redis] });
	if (redis !== null && !(await redis.waitReady(options.redisPatienceMs ?? 20_000))) log('warn', 'redis-not-there');
	let port = 0;
	let stun: Stun | null = null;
	const hostOf = createHostCheck({ urls: [configuration.publicUrl, ...(options.alsoKnownAs ?? [])], listensOn, port: () => port });
	const isLocal = isLoopback(listensOn) && (configuration.publicUrl === '' || isLoopback(new URL(configuration.publicUrl).hostname));
	/** To this machine alone it would say nothing new. */
	const offersStun = () => stun !== null && !isLocal;
	const started = nowMs();

	const server = createAppServer({
		buildDirectory: options.buildDirectory ?? null,
		configuration,
		alsoConfigured: () => (offersStun() ? { stunPort: stun?.port } : {}),
		health: (host) =>
			hostOf(host) === null ? null : { status: 'ok', upSeconds: Math.round((nowMs() - started) / 1000), keep: keep.stats(), signaling: signaling.stats(), held: store.total(), stunAnswered: stun?.answered() ?? 0 }
	});
	const signaling = attachSignaling(server, { path: SIGNAL_PATH, addressOf });
	closeOtherUpgrades(server, [SIGNAL_PATH, KEEP_PATH]);
	const admission = createAdmission({ passes, store, open: options.open ?? false, salt: saltOf(store) });
	const keep = attachKeep(server, {
		...{ hub, store, admission, limits, random: systemRandom, log, nowMs, addressOf, hostOf },
		greeting: () => (offersStun() ? JSON.stringify({ t: 'keeper', stun: stun?.port }) : null)
	});

	const watch = setInterval(() => {
		// The command line may have dropped a pass beside us, and something may have come in after it had deleted everything.
		const owners = new Set(passes.list().map(({ number }) => ownerOfPass(number)));
		const isGone = (owner: string) => owner.startsWith('pass-') && !owners.has(owner);
		keep.closeOwners(isGone);
		for (const owner of store.owners().filter(isGone)) store.dropOwner(owner).catch(() => log('error', 'drop-failed'));
	}, 1000);
	watch.unref();

	const closeAll = async (): Promise<void> => {
		clearInterval(watch);
		server.close();
		await Promise.all([keep.close(), signaling.close(), stun?.close(), redis?.onDestroy()]);
		server.closeAllConnections();
		await store.close();
		folder.release();
		log('info', 'stopped');
	};
	let closing: Promise<void> | undefined;
	const close = (): Promise<void> => (closing ??= closeAll());

	try {
		port = await listenOnFreePort(server, options.port ?? 0, listensOn);
	} catch (problem) {
		await close();
		throw problem;
	}
	if (options.stunPort !== 0) {
		// A proxy in front forwards no UDP: with a public address, STUN listens for itself.
		stun = await startStun({ port: options.stunPort ?? port, host: isLocal || !isLoopback(listensOn) ? listensOn : '0.0.0.0', nowMs });
		if (stun === null) log('warn', 'stun-port-taken');
	}
	log('info', 'started', { documents: store.total().documents, entries: store.total().entries });
	const url = configuration.publicUrl === '' ? `http://localhost:${port}` : new URL(configuration.publicUrl).origin;
	return {
		port,
		url,
		passes,
		store,
		addresses: () => passes.list().map(({ secret }) => formatKeeperAddress(url, reveal(secret))),
		stunPort: stun?.port ?? null,
		redisReady: () => redis?.isReady() ?? null,
		stats: keep.stats,
		close
	};
}

/** Made once for each folder. */
function saltOf(store: KeeperStore): Uint8Array {
	const rows = store.root.openDB<Buffer, string>({ name: 'salt', encoding: 'binary' });
	const known = rows.get('address');
	if (known !== undefined) return known;
	const salt = systemRandom.bytes(32);
	void rows.put('address', Buffer.from(salt));
	return salt;
}
