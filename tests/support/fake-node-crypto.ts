/** Stands in for `node:crypto` where stories are told in a browser to look at screens: texts that look like hashes. Not one. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

interface Digest {
	digest(form: 'base64url'): string;
	digest(): { readUInt32BE(): number };
}

export function createHash(): { update(text: string): Digest } {
	return {
		update: (text) => ({
			digest: ((form?: 'base64url') => (form === undefined ? { readUInt32BE: () => mixed(text, 7) } : looksLikeHash(text))) as Digest['digest'] // the overloads
		})
	};
}

function looksLikeHash(text: string): string {
	let out = '';
	for (let block = 0; out.length < 43; block++) {
		let bits = mixed(text, block + 11);
		for (let at = 0; at < 5; at++, bits >>>= 6) out += LETTERS.charAt(bits & 63);
	}
	// the last character of 32 bytes holds four bits of them
	return out.slice(0, 42) + LETTERS.charAt(mixed(text, 3) & 60);
}

function mixed(text: string, seed: number): number {
	let h = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
	for (let at = 0; at < text.length; at++) {
		h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
		h ^= h >>> 13;
	}
	h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
	return (h ^ (h >>> 16)) >>> 0;
}
