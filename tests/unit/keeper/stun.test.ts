import { createSocket } from 'node:dgram';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { octetsOf } from '../../../keeper/addresses';
import { answerBinding, startStun } from '../../../keeper/stun';

const id = Uint8Array.from({ length: 12 }, (_, i) => i + 1);
const request = (type = 1, attributes: readonly number[] = [], cookie = [0x21, 0x12, 0xa4, 0x42]) =>
	Uint8Array.of(type >> 8, type & 255, attributes.length >> 8, attributes.length & 255, ...cookie, ...id, ...attributes);

/** Reads a mapped address as a browser does. */
function mapped(answer: Uint8Array | null): string {
	if (answer === null) return 'silence';
	const view = new DataView(answer.buffer, answer.byteOffset);
	expect(view.getUint16(0)).toBe(0x0101);
	expect(view.getUint16(2)).toBe(answer.length - 20);
	expect(view.getUint32(4)).toBe(0x2112a442);
	expect(answer.slice(8, 20)).toEqual(id);
	expect(view.getUint16(20)).toBe(0x0020);
	const port = view.getUint16(26) ^ 0x2112;
	const octets = answer.slice(28).map((byte, i) => byte ^ answer[4 + i]!);
	return `${[...octets].join('.')} ${port}`;
}

describe('STUN', () => {
	it('[KEE50] tells where a request came from, IPv4 and IPv6', () => {
		expect(mapped(answerBinding(request(), '192.0.2.1', 32853))).toBe('192.0.2.1 32853');
		expect(mapped(answerBinding(request(), '::ffff:192.0.2.1', 7))).toBe('192.0.2.1 7');
		expect(mapped(answerBinding(request(), '2001:db8::ff00:42', 65535))).toBe('32.1.13.184.0.0.0.0.0.0.0.0.255.0.0.66 65535');
		// RFC 5769, 2.2 and 2.3 carry the same address forms
		expect(octetsOf('fe80::1%eth0')).toEqual(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
	});

	it('[KEE50] optional attributes such as SOFTWARE do not matter', () => {
		expect(mapped(answerBinding(request(1, [0x80, 0x22, 0, 3, 97, 98, 99, 0]), '192.0.2.1', 1))).toBe('192.0.2.1 1');
	});

	it.each([
		['a response', request(0x0101)],
		['an indication', request(0x0011)],
		['an allocation of TURN', request(0x0003)],
		['another cookie', request(1, [], [1, 2, 3, 4])],
		['a check between peers, with USERNAME', request(1, [0, 6, 0, 4, 97, 98, 99, 100])],
		['a length that is not there', Uint8Array.of(...request().slice(0, 2), 0, 8, ...request().slice(4))],
		['an attribute that goes beyond the end', request(1, [0x80, 0x22, 0, 9, 97, 98, 99, 0])],
		['a cut header', request().slice(0, 19)]
	])('[KEE51] gives no answer to %s', (_what, bytes) => {
		expect(answerBinding(bytes, '192.0.2.1', 1)).toBeNull();
	});

	it('[KEE51] never throws, and never answers with much more than it was asked', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), fc.string(), (bytes, address) => {
				const answer = answerBinding(bytes, address, 1);
				expect(answer === null || answer.length <= 44).toBe(true);
			})
		);
	});

	it('[KEE52] [KEE53] answers over UDP, up to its rate, and does without when the port is taken', async () => {
		const stun = await startStun({ port: 0, host: '127.0.0.1', nowMs: () => 0 });
		if (stun === null) throw new Error('no port');
		expect(await startStun({ port: stun.port, host: '127.0.0.1', nowMs: () => 0 })).toBeNull();
		const client = createSocket('udp4');
		let answers = 0;
		const first = new Promise<Uint8Array>((resolve) => client.on('message', (data) => (answers++, resolve(data))));
		await new Promise<void>((resolve) => client.bind(0, '127.0.0.1', resolve));
		for (let i = 0; i < 80; i++) client.send(request(), stun.port, '127.0.0.1');
		expect(mapped(new Uint8Array(await first))).toBe(`127.0.0.1 ${client.address().port}`);
		await expect.poll(() => answers).toBe(50);
		expect(stun.answered()).toBe(50);
		client.close();
		await stun.close();
	});
});
