/**
 * Limits for anything that strangers may call: token buckets and counters by key.
 *
 * Knows nothing of sockets, clocks or messages: time comes in as an argument, in milliseconds. Carries NET6.
 */

export interface TokenBucket {
	/** Takes `amount` tokens if they are there; false means "not now", and nothing was taken. */
	take(amount: number, nowMs: number): boolean;
	/** Milliseconds until `amount` tokens will be there; 0 when they already are, Infinity when they never fit. */
	waitMs(amount: number, nowMs: number): number;
}

/** A bucket that starts full. `perSecond` tokens flow in each second, never above `burst`. */
export function createTokenBucket(perSecond: number, burst: number): TokenBucket {
	let tokens = burst;
	let updatedMs = Number.NEGATIVE_INFINITY;
	const refill = (nowMs: number) => {
		// A clock set back adds nothing and takes nothing.
		if (nowMs > updatedMs) {
			if (updatedMs !== Number.NEGATIVE_INFINITY)
				tokens = Math.min(burst, tokens + ((nowMs - updatedMs) / 1000) * perSecond);
			updatedMs = nowMs;
		} else if (nowMs < updatedMs - 1000) updatedMs = nowMs;
	};
	return {
		take(amount, nowMs) {
			refill(nowMs);
			if (tokens < amount) return false;
			tokens -= amount;
			return true;
		},
		waitMs(amount, nowMs) {
			refill(nowMs);
			if (amount > burst) return Number.POSITIVE_INFINITY;
			return tokens >= amount ? 0 : Math.ceil(((amount - tokens) / perSecond) * 1000);
		}
	};
}

export interface Census {
	/** Counts one more under `key`; false when `limit` is reached, and then nothing was counted. */
	enter(key: string): boolean;
	leave(key: string): void;
	readonly size: number;
}

/** Counts what is present by key (connections by address), at most `limit` under one key and `total` in all. */
export function createCensus(limit: number, total: number): Census {
	const countByKey = new Map<string, number>();
	let size = 0;
	return {
		enter(key) {
			const count = countByKey.get(key) ?? 0;
			if (count >= limit || size >= total) return false;
			countByKey.set(key, count + 1);
			size++;
			return true;
		},
		leave(key) {
			const count = countByKey.get(key);
			if (count === undefined) return;
			size--;
			if (count === 1) countByKey.delete(key);
			else countByKey.set(key, count - 1);
		},
		get size() {
			return size;
		}
	};
}
