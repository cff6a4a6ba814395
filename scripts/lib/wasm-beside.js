/**
 * libsodium carries its WebAssembly as text inside its script, which costs a third more to fetch and to keep. In the built
 * app the same bytes lie beside the script, as a file of their own. Node and the tests keep the plain package.
 */
import { Buffer } from 'node:buffer';

// What the package's own build emits: `wasm ??= (text => bytes)("…")`, at a place where `await` is allowed.
const EMBEDDED = /\?\?=\(\w+=>\{.{0,400}?return \w+\}\)\("(AGFzb[A-Za-z0-9+/=]+)"\)/;

/** @returns {import('vite').Plugin} */
export function wasmBeside() {
	return {
		name: 'commonhold-wasm-beside',
		apply: 'build',
		transform(code, id) {
			if (!id.includes('/libsodium-sumo.mjs')) return null;
			const [found, text] = EMBEDDED.exec(code) ?? [];
			// Another release may emit something else: better a stopped build than one that is larger and nobody knows why.
			if (!found || !text) throw new Error('libsodium does not carry its WebAssembly as this build expects');
			const file = this.emitFile({ type: 'asset', name: 'libsodium.wasm', source: Buffer.from(text, 'base64') });
			const fetched = [
				`??=new Uint8Array(await fetch(import.meta.ROLLUP_FILE_URL_${file}).then((answer)=>{`,
				'if(!answer.ok)throw new Error("libsodium.wasm: "+answer.status);return answer.arrayBuffer()}))'
			].join('');
			return { code: code.replace(found, () => fetched), map: null };
		}
	};
}
