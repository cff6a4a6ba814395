/** Web Locks as places for drafts: one page has a place, until it leaves it or ends. Knows nothing of drafts. Carries TXT64. */
import type { PlaceLocks } from './draft-place';

/** An opening of this page that ends has something to write; whoever opens the text again does not see its words later for longer than this. */
const WAIT_MS = 1_000;

interface Held {
	uses: number;
	readonly free: () => void;
	/** Resolves when others may have it. */
	readonly ended: Promise<unknown>;
}

export function createPlaceLocks(manager: () => LockManager, waitMs = WAIT_MS): PlaceLocks {
	const here = new Map<string, Held>();

	const request = (name: string): Promise<Held | null> =>
		new Promise((decided, failed) => {
			let free = (): void => undefined;
			const until = new Promise<void>((resolve) => (free = resolve));
			const ended: Promise<unknown> = manager().request(name, { ifAvailable: true }, async (lock) => {
				// a turn later, when `ended` is there
				await Promise.resolve();
				if (!lock) return decided(null);
				decided({ uses: 0, free, ended });
				await until;
			});
			ended.catch(failed);
		});

	function use(name: string, held: Held): () => void {
		held.uses++;
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			held.uses--;
			if (held.uses === 0) held.free();
		};
	}

	return {
		async take(name, waits) {
			const known = here.get(name);
			if (known !== undefined) {
				if (!waits) return null;
				await Promise.race([known.ended, new Promise((resolve) => setTimeout(resolve, waitMs))]);
				if (here.get(name) === known && known.uses > 0) return use(name, known);
			}
			const held = await request(name);
			if (held === null) return null;
			here.set(name, held);
			void held.ended.finally(() => here.get(name) === held && here.delete(name)).catch(() => undefined);
			return use(name, held);
		}
	};
}

/** Those of this page. */
export const placeLocks: PlaceLocks = createPlaceLocks(() => navigator.locks);
