/**
 * What waits to be read by clients, of one connection and of all together: who asks for much has to read it before asking again, and who does
 * not read is dropped. Knows nothing of messages. Carries KEE38 to KEE40.
 */
export interface OutboxLimits {
	readonly unreadBytes: number;
	readonly unreadTotalBytes: number;
	readonly stallMs: number;
}

/** One connection's share. */
export interface Outbox {
	/** Counts bytes handed to the system until the returned function says that it has them. */
	add(bytes: number): () => void;
	readonly unreadBytes: number;
	/** Whether all connections together have more to read than they should. */
	readonly isOverTotal: boolean;
	/** Resolves when an answer of so many bytes may be made: keeps the room until the returned function is called. Null when the connection has ended. */
	roomFor(bytes: number): Promise<(() => void) | null>;
	/** True when it took too little for too long, or lets too much pile up. @param leftBytes what the system has not sent yet */
	isStuck(nowMs: number, leftBytes: number): boolean;
	end(): void;
}

/** Less than this in `stallMs` is no progress: a trickle must not hold memory for ever. */
const LEAST_PROGRESS_BYTES = 64 * 1024;

export function createOutboxes(limits: OutboxLimits): { create(): Outbox; readonly totalBytes: number } {
	let totalBytes = 0;
	const waiting: { readonly bytes: number; readonly outbox: { ended: boolean }; readonly go: (release: (() => void) | null) => void }[] = [];
	/** Counts until the returned function is called, once. */
	const take = (bytes: number): (() => void) => {
		totalBytes += bytes;
		let held = true;
		return () => {
			if (!held) return;
			held = false;
			totalBytes -= bytes;
			serve();
		};
	};
	const serve = () => {
		while (waiting.length > 0) {
			const first = waiting[0]!;
			if (!first.outbox.ended && totalBytes > 0 && totalBytes + first.bytes > limits.unreadTotalBytes) return;
			waiting.shift();
			first.go(first.outbox.ended ? null : take(first.bytes));
		}
	};
	return {
		get totalBytes() {
			return totalBytes;
		},
		create() {
			let unread = 0;
			let mark: { readonly atMs: number; readonly leftBytes: number } | null = null;
			const state = { ended: false };
			return {
				get unreadBytes() {
					return unread;
				},
				get isOverTotal() {
					return totalBytes > limits.unreadTotalBytes;
				},
				add(bytes) {
					unread += bytes;
					const release = take(bytes);
					let counted = true;
					return () => {
						if (counted) unread -= bytes;
						counted = false;
						release();
					};
				},
				roomFor: (bytes) =>
					new Promise((go) => {
						waiting.push({ bytes, outbox: state, go });
						serve();
					}),
				isStuck(nowMs, leftBytes) {
					if (unread > limits.unreadBytes) return true;
					if (unread === 0) mark = null;
					else if (mark === null || mark.leftBytes - leftBytes >= LEAST_PROGRESS_BYTES || leftBytes > mark.leftBytes) mark = { atMs: nowMs, leftBytes };
					return mark !== null && nowMs - mark.atMs >= limits.stallMs;
				},
				end() {
					state.ended = true;
					serve();
				}
			};
		}
	};
}
