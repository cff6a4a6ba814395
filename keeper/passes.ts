/**
 * The passes of a keeper: which collectives its owner keeps things for. They lie in the same file as the entries, so that a pass made by the
 * command line counts at once in a keeper that is running.
 *
 * Knows nothing of what a pass's owner stores. Carries KEE4 and KEE5.
 */
import type { RootDatabase } from 'lmdb';
import { fromBase64, toBase64 } from '../crypto/base';
import { createKeeperPass, KEEPER_PASS_BYTES, provesKeeperPass, type KeeperSituation } from '../crypto/keeper';
import type { Random } from '../crypto/random';
import { createSecret, reveal, type Secret } from '../crypto/secret';

export interface StoredPass {
	/** Counted from 1, never used again. */
	readonly number: number;
	/** What the keeper's owner calls it; told to nobody. */
	readonly name: string;
	readonly secret: Secret<Uint8Array>;
}

export interface Passes {
	list(): readonly StoredPass[];
	/** @param secret32 to take over the pass of another keeper; fresh bytes otherwise. */
	add(name: string, secret32?: Uint8Array): Promise<StoredPass>;
	/** False when there is none of that number. */
	drop(number: number): Promise<boolean>;
	/** Whose pass the proof proves; null for nobody's. */
	findProven(proof: Uint8Array, situation: KeeperSituation): StoredPass | null;
}

/** What the store calls the owner of entries. */
export const ownerOfPass = (number: number): string => `pass-${number}`;

export function openPasses(root: RootDatabase, random: Random): Passes {
	const rows = root.openDB<{ name: string; secret: string }, number>({ name: 'passes' });
	const counters = root.openDB<number, string>({ name: 'counters' });
	const list = (): StoredPass[] => {
		const found: StoredPass[] = [];
		for (const { key, value } of rows.getRange()) {
			const bytes = fromBase64(value.secret);
			if (bytes?.length === KEEPER_PASS_BYTES) found.push({ number: key, name: value.name, secret: createSecret(bytes) });
		}
		return found;
	};
	return {
		list,
		async add(name, secret32) {
			const secret = secret32 === undefined ? createKeeperPass(random) : createSecret(secret32);
			const number = await root.transaction(() => {
				const next = (counters.get('pass') ?? 0) + 1;
				void counters.put('pass', next);
				void rows.put(next, { name, secret: toBase64(reveal(secret)) });
				return next;
			});
			return { number, name, secret };
		},
		async drop(number) {
			if (rows.get(number) === undefined) return false;
			await rows.remove(number);
			return true;
		},
		findProven: (proof, situation) => list().find(({ secret }) => provesKeeperPass(proof, secret, situation)) ?? null
	};
}
