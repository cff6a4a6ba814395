/**
 * One short text that equal states share and different states do not: the heartbeat compares it and raises an alarm.
 *
 * Order of insertion plays no part. It guards against differing rules and broken memory, not against forgery (members
 * with equal logs cannot choose their states), so the parts are mixed by a fast 64-bit function and only the end is a
 * real hash. Parts that did not change are remembered by reference. Carries ORD14.
 */
import type { Hashes } from './context';
import type { State } from './state';

/** About 10 ms for a thousand changed objects; unchanged areas cost nothing. 43 base64url characters. */
export function stateHash(state: State, hash: Hashes['hash']): string {
	const { rulesVersion, entries, unknownOps } = state;
	const parts = [state.membership, state.proposals, state.calendar, state.ledger, state.consultation].map(digestShared);
	return hash('state', String(rulesVersion), String(entries), String(unknownOps), ...parts.map(({ hi, lo }) => `${hi} ${lo}`));
}

interface Digest {
	readonly hi: number;
	readonly lo: number;
}

/** By reference, for areas and for what lies in their maps and sets; small parts are digested with their whole. */
const remembered = new WeakMap<object, Digest>();
const NOTHING: Digest = { hi: 1, lo: 1 };

function digest(value: unknown): Digest {
	switch (typeof value) {
		case 'string':
			return digestText(value, 0x9e37);
		case 'number':
		case 'bigint':
			return digestText(String(value), 0x85eb);
		case 'boolean':
			return value ? { hi: 2, lo: 3 } : { hi: 3, lo: 2 };
		case 'object':
			if (value === null) return NOTHING;
			if (Array.isArray(value)) return digestList(value);
			return isBag(value) ? digestShared(value) : digestRecord(value);
		default:
			return NOTHING;
	}
}

function digestShared(value: object): Digest {
	const known = remembered.get(value);
	if (known !== undefined) return known;
	const made = isBag(value) ? digestBag(value) : Array.isArray(value) ? digestList(value) : digestRecord(value);
	remembered.set(value, made);
	return made;
}

function digestList(list: readonly unknown[]): Digest {
	let hi = list.length;
	let lo = 0x51ed;
	for (const item of list) {
		const part = digest(item);
		hi = scramble(hi ^ part.hi);
		lo = scramble(lo ^ part.lo);
	}
	return { hi, lo };
}

/** Maps and sets, native or immutable. (A set gives each item twice.) */
interface Bag {
	readonly size: number;
	forEach(visit: (value: unknown, key: unknown) => void): void;
}

function isBag(value: object): value is Bag {
	return Symbol.iterator in value && 'forEach' in value && 'size' in value;
}

function digestBag(bag: Bag): Digest {
	let hi = bag.size | 0;
	let lo = 11;
	bag.forEach((value, key) => {
		const name = digest(key);
		const part = typeof value === 'object' && value !== null ? digestShared(value) : digest(value);
		hi = (hi + scramble(name.hi ^ Math.imul(part.hi, 0x01000193))) | 0;
		lo = (lo + scramble(name.lo ^ Math.imul(part.lo, 0x01000193))) | 0;
	});
	return { hi, lo };
}

function digestRecord(record: object): Digest {
	let hi = 13;
	let lo = 17;
	for (const [key, item] of Object.entries(record)) {
		if (item === undefined) continue;
		const name = nameDigest(key);
		const part = digest(item);
		hi = (hi + scramble(name.hi ^ Math.imul(part.hi, 0x01000193))) | 0;
		lo = (lo + scramble(name.lo ^ Math.imul(part.lo, 0x01000193))) | 0;
	}
	return { hi, lo };
}

const names = new Map<string, Digest>();

/** Field names are few; the rare record keyed by data must not fill the table. */
function nameDigest(name: string): Digest {
	const known = names.get(name);
	if (known !== undefined) return known;
	const made = digestText(name, 0x27d4);
	if (names.size < 2000) names.set(name, made);
	return made;
}

/** After cyrb53 (public domain): two 32-bit lanes. */
function digestText(text: string, seed: number): Digest {
	let a = 0xdeadbeef ^ seed;
	let b = 0x41c6ce57 ^ seed;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		a = Math.imul(a ^ code, 2654435761);
		b = Math.imul(b ^ code, 1597334677);
	}
	a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
	b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
	return { hi: b | 0, lo: a | 0 };
}

function scramble(value: number): number {
	let x = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
	x = Math.imul(x ^ (x >>> 13), 0x119de1f3);
	return (x ^ (x >>> 16)) | 0;
}
