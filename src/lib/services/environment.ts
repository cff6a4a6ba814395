/** What only the page can find out: whether this browser can carry the app, and its storage, network and address. */
import * as z from 'zod';
import { failure, type Failure } from '$lib/errors';

export interface Configuration {
	readonly publicUrl: string;
	readonly signaling: readonly string[];
	readonly iceServers: readonly RTCIceServer[];
}

// Trusted Types forbid the code that zod would otherwise compile.
z.config({ jitless: true });

const configuration = z.object({
	publicUrl: z.string().max(400),
	signaling: z.array(z.string().max(400)).max(8),
	iceServers: z
		.array(
			z.object({
				urls: z.union([z.string(), z.array(z.string())]),
				username: z.string().optional(),
				credential: z.string().optional()
			})
		)
		.max(8)
});

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
		const parsed = configuration.safeParse(await response.json());
		if (!parsed.success) return fallback;
		const { publicUrl, signaling, iceServers } = parsed.data;
		const ice = iceServers.map(({ urls, username, credential }) => ({
			urls,
			...(username === undefined ? {} : { username }),
			...(credential === undefined ? {} : { credential })
		}));
		return { publicUrl: publicUrl || origin, signaling: signaling.length > 0 ? signaling : [own], iceServers: ice };
	} catch {
		return fallback;
	}
}

export async function inspectStorage(storage: StorageManager): Promise<{ persistent: boolean; usedBytes: number; quotaBytes: number | null }> {
	const [persistent, estimate] = await Promise.all([storage.persisted().catch(() => false), storage.estimate().catch(() => ({}) as StorageEstimate)]);
	return { persistent, usedBytes: estimate.usage ?? 0, quotaBytes: estimate.quota ?? null };
}
