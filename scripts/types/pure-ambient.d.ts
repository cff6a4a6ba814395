/**
 * The few globals that crypto/ and crdt/ may use although the DOM library is absent there.
 * They exist in every browser, in workers and in Node; none of them reaches clock, disk, network or screen.
 */

declare class TextEncoder {
	encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	decode(input?: ArrayBufferView | ArrayBuffer): string;
}

declare function structuredClone<T>(value: T): T;

type KeyUsage =
	| 'encrypt'
	| 'decrypt'
	| 'sign'
	| 'verify'
	| 'deriveKey'
	| 'deriveBits'
	| 'wrapKey'
	| 'unwrapKey';

interface CryptoKey {
	readonly algorithm: { readonly name: string };
	readonly extractable: boolean;
	readonly type: 'private' | 'public' | 'secret';
	readonly usages: KeyUsage[];
}

interface SubtleCrypto {
	encrypt(
		algorithm: { name: 'AES-GCM'; iv: BufferSource; additionalData?: BufferSource },
		key: CryptoKey,
		data: BufferSource
	): Promise<ArrayBuffer>;
	decrypt(
		algorithm: { name: 'AES-GCM'; iv: BufferSource; additionalData?: BufferSource },
		key: CryptoKey,
		data: BufferSource
	): Promise<ArrayBuffer>;
	generateKey(
		algorithm: { name: 'AES-GCM'; length: number },
		extractable: boolean,
		keyUsages: KeyUsage[]
	): Promise<CryptoKey>;
	importKey(
		format: 'raw',
		keyData: BufferSource,
		algorithm: string | { name: string },
		extractable: boolean,
		keyUsages: KeyUsage[]
	): Promise<CryptoKey>;
}

interface Crypto {
	readonly subtle: SubtleCrypto;
}

type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
