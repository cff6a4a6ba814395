/**
 * Where one opening of a text keeps its draft on this device: a place of its own, so that two tabs never write over each other or
 * give the same words back twice. What openings that have ended left in other places is taken along. Knows nothing of what a draft says.
 * Carries TXT64.
 */
import type { StreamId } from '$crypto/base';
import type { App } from './types';

/** Locks among the tabs of this browser; they end with their page. */
export interface PlaceLocks {
	/**
	 * Null: it is taken. `waits`: an opening of this very page that has it is about to leave it: it is waited for a moment, then shared.
	 * @returns what releases it. @throws where there are no locks.
	 */
	take(name: string, waits: boolean): Promise<(() => void) | null>;
}

export interface DraftPlace {
	/** Takes the place. First what is kept there (null: nothing), then what was left behind elsewhere. Each load is released once. */
	load(): Promise<readonly unknown[]>;
	/** In the same step what was left behind elsewhere is gone: it is part of `value`. */
	save(value: unknown): Promise<unknown>;
	/** Likewise. */
	remove(): Promise<unknown>;
	/** Nothing is saved here any more. */
	release(): void;
}

interface Taken {
	readonly key: string;
	readonly release: () => void;
	/** Of openings that have ended. */
	left: readonly { readonly key: string; readonly release: () => void }[];
}

/** The first place has the key that the only one had. */
const keyOf = (stream: StreamId, n: number): string => (n === 0 ? `held ${stream}` : `held ${stream} ${n}`);

export function openDraftPlace(stream: StreamId, drafts: App['drafts'], locks: PlaceLocks): DraftPlace {
	let uses = 0;
	let taking: Promise<Taken> | null = null;
	const lockOf = (key: string): string => `commonhold/${key}`;

	async function take(): Promise<Taken> {
		try {
			for (let n = 0; ; n++) {
				const key = keyOf(stream, n);
				const release = await locks.take(lockOf(key), true);
				if (release !== null) return { key, release, left: await takeLeft(key) };
			}
		} catch {
			return { key: keyOf(stream, 0), release: () => undefined, left: [] };
		}
	}

	async function takeLeft(own: string): Promise<Taken['left']> {
		const first = keyOf(stream, 0);
		const left: { key: string; release: () => void }[] = [];
		for (const { key } of await drafts.list(first).catch(() => [])) {
			const release = key === own ? null : await locks.take(lockOf(key), false);
			if (release !== null) left.push({ key, release });
		}
		return left;
	}

	/** Once the disk has done it, others may have those places. */
	async function replace(run: (key: string, left: readonly string[]) => Promise<{ readonly ok: boolean }>): Promise<unknown> {
		if (taking === null) return { ok: false };
		const taken = await taking;
		const { left } = taken;
		const result = await run(taken.key, left.map(({ key }) => key));
		if (!result.ok) return result;
		taken.left = taken.left.filter((one) => !left.includes(one));
		for (const { release } of left) release();
		return result;
	}

	return {
		async load() {
			uses++;
			const { key, left } = await (taking ??= take());
			return Promise.all([key, ...left.map((one) => one.key)].map((each) => drafts.load(each)));
		},
		save: (value) => replace((key, left) => drafts.save(key, value, left)),
		remove: () => replace((key, left) => drafts.remove(key, left)),
		release() {
			uses--;
			const ended = taking;
			if (uses > 0 || ended === null) return;
			taking = null;
			void ended.then(({ release, left }) => {
				release();
				for (const one of left) one.release();
			});
		}
	};
}
