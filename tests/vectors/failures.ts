/** Inputs that must fail, each with the failure it must end in. Made from the good vectors; expectations are written by hand. */
import { concatBytes } from '../../crypto/base';
import { hash } from '../../crypto/hash';
import { fromHex, toHex } from './hex';
import type { buildVectors } from './build';

export type FailureFormat = 'aead' | 'box' | 'envelope' | 'frame' | 'join-proof' | 'link' | 'peer-proof' | 'recovery' | 'vault';

export interface FailureCase {
	readonly format: FailureFormat;
	readonly name: string;
	/** Hexadecimal, or the text itself for links and phrases. */
	readonly input: string;
	readonly failure: string;
}

export function buildFailures(vectors: Awaited<ReturnType<typeof buildVectors>>): readonly FailureCase[] {
	const cases: FailureCase[] = [];
	const add = (format: FailureFormat, name: string, input: string | Uint8Array, failure: string): void => {
		cases.push({ format, name, input: typeof input === 'string' ? input : toHex(input), failure });
	};

	const sealed = fromHex(vectors['aead.json'].sealed);
	add('aead', 'nonce changed', xor(sealed, 0), 'WrongKey');
	add('aead', 'commitment changed', xor(sealed, 55), 'WrongKey');
	add('aead', 'ciphertext changed', xor(sealed, 56), 'Damaged');
	add('aead', 'tag changed', xor(sealed, sealed.length - 1), 'Damaged');
	add('aead', 'one byte more', concatBytes(sealed, Uint8Array.of(0)), 'Damaged');
	add('aead', '71 bytes', sealed.subarray(0, 71), 'TooShort');

	const box = fromHex(vectors['epoch.json'].boxForBen);
	add('box', 'ephemeral key changed', xor(box, 0), 'WrongKey');
	add('box', 'text changed', xor(box, 95), 'WrongKey');
	add('box', 'cut', box.subarray(0, 95), 'WrongKey');

	const entry = fromHex(vectors['envelope.json'][0]!.bytes);
	const headerEnd = 63 + ((entry[61]! << 8) | entry[62]!);
	add('envelope', 'empty', '', 'Malformed');
	add('envelope', 'one byte short of the least', entry.subarray(0, 254), 'Malformed');
	add('envelope', 'version 0', set(entry, 0, 0), 'Malformed');
	add('envelope', 'version 2', set(entry, 0, 2), 'NewerEnvelope');
	add('envelope', 'header length beyond the end', set(entry, 61, 0x10), 'Malformed');
	add('envelope', 'header length one less', set(entry, 62, entry[62]! - 1), 'Damaged');
	add('envelope', 'hint changed', xor(entry, 1), 'Damaged');
	add('envelope', 'nonce changed', xor(entry, 5), 'WrongKey');
	add('envelope', 'commitment changed', xor(entry, 29), 'WrongKey');
	add('envelope', 'header changed', xor(entry, 63), 'Damaged');
	add('envelope', 'payload changed', xor(entry, headerEnd), 'Damaged');
	add('envelope', 'signature changed', xor(entry, entry.length - 1), 'BadSignature');
	add('envelope', 'one byte between payload and signature', insert(entry, entry.length - 64), 'Damaged');

	const frame = fromHex(vectors['frame.json'].frame);
	add('frame', 'version 2', set(frame, 0, 2), 'BadFrame');
	add('frame', 'cut', frame.subarray(0, 60), 'BadFrame');
	add('frame', 'commitment changed', xor(frame, 30), 'WrongKey');
	add('frame', 'text changed', xor(frame, 60), 'Damaged');

	const proof = fromHex(vectors['invitation.json'].joinProof);
	add('join-proof', 'another invitation', xor(proof, 0), 'invitation');
	add('join-proof', 'box key of small order', concatBytes(proof.subarray(0, 64), new Uint8Array(32), proof.subarray(96)), 'keys');
	add('join-proof', 'profile changed', xor(proof, 96), 'invitation-signature');
	add('join-proof', "joiner's challenge changed", xor(proof, 160), 'invitation-signature');
	add('join-proof', 'signature of the invitation changed', xor(proof, 192), 'invitation-signature');
	add('join-proof', 'signature of the device changed', xor(proof, 256), 'device-signature');

	const link = vectors['invitation.json'].link ?? '';
	add('link', 'another text', 'https://app.example/#about', 'NotAnInvitation');
	add('link', 'a newer version', link.replace('#i1.', '#i9.'), 'NewerInvitation');
	add('link', 'cut by a messenger', link.slice(0, -20), 'DamagedInvitation');
	add('link', 'nothing behind the version', link.slice(0, link.indexOf('#i1.') + 4), 'DamagedInvitation');

	const peer = fromHex(vectors['peer.json'].offererProof);
	add('peer-proof', 'changed', xor(peer, 10), 'NotProven');
	add('peer-proof', 'cut', peer.subarray(0, 63), 'NotProven');

	const phrase = vectors['keys.json'].devices[0]!.recoveryPhrase.split(' ');
	add('recovery', 'a word missing', phrase.slice(1).join(' '), 'WrongWordCount');
	add('recovery', 'a word unknown', ['notaword', ...phrase.slice(1)].join(' '), 'UnknownWord');
	add('recovery', 'two words swapped', [phrase[1], phrase[0], ...phrase.slice(2)].join(' '), 'WrongChecksum');

	const vault = fromHex(vectors['vault.json'].vault);
	const repaired = (bytes: Uint8Array): Uint8Array => {
		const checksum = hash('vault-checksum', bytes.subarray(0, 32), bytes.subarray(64));
		return concatBytes(bytes.subarray(0, 32), checksum, bytes.subarray(64));
	};
	add('vault', 'empty', '', 'DamagedVault');
	add('vault', 'another file', xor(vault, 0), 'DamagedVault');
	add('vault', 'version 2', set(vault, 7, 2), 'NewerVault');
	add('vault', 'worn', xor(vault, vault.length - 1), 'DamagedVault');
	add('vault', 'worn, checksum repaired', repaired(xor(vault, vault.length - 1)), 'DamagedVault');
	add('vault', 'salt changed, checksum repaired', repaired(xor(vault, 16)), 'WrongPassphrase');
	add('vault', 'memory of four terabytes', repaired(set(vault, 8, 255)), 'CostTooHigh');
	add('vault', 'memory of eight KiB', repaired(set(set(vault, 10, 0), 11, 8)), 'DamagedVault');
	return cases;
}

function xor(bytes: Uint8Array, at: number): Uint8Array {
	return set(bytes, at, bytes[at]! ^ 1);
}

function set(bytes: Uint8Array, at: number, value: number): Uint8Array {
	const copy = bytes.slice();
	copy[at] = value;
	return copy;
}

function insert(bytes: Uint8Array, at: number): Uint8Array {
	return concatBytes(bytes.subarray(0, at), Uint8Array.of(0), bytes.subarray(at));
}
