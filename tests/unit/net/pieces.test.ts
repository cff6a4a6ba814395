import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createReassembler, FRAME_BYTES, frameAt, framedSize } from '$lib/adapters/webrtc/framing';
import { isSignalingNoise } from '$lib/adapters/webrtc/noise';
import {
	fingerprintOf,
	noteAnswered,
	readAnswered,
	sessionOf
} from '$lib/adapters/webrtc/session-description';
import { judgeGap, judgeLink, patienceMs } from '$lib/adapters/webrtc/watchdog';
import {
	isEmptyUpdate,
	readSegment,
	readYMessage,
	tagSegment,
	writeEmptyStep2,
	writeStep1
} from '$lib/adapters/webrtc/y-frames';
import { createTokenBucket } from '../../../keeper/limits';

const framesOf = (message: Uint8Array) => {
	const frames: Uint8Array[] = [];
	for (let offset = 0; ; ) {
		const { frame, next } = frameAt(message, offset);
		frames.push(frame);
		if (next === message.length) return frames;
		offset = next;
	}
};

describe('frames', () => {
	it('[NET10] any sequence of messages comes out as it went in, in frames of at most 16 KiB', () => {
		let large = 0;
		fc.assert(
			fc.property(fc.array(fc.nat(70_000), { minLength: 1, maxLength: 5 }), (sizes) => {
				const reassembler = createReassembler();
				for (const size of sizes) {
					if (size > FRAME_BYTES) large++;
					const message = Uint8Array.from({ length: size }, (_, i) => (i * 7 + size) & 255);
					const frames = framesOf(message);
					expect(Math.max(...frames.map((f) => f.length))).toBeLessThanOrEqual(FRAME_BYTES);
					expect(frames.reduce((sum, f) => sum + f.length, 0)).toBe(framedSize(size));
					for (const frame of frames.slice(0, -1)) expect(reassembler.push(frame)).toBeNull();
					const whole = reassembler.push(frames.at(-1)!);
					expect(whole instanceof Uint8Array && Buffer.compare(whole, message)).toBe(0);
					expect(reassembler.heldBytes).toBe(0);
				}
			}),
			{ numRuns: 40 }
		);
		expect(large).toBeGreaterThan(10);
	});

	it.each([
		['an empty frame', new Uint8Array(0)],
		['an unknown flag', Uint8Array.of(2, 1)],
		['a small piece that says more follows', Uint8Array.of(0, 1)],
		['a frame beyond 16 KiB', new Uint8Array(FRAME_BYTES + 1).fill(1)]
	])('[NET11] %s is a violation', (_case, frame) => {
		expect(createReassembler().push(frame)).toBe('BadFrame');
	});

	it('[NET11] a message beyond the limit is a violation before it is held', () => {
		const reassembler = createReassembler(40_000);
		const more = new Uint8Array(FRAME_BYTES);
		expect(reassembler.push(more)).toBeNull();
		expect(reassembler.push(more)).toBeNull();
		expect(reassembler.push(more)).toBe('MessageTooLarge');
		expect(reassembler.heldBytes).toBeLessThanOrEqual(40_000);
	});
});

describe("y-webrtc's messages", () => {
	const message = (...numbers: number[]) => {
		const encoder = encoding.createEncoder();
		for (const number of numbers) encoding.writeVarUint(encoder, number);
		return encoding.toUint8Array(encoder);
	};

	it('[NET41] what is read can be written again, and an empty step 2 says nothing', () => {
		const doc = new Y.Doc();
		doc.getArray('a').push([1, 2, 3]);
		const vector = Y.encodeStateVector(doc);
		const read = readYMessage(writeStep1(vector));
		expect(read).toEqual({ type: 'step1', vector });
		const empty = readYMessage(writeEmptyStep2());
		expect(empty?.type === 'step2' && isEmptyUpdate(empty.update)).toBe(true);
		const before = Y.encodeStateAsUpdate(doc);
		if (empty?.type === 'step2') Y.applyUpdate(doc, empty.update);
		expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
	});

	it.each([
		['nothing', new Uint8Array(0)],
		['an unknown type', message(9)],
		["a BroadcastChannel peer's name", message(4, 1, 0)],
		['an unknown sync step', message(0, 7, 0)],
		['a length that lies', message(0, 2, 1000)],
		['bytes left over', Uint8Array.of(...writeEmptyStep2(), 0)],
		['a broken state vector', message(0, 0, 1, 200)],
		['one client twice in a state vector', message(0, 0, 5, 2, 7, 1, 7, 2)]
	])('[NET41] %s never reaches y-webrtc', (_case, bytes) => {
		expect(readYMessage(bytes)).toBeNull();
	});

	it('[NET41] arbitrary bytes never make the reader throw', () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void readYMessage(bytes)), { numRuns: 3000 });
	});

	it('[NET42] the segment travels with the message', () => {
		expect(readSegment(tagSegment(70_000, Uint8Array.of(5)))).toEqual({ segment: 70_000, bytes: Uint8Array.of(5) });
		expect(readSegment(Uint8Array.of(0, 0, 1))).toBeNull();
	});
});

describe('descriptions', () => {
	const line = `a=fingerprint:sha-256 ${Array(32).fill('aB').join(':')}`;
	const sdp = `v=0\r\no=- 461 2 IN IP4 127.0.0.1\r\na=ice-ufrag:AbC/\r\n${line}\r\n`;

	it('[NET20] the one fingerprint is read, repeated or not', () => {
		expect(fingerprintOf(sdp)).toEqual(new Uint8Array(32).fill(0xab));
		expect(fingerprintOf(`${sdp}${line.toUpperCase().replace('A=FINGERPRINT:SHA', 'a=fingerprint:sha')}\r\n`)).toEqual(
			new Uint8Array(32).fill(0xab)
		);
	});

	it.each([
		['none', 'v=0\r\n'],
		['a second, different one', `${sdp}${line.replace('aB', '00')}\r\n`],
		['a weak hash', sdp.replace('sha-256', 'sha-1')],
		['a second of another kind', `${sdp}a=fingerprint:sha-1 AA:BB\r\n`]
	])('[NET20] %s is no fingerprint', (_case, text) => {
		expect(fingerprintOf(text)).toBeNull();
	});

	it('[NET24] an answer names its offer, and the note is taken out again', () => {
		const offer = sessionOf(sdp)!;
		expect(offer).toBe('461.AbC/');
		expect(readAnswered(noteAnswered(sdp, offer))).toEqual({ sdp, offer });
		expect(readAnswered(sdp)).toEqual({ sdp, offer: null });
	});
});

describe('the watchdog\'s judgement', () => {
	const link = { stage: 'connecting', progress: 'offered', createdMs: 0, stageMs: 0, heardMs: 0, luck: 0.5 } as const;

	it('[NET31] patience grows with failures and with what has been reached, up to a limit', () => {
		expect(judgeLink(link, 2000, 0)).toBeNull();
		expect(judgeLink(link, 3000, 0)).toBe('NeverConnected');
		expect(judgeLink(link, 3000, 1)).toBeNull();
		expect(judgeLink({ ...link, progress: 'described' }, 3000, 0)).toBeNull();
		expect(patienceMs('described', 99, 1)).toBeLessThan(24_001);
		expect(patienceMs('new', 0, 0)).toBeLessThan(patienceMs('new', 0, 1));
	});

	it('[NET32] silence of 30 seconds ends an open link, and nothing shorter', () => {
		const open = { ...link, stage: 'open', heardMs: 1000 } as const;
		expect(judgeLink(open, 30_900, 0)).toBeNull();
		expect(judgeLink(open, 31_100, 0)).toBe('Silent');
	});

	it('[NET33] a gap is sleep, unless the page is hidden and the gap that of a throttled one', () => {
		expect(judgeGap(1200, false)).toBe('awake');
		expect(judgeGap(6000, false)).toBe('slept');
		expect(judgeGap(60_000, true)).toBe('throttled');
		expect(judgeGap(3_600_000, true)).toBe('slept');
	});
});

describe('limits', () => {
	it('[NET4] a bucket never gives more than its burst and its rate, whatever the clock does', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 10 })), { maxLength: 80 }), (steps) => {
				const bucket = createTokenBucket(5, 20);
				let now = 0;
				let forward = 0;
				let taken = 0;
				for (const [step, amount] of steps) {
					now += step;
					forward += Math.max(0, step);
					if (bucket.take(amount, now)) taken += amount;
				}
				expect(taken).toBeLessThanOrEqual(20 + (forward / 1000) * 5 + 1e-6);
			})
		);
	});
});

describe('noise', () => {
	it('[NET25] only what strangers cause is hushed', () => {
		expect(isSignalingNoise(Object.assign(new Error('cannot signal after peer is destroyed'), { code: 'ERR_DESTROYED' }))).toBe(true);
		expect(isSignalingNoise(new TypeError("Cannot set properties of undefined (setting 'glareToken')"))).toBe(true);
		expect(isSignalingNoise(new TypeError('x is not a function'))).toBe(false);
		expect(isSignalingNoise(new Error('disk full'))).toBe(false);
		expect(isSignalingNoise('text')).toBe(false);
	});
});
