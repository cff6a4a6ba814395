/**
 * One writer per browser: the tab that holds the Web Lock runs the log; every other unlocked tab is its remote.
 *
 * What crosses between tabs is sealed with a key that only an opened vault gives, so a locked tab learns nothing. The lock
 * ends with its tab; whoever waits next takes over. Knows nothing of what is called across.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { MessagePortLike } from '$lib/worker/rpc';

const LOCK = 'commonhold/writer';
const CHANNEL = 'commonhold/tabs';
const IV_BYTES = 12;

export interface Leadership {
	/** True when this tab is the writer now. */
	readonly isLeader: boolean;
	/** Resolves when this tab becomes the writer (at once if it is). Never when released first. */
	readonly whenLeader: Promise<void>;
	release(): void;
}

/** Tries for the lock at once; otherwise queues for it. */
export async function seekLeadership(locks: LockManager): Promise<Leadership> {
	let release: () => void = () => undefined;
	const held = new Promise<void>((resolve) => (release = resolve));
	const aborted = new AbortController();
	let becomeLeader: () => void = () => undefined;
	const whenLeader = new Promise<void>((resolve) => (becomeLeader = resolve));
	let isLeader = false;
	await new Promise<void>((decided) => {
		void locks.request(LOCK, { ifAvailable: true }, async (lock) => {
			if (lock) {
				isLeader = true;
				becomeLeader();
			}
			decided();
			if (lock) await held;
		});
	});
	if (!isLeader)
		locks
			.request(LOCK, { signal: aborted.signal }, async () => {
				isLeader = true;
				becomeLeader();
				await held;
			})
			.catch(() => undefined); // aborted: this tab was locked or closed first
	return {
		get isLeader() {
			return isLeader;
		},
		whenLeader,
		release() {
			aborted.abort();
			release();
		}
	};
}

type Direction = 'to-leader' | 'from-leader';

/** A sealed port between tabs. Frames that do not open under the key are ignored: they come from another vault. */
export async function openTabPort(
	tabKey: Uint8Array,
	side: 'leader' | 'follower',
	onGone?: () => void
): Promise<MessagePortLike & { close(): void }> {
	const key = await crypto.subtle.importKey('raw', new Uint8Array(tabKey), 'AES-GCM', false, ['encrypt', 'decrypt']);
	const channel = new BroadcastChannel(CHANNEL);
	const out: Direction = side === 'leader' ? 'from-leader' : 'to-leader';
	const listeners = new Set<(message: unknown) => void>();
	let closed = false;
	// Sealing is asynchronous: one chain keeps the order in which messages were sent, another that of arrival.
	let sending: Promise<void> = Promise.resolve();
	let receiving: Promise<void> = Promise.resolve();
	channel.onmessage = ({ data }: MessageEvent<unknown>) => {
		if (!(data instanceof Uint8Array) || data.length <= IV_BYTES) return;
		receiving = receiving.then(async () => {
			const opened = await openMessage(key, data);
			if (opened === null || opened.direction === out) return;
			for (const run of listeners) run(opened.message);
		});
	};
	return {
		send(message) {
			// Written out at once: what cannot cross is the caller's mistake and must not stop the messages behind it.
			const text = encoding.encode((encoder) => encoding.writeAny(encoder, { direction: out, message: plain(message) }));
			sending = sending.then(async () => {
				const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
				const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(text)));
				const frame = new Uint8Array(IV_BYTES + sealed.length);
				frame.set(iv);
				frame.set(sealed, IV_BYTES);
				if (!closed) channel.postMessage(frame);
			});
		},
		listen(receive) {
			listeners.add(receive);
			return () => listeners.delete(receive);
		},
		close() {
			closed = true;
			channel.close();
			onGone?.();
		}
	};
}

async function openMessage(key: CryptoKey, frame: Uint8Array): Promise<{ direction: unknown; message: unknown } | null> {
	try {
		const copy = new Uint8Array(frame);
		const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: copy.subarray(0, IV_BYTES) }, key, copy.subarray(IV_BYTES));
		const value: unknown = decoding.readAny(decoding.createDecoder(new Uint8Array(text)));
		return typeof value === 'object' && value !== null && 'direction' in value && 'message' in value ? value : null;
	} catch {
		return null;
	}
}

type Plain = null | undefined | string | number | boolean | Uint8Array | Plain[] | { [key: string]: Plain };

/** Reactive proxies and undefined fields do not survive the codec: copy to plain data. */
function plain(value: unknown): Plain {
	if (value === null || value === undefined) return value;
	if (value instanceof Uint8Array) return value;
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
	throw new TypeError('only plain data crosses between tabs');
}
