/** What only the page can find out: whether this browser can carry the app, and its storage, network and address. */
import { failure, type Failure } from '$lib/errors';
import { dateHere } from '$lib/time/date-here';
import type { Environment } from '$lib/worker/api';

export interface Configuration {
	readonly publicUrl: string;
	readonly signaling: readonly string[];
	readonly iceServers: readonly RTCIceServer[];
}

/** Null when everything needed is there. */
export function whyUnsupported(page: Window): Failure | null {
	if (!page.isSecureContext) return failure('InsecureOrigin');
	const { navigator } = page;
	const needed = [page.indexedDB, page.crypto?.subtle, navigator.locks, window.WebAssembly, window.BroadcastChannel, window.RTCPeerConnection];
	return needed.every(Boolean) ? null : failure('BrowserTooOld');
}

/** What whoever serves the app says of meeting points; their own address where they say nothing. Works offline. */
export async function loadConfiguration(page: Window): Promise<Configuration> {
	const { origin, host, protocol } = page.location;
	const own = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/signal`;
	const fallback: Configuration = { publicUrl: origin, signaling: [own], iceServers: [] };
	try {
		const response = await fetch('/config.json', { cache: 'no-cache' });
		const found: unknown = await response.json();
		return parseConfiguration(found, fallback) ?? fallback;
	} catch {
		return fallback;
	}
}

/** The browser's condition, for the worker. Used bytes are rounded: every change is told. */
export async function inspectBrowser({ storage, onLine }: Navigator): Promise<Pick<Environment, 'online' | 'storagePersistent' | 'usedBytes' | 'quotaBytes'>> {
	const [storagePersistent, estimate] = await Promise.all([storage.persisted().catch(() => false), storage.estimate().catch(() => ({}) as StorageEstimate)]);
	const usedBytes = Math.round((estimate.usage ?? 0) / 100_000) * 100_000;
	return { online: onLine, storagePersistent, usedBytes, quotaBytes: estimate.quota ?? null };
}

/** By the day alone: the name of a file tells nothing of the collective. */
export const backupFileName = (madeAtMs: number): string => `backup-${dateHere(madeAtMs)}.commonhold`;

export const linkAt = (origin: string, path: string): string => new URL(path, origin).href;

const TEXT_LIMIT = 400;
const LIST_LIMIT = 8;

/**
 * Checked by hand: a schema library would be the largest part of what a phone fetches before the first word. Null for
 * anything that is not exactly of the expected form; empty values mean the fallback's.
 */
export function parseConfiguration(found: unknown, fallback: Configuration): Configuration | null {
	if (!isRecord(found)) return null;
	const { publicUrl, signaling, iceServers, stunPort } = found;
	if (stunPort !== undefined && !isPort(stunPort)) return null;
	if (!isText(publicUrl) || !isListOf(signaling, isText) || !isListOf(iceServers, isIceServer)) return null;
	return {
		publicUrl: publicUrl || fallback.publicUrl,
		signaling: signaling.length > 0 ? signaling : fallback.signaling,
		iceServers: [
			...iceServers.map(({ urls, username, credential }) => ({
				urls,
				...(username === undefined ? {} : { username }),
				...(credential === undefined ? {} : { credential })
			})),
			// whoever serves the app answers STUN too: at the host that this page came from
			...(stunPort === undefined ? [] : [{ urls: `stun:${new URL(fallback.publicUrl).hostname}:${stunPort}` }])
		]
	};
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= TEXT_LIMIT;
const isPort = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
const isOptionalText = (value: unknown): value is string | undefined => value === undefined || isText(value);

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
	return Array.isArray(value) && value.length <= LIST_LIMIT && value.every(isItem);
}

function isIceServer(value: unknown): value is { urls: string | string[]; username?: string; credential?: string } {
	if (!isRecord(value)) return false;
	const { urls, username, credential } = value;
	return (isText(urls) || isListOf(urls, isText)) && isOptionalText(username) && isOptionalText(credential);
}
