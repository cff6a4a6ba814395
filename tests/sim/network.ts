/** A seeded network: what is sent arrives late, out of order, twice, or not at all, and never across a partition. */
import type { Seeded } from '../support/seeded';
import type { Fault } from './options';

export type Message =
	/** A message of the side protocol. */
	| { readonly kind: 'side'; readonly bytes: Uint8Array }
	/** A raw Yjs update of one segment, as y-webrtc carries it. */
	| { readonly kind: 'update'; readonly segment: number; readonly bytes: Uint8Array };

export interface Parcel {
	readonly from: number;
	readonly to: number;
	readonly message: Message;
	readonly atMs: number;
}

export interface Network {
	/** `lost`: then the line between the two has broken, for what is sent over a line arrives as long as there is one. */
	send(from: number, to: number, message: Message, nowMs: number): 'sent' | 'lost';
	/** Takes out what has arrived, in order of arrival. */
	arrived(nowMs: number): Parcel[];
	/** Devices in different groups do not hear each other; null ends it. */
	partition(groupOf: readonly number[] | null): void;
	areApart(a: number, b: number): boolean;
	/** On its own for a while: switched on, and nobody hears it. */
	readonly away: Set<number>;
	readonly isPartitioned: boolean;
	/** A copy of something that was under way before. */
	replay(chance: Seeded): Parcel | null;
	readonly counts: Record<'delay' | 'reorder' | 'duplicate' | 'drop' | 'cut', number>;
	clear(): void;
}

const MAX_KEPT = 400;

export function createNetwork(chance: Seeded, faults: ReadonlySet<Fault>): Network {
	let underWay: Parcel[] = [];
	let groups: readonly number[] | null = null;
	const kept: Parcel[] = [];
	const counts = { delay: 0, reorder: 0, duplicate: 0, drop: 0, cut: 0 };
	let lastAt = 0;
	const away = new Set<number>();

	function post(parcel: Parcel): void {
		underWay.push(parcel);
		if (kept.length < MAX_KEPT) kept.push(parcel);
		else kept[chance.int(MAX_KEPT)] = parcel;
	}

	return {
		send(from, to, message, nowMs) {
			if (groups !== null && groups[from] !== groups[to]) {
				counts.cut++;
				return 'lost';
			}
			if (faults.has('drop') && chance.chance(0.1)) {
				counts.drop++;
				return 'lost';
			}
			lastAt = Math.max(lastAt + 1, nowMs + 50);
			let atMs = lastAt;
			if (faults.has('reorder') && chance.chance(0.3)) {
				atMs = nowMs + chance.int(3_600_000);
				counts.reorder++;
			}
			if (faults.has('delay') && chance.chance(0.1)) {
				atMs += chance.int(36 * 3_600_000);
				counts.delay++;
			}
			post({ from, to, message, atMs });
			if (faults.has('duplicate') && chance.chance(0.1)) {
				post({ from, to, message, atMs: atMs + chance.int(24 * 3_600_000) });
				counts.duplicate++;
			}
			return 'sent';
		},
		arrived(nowMs) {
			const here = underWay.filter(({ atMs }) => atMs <= nowMs);
			if (here.length === 0) return here;
			underWay = underWay.filter(({ atMs }) => atMs > nowMs);
			return here.sort((a, b) => a.atMs - b.atMs);
		},
		partition(groupOf) {
			groups = groupOf;
		},
		areApart: (a, b) => away.has(a) || away.has(b) || (groups !== null && groups[a] !== groups[b]),
		get isPartitioned() {
			return groups !== null;
		},
		away,
		replay: (source) => (kept.length === 0 ? null : source.pick(kept)),
		counts,
		clear() {
			underWay = [];
			groups = null;
			away.clear();
		}
	};
}
