/** How often somebody has said "later" to installing on this device, and when it may be shown again (PWA32). Kept as a draft: sealed, and here alone. */
export const KEY = 'install';
export const HIDDEN_MS = 3 * 86_400_000;
const MAX_TIMES = 3;

export interface Later {
	readonly times: number;
	readonly at: number;
}

export function readLater(kept: unknown): Later {
	const { times, at } = (kept ?? {}) as Partial<Record<string, unknown>>; // looked into on the next line
	return typeof times === 'number' && typeof at === 'number' ? { times, at } : { times: 0, at: 0 };
}

export const sayLater = ({ times }: Later, now: number): Later => ({ times: times + 1, at: now });

export const isDue = ({ times, at }: Later, now: number): boolean => times < MAX_TIMES && (times === 0 || now - at >= HIDDEN_MS);
