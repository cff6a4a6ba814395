/**
 * One text for one value: JSON with sorted keys, whole numbers only, no undefined, no holes.
 *
 * For payloads and state hashes, where the same value must give the same bytes on every device. What is signed are always
 * the bytes themselves, never a value written again. Knows nothing of entries or keys.
 */

export type Canonical =
	| null
	| boolean
	| number
	| string
	| readonly Canonical[]
	| { readonly [key: string]: Canonical };

/** @throws for fractions, unsafe integers, undefined, functions, bytes and anything nested deeper than 64. */
export function canonicalText(value: unknown): string {
	return write(value, 0);
}

function write(value: unknown, depth: number): string {
	if (depth > 64) throw new Error('nested too deeply');
	switch (typeof value) {
		case 'string':
			return JSON.stringify(value);
		case 'boolean':
			return value ? 'true' : 'false';
		case 'number':
			if (!Number.isSafeInteger(value)) throw new Error('only whole numbers have one text');
			return value === 0 ? '0' : String(value);
		case 'object':
			if (value === null) return 'null';
			if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, depth + 1)).join(',')}]`;
			return writeObject(value, depth);
		default:
			throw new Error(`no canonical text for ${typeof value}`);
	}
}

function writeObject(value: object, depth: number): string {
	const proto: unknown = Object.getPrototypeOf(value);
	if (proto !== Object.prototype && proto !== null) throw new Error('only plain objects have one text');
	const fields = Object.entries(value);
	// Plain comparison of UTF-16 units: the same in every locale.
	fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${write(item, depth + 1)}`).join(',')}}`;
}
