/**
 * One record that this device keeps to itself, sealed under the vault's key: in no entry, no backup and no message. Read once for
 * each opened vault; changed one change at a time, so that what is in memory is what the disk took.
 */
import { ok, textOf, utf8, type Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { Keychain } from './keychain';

export interface PrivateRecord<T> {
	/** @throws when the vault is closed. */
	read(): Promise<T>;
	/** Durable when it resolves; a refusal of `run` changes nothing, nor does its giving back what it got. @throws StoreRefused, and when the vault is closed. */
	change(run: (before: T) => Result<T, Failure>): Promise<Result<void, Failure>>;
}

interface Options<T> {
	keychain(): Keychain | null;
	readonly name: string;
	/** What was read; null: nothing, or nothing that opens. Never throws. */
	parse(value: unknown): T;
}

/** The sealed record's length tells no more than this about how much is in it. */
const PADDED_TO = 4096;

export function createPrivateRecord<T>({ keychain, name, parse }: Options<T>): PrivateRecord<T> {
	const loaded = new WeakMap<Keychain, Promise<T>>();
	let writing: Promise<unknown> = Promise.resolve();

	const opened = (): Keychain => {
		const chain = keychain();
		if (!chain) throw new Error('the vault is closed');
		return chain;
	};
	const load = (chain: Keychain): Promise<T> => {
		const known = loaded.get(chain);
		if (known) return known;
		const fresh = chain.readPrivate(name).then((bytes) => parse(jsonOf(bytes)));
		loaded.set(chain, fresh);
		return fresh;
	};

	return {
		read: async () => load(opened()),
		change(run) {
			const work = async (): Promise<Result<void, Failure>> => {
				const chain = opened();
				const before = await load(chain);
				const changed = run(before);
				if (!changed.ok) return changed;
				if (changed.value === before) return ok(undefined);
				await chain.writePrivate(name, padded(utf8(JSON.stringify(changed.value))));
				loaded.set(chain, Promise.resolve(changed.value));
				return ok(undefined);
			};
			const done = writing.then(work, work);
			writing = done.catch(() => undefined);
			return done;
		}
	};
}

/** With spaces, which JSON passes over. */
function padded(bytes: Uint8Array): Uint8Array {
	const whole = new Uint8Array(Math.ceil(bytes.length / PADDED_TO) * PADDED_TO).fill(32);
	whole.set(bytes);
	return whole;
}

function jsonOf(bytes: Uint8Array | null): unknown {
	try {
		return bytes && JSON.parse(textOf(bytes) ?? '');
	} catch {
		return null;
	}
}
