/**
 * A wrapper that keeps a secret out of logs, error texts and JSON (CRY3).
 *
 * Knows nothing of what it holds. It protects against accidents, not against code that calls `reveal` on purpose;
 * reviewers search for that call.
 */

const PLACEHOLDER = '[secret]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Holds a value that prints and serialises as a placeholder. Does not survive `structuredClone`: send revealed bytes. */
export class Secret<T> {
	readonly #value: T;

	constructor(value: T) {
		this.#value = value;
	}

	static reveal<T>(secret: Secret<T>): T {
		return secret.#value;
	}

	toString(): string {
		return PLACEHOLDER;
	}

	toJSON(): string {
		return PLACEHOLDER;
	}

	[INSPECT](): string {
		return PLACEHOLDER;
	}
}

export const createSecret = <T>(value: T): Secret<T> => new Secret(value);

/** The one way back to the value. */
export const reveal: <T>(secret: Secret<T>) => T = Secret.reveal;

/** Overwrites the bytes. Best effort: the runtime may have copied them before. */
export function wipe(secret: Secret<Uint8Array>): void {
	reveal(secret).fill(0);
}

/** Makes an object that carries secrets in plain fields print and serialise as a placeholder. */
export function hideWhenPrinted<T extends object>(value: T): T {
	Object.defineProperty(value, 'toJSON', { value: () => PLACEHOLDER });
	Object.defineProperty(value, INSPECT, { value: () => PLACEHOLDER });
	return value;
}
