/** Locks after minutes without a touch, a key or a look. The choice is kept per device; 0 means never. */
const KEY = 'commonhold-auto-lock-minutes';
export const DEFAULT_IDLE_MINUTES = 10;
export const IDLE_CHOICES = [1, 5, 10, 30, 60, 0] as const;

export function idleMinutes(storage: Pick<Storage, 'getItem'>): number {
	const kept = Number(storage.getItem(KEY) ?? DEFAULT_IDLE_MINUTES);
	return IDLE_CHOICES.some((choice) => choice === kept) ? kept : DEFAULT_IDLE_MINUTES;
}

export function keepIdleMinutes(storage: Pick<Storage, 'setItem'>, minutes: number): void {
	storage.setItem(KEY, String(minutes));
}

const SIGNS = ['pointerdown', 'keydown', 'scroll', 'visibilitychange'] as const;

/** Watches until the returned function is called. `minutes` is asked again at every check, so a change counts at once. */
export function watchIdle(minutes: () => number, lock: () => void): () => void {
	let last = Date.now();
	const seen = () => {
		check();
		last = Date.now();
	};
	const check = () => {
		const limit = minutes();
		if (limit > 0 && Date.now() - last >= limit * 60_000) lock();
	};
	for (const sign of SIGNS) document.addEventListener(sign, seen, { passive: true, capture: true });
	const timer = setInterval(check, 15_000);
	return () => {
		clearInterval(timer);
		for (const sign of SIGNS) document.removeEventListener(sign, seen, { capture: true });
	};
}
