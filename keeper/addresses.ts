/**
 * Whose connection or packet something is, for the limits by address. Knows nothing of what is limited. Carries KEE30, KEE43.
 */
import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';

/** Behind a proxy on this machine, the visitor is the last address the proxy wrote; otherwise the socket's own. */
export function addressOf(request: IncomingMessage): string {
	const remote = request.socket.remoteAddress ?? '';
	const viaLocalProxy = remote === '127.0.0.1' || remote === '::1' || remote === '::ffff:127.0.0.1';
	const forwarded = String(request.headers['x-forwarded-for'] ?? '');
	const last = forwarded.split(',').at(-1)?.trim();
	return networkOf(viaLocalProxy && last ? last : remote);
}

/** KEE43: whoever has one IPv6 address has the 2^64 beside it, so these count as one. IPv4 addresses count by themselves, in IPv6 clothes too. */
export function networkOf(address: string): string {
	const octets = octetsOf(address);
	if (octets === null) return address.slice(0, LONGEST_ADDRESS);
	return octets.length === 4 ? octets.join('.') : `${Buffer.from(octets.subarray(0, 8)).toString('hex')}/64`;
}

/** 4 or 16 bytes; null for what is no address. An IPv4 address in IPv6 clothes is an IPv4 address. */
export function octetsOf(address: string): Uint8Array | null {
	const plain = address.split('%', 1)[0]!.replace(/^::ffff:(?=\d+\.)/iu, '');
	if (isIPv4(plain)) return Uint8Array.from(plain.split('.'), Number);
	const [head, tail, more] = plain.split('::');
	if (more !== undefined || head === undefined) return null;
	const words = (text: string | undefined): number[] => (text === undefined || text === '' ? [] : text.split(':').map((word) => (/^[0-9a-f]{1,4}$/iu.test(word) ? parseInt(word, 16) : NaN)));
	const front = words(head);
	const back = words(tail);
	const gap = 8 - front.length - back.length;
	if (tail === undefined ? gap !== 0 : gap < 0) return null;
	const all = [...front, ...Array.from({ length: gap }, () => 0), ...back];
	return all.some(Number.isNaN) ? null : Uint8Array.from(all.flatMap((word) => [word >>> 8, word & 0xff]));
}

const LONGEST_ADDRESS = 64;
