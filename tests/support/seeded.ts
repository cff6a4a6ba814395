/**
 * Seeded doubles of chance: the same seed gives the same bytes, picks and shuffles on every machine.
 */

export interface Seeded {
	/** 32 random bits. */
	next(): number;
	/** An integer from 0 to `below`, exclusive. */
	int(below: number): number;
	chance(probability: number): boolean;
	pick<T>(items: readonly T[]): T;
	shuffle<T>(items: readonly T[]): T[];
	bytes(length: number): Uint8Array;
	/** An independent source for one purpose, so that adding a draw in one place moves nothing elsewhere. */
	fork(name: string): Seeded;
}

/** sfc32, a generator of 128 bits of state; the seed is spread by splitmix. Not for secrets. */
export function createSeeded(seed: number): Seeded {
	let mix = seed >>> 0;
	const spread = (): number => {
		mix = (mix + 0x9e3779b9) | 0;
		let t = mix ^ (mix >>> 16);
		t = Math.imul(t, 0x21f0aaad);
		t ^= t >>> 15;
		t = Math.imul(t, 0x735a2d97);
		return t ^ (t >>> 15);
	};
	let a = spread();
	let b = spread();
	let c = spread();
	let d = 1;
	const next = (): number => {
		const t = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + t) | 0;
		return t >>> 0;
	};
	for (let i = 0; i < 12; i++) next();
	const int = (below: number): number => Math.floor((next() / 0x1_0000_0000) * below);
	return {
		next,
		int,
		chance: (probability) => next() / 0x1_0000_0000 < probability,
		pick(items) {
			if (items.length === 0) throw new Error('nothing to pick from');
			return items[int(items.length)]!;
		},
		shuffle(items) {
			const mixed = [...items];
			for (let i = mixed.length - 1; i > 0; i--) {
				const j = int(i + 1);
				[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
			}
			return mixed;
		},
		bytes(length) {
			const out = new Uint8Array(length);
			for (let i = 0; i < length; i += 4) {
				const word = next();
				for (let k = 0; k < 4 && i + k < length; k++) out[i + k] = (word >>> (8 * k)) & 0xff;
			}
			return out;
		},
		fork(name) {
			let hash = 0x811c9dc5 ^ seed;
			for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
			return createSeeded(hash >>> 0);
		}
	};
}
