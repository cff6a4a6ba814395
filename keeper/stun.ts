/**
 * STUN: tells whoever asks over UDP from which address the question came, which browsers need to find each other (RFC 8489). Only plain binding
 * requests are answered; everything else gets silence, so that there is nothing to attack and little to amplify.
 *
 * Keeps nothing, needs no key, knows nobody. Carries KEE50 to KEE53.
 */
import { createSocket, type Socket } from 'node:dgram';
import { networkOf, octetsOf } from './addresses';
import { createTokenBucket, type TokenBucket } from './limits';

export interface Stun {
	readonly port: number;
	readonly answered: () => number;
	close(): Promise<void>;
}

export interface StunOptions {
	readonly port: number;
	/** Interface, as for the HTTP server. */
	readonly host: string;
	readonly nowMs: () => number;
}

/** Null when the port is taken or the interface cannot be had: a keeper works without. */
export async function startStun({ port, host, nowMs }: StunOptions): Promise<Stun | null> {
	const limiter = createAddressLimiter(nowMs);
	let answered = 0;
	const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', reuseAddr: false });
	socket.on('message', (request, from) => {
		if (request.length > MAX_REQUEST_BYTES) return;
		// what gets no answer anyway takes nothing from whose address it bears
		const answer = answerBinding(request, from.address, from.port);
		if (answer === null || !limiter(from.address)) return;
		answered++;
		socket.send(answer, from.port, from.address, () => {}); // an address that cannot be reached is not ours to care for
	});
	const bound = await bind(socket, port, host);
	return bound === null ? null : { port: bound, answered: () => answered, close: () => new Promise((resolve) => socket.close(() => resolve())) };
}

function bind(socket: Socket, port: number, host: string): Promise<number | null> {
	return new Promise((resolve) => {
		socket.once('error', () => {
			socket.close();
			resolve(null);
		});
		socket.bind(port, host, () => {
			socket.removeAllListeners('error');
			socket.on('error', () => {}); // of a single answer
			resolve(socket.address().port);
		});
	});
}

/** The answer to a binding request, or null for everything else. Never throws. */
export function answerBinding(request: Uint8Array, address: string, port: number): Uint8Array | null {
	if (request.length < HEADER_BYTES) return null;
	const view = new DataView(request.buffer, request.byteOffset, request.byteLength);
	const length = view.getUint16(2);
	if (view.getUint16(0) !== BINDING_REQUEST || view.getUint32(4) !== COOKIE || length !== request.length - HEADER_BYTES || length % 4 !== 0) return null;
	if (!hasOnlyOptionalAttributes(view)) return null;
	const octets = octetsOf(address);
	if (octets === null) return null;
	const answer = new Uint8Array(HEADER_BYTES + 8 + octets.length);
	const out = new DataView(answer.buffer);
	out.setUint16(0, BINDING_SUCCESS);
	out.setUint16(2, 8 + octets.length);
	answer.set(request.subarray(4, HEADER_BYTES), 4);
	out.setUint16(HEADER_BYTES, XOR_MAPPED_ADDRESS);
	out.setUint16(HEADER_BYTES + 2, 4 + octets.length);
	out.setUint8(HEADER_BYTES + 5, octets.length === 4 ? 1 : 2);
	out.setUint16(HEADER_BYTES + 6, port ^ (COOKIE >>> 16));
	// cookie and transaction id, as they stand in the header
	octets.forEach((octet, i) => (answer[HEADER_BYTES + 8 + i] = octet ^ request[4 + i]!));
	return answer;
}

/** Attributes that must be understood belong to other uses of STUN (checks between peers, TURN). */
function hasOnlyOptionalAttributes(view: DataView): boolean {
	for (let at = HEADER_BYTES; at < view.byteLength; ) {
		if (at + 4 > view.byteLength || view.getUint16(at) < 0x8000) return false;
		at += 4 + Math.ceil(view.getUint16(at + 2) / 4) * 4;
		if (at > view.byteLength) return false;
	}
	return true;
}

/** KEE52, KEE43. What one address sends beyond its own share takes nothing from the share of all. */
export function createAddressLimiter(nowMs: () => number): (address: string) => boolean {
	const all = createTokenBucket(2000, 4000);
	const buckets = new Map<string, TokenBucket>();
	return (address) => {
		const now = nowMs();
		const network = networkOf(address);
		const bucket = buckets.get(network) ?? createTokenBucket(10, 50);
		// the newest stay: a flood of forged addresses pushes out old ones, and meets the limit for all
		buckets.delete(network);
		if (buckets.size >= 4096) buckets.delete(buckets.keys().next().value ?? '');
		buckets.set(network, bucket);
		return bucket.take(1, now) && all.take(1, now);
	};
}

const HEADER_BYTES = 20;
const MAX_REQUEST_BYTES = 548;
const COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const XOR_MAPPED_ADDRESS = 0x0020;
