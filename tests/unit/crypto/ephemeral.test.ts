/** CRY120 to CRY125: live frames and their guard. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '$crypto/base';
import {
	MAX_FRAME_BODY_BYTES,
	openFrame,
	parseSignedUpdate,
	sealFrame,
	verifySignedUpdate,
	type SealFrameOptions
} from '$crypto/ephemeral';
import { slotOf } from '$crypto/keys';
import { createReplayGuard, MAX_SESSIONS_PER_DEVICE } from '$crypto/replay-guard';
import { loadSodium } from '$crypto/sodium';
import { createStage, flipped, must, text, type Stage } from './cast';

let stage: Stage;
let slot: Slot;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
	slot = slotOf(stage.collective, stage.ana.sign.publicKey);
});

const options = (more: Partial<SealFrameOptions> = {}): SealFrameOptions => ({
	key: stage.epoch.ephemeralKey,
	collective: stage.collective,
	stream: stage.otherStream,
	slot,
	session: new Uint8Array(8).fill(3),
	counter: 1,
	body: text('typed'),
	signSecretKey: stage.ana.sign.secretKey,
	random: stage.random,
	...more
});
const reader = () => ({
	key: stage.epoch.ephemeralKey,
	collective: stage.collective,
	stream: stage.otherStream,
	publicKeyOf: (s: Slot) => (s === slot ? stage.ana.sign.publicKey : undefined)
});
const failure = (type: string, more = {}) => ({ ok: false, error: { type, ...more } });

describe('live frames', () => {
	it('[CRY120] opening inverts sealing', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 500 }), fc.maxSafeNat(), (body, counter) => {
				const sealed = sealFrame(options({ body, counter }));
				const opened = must(openFrame(sealed.frame, reader()));
				expect(opened).toMatchObject({ slot, counter });
				expect(opened.body).toEqual(body);
				expect(opened.session).toEqual(new Uint8Array(8).fill(3));
				expect(opened.signedBytes).toEqual(sealed.signedBytes);
				expect(opened.signature).toEqual(sealed.signature);
			}),
			{ numRuns: 40 }
		);
	});

	it('[CRY121] the signed bytes verify later without the frame, for their stream only', () => {
		const { signedBytes, signature } = sealFrame(options());
		const { collective, otherStream, stream, ana, eve } = stage;
		const claim = { collective, stream: otherStream, signedBytes, signature, publicKey: ana.sign.publicKey };
		expect(verifySignedUpdate(claim)).toBe(true);
		expect(verifySignedUpdate({ ...claim, stream })).toBe(false);
		expect(verifySignedUpdate({ ...claim, collective: stage.otherCollective })).toBe(false);
		expect(verifySignedUpdate({ ...claim, publicKey: eve.sign.publicKey })).toBe(false);
		expect(verifySignedUpdate({ ...claim, signedBytes: flipped(signedBytes, 20) })).toBe(false);
		expect(parseSignedUpdate(signedBytes)).toMatchObject({ slot, counter: 1 });
		expect(parseSignedUpdate(signedBytes.subarray(0, 19))).toBeNull();
	});

	it('[CRY123] every failure has its name', () => {
		const { frame } = sealFrame(options());
		expect(openFrame(flipped(frame, 0), reader())).toEqual(failure('BadFrame'));
		expect(openFrame(frame.subarray(0, 50), reader())).toEqual(failure('BadFrame'));
		expect(openFrame(new Uint8Array(0), reader())).toEqual(failure('BadFrame'));
		expect(openFrame(frame, { ...reader(), key: stage.otherEpoch.ephemeralKey })).toEqual(failure('WrongKey'));
		expect(openFrame(frame, { ...reader(), stream: stage.stream })).toEqual(failure('Damaged'));
		expect(openFrame(flipped(frame, frame.length - 1), reader())).toEqual(failure('Damaged'));
		expect(openFrame(frame, { ...reader(), publicKeyOf: () => undefined })).toEqual(failure('UnknownSlot', { slot }));
	});

	it('[CRY123] a member who seals a frame in the name of another is found out', () => {
		const { frame } = sealFrame(options({ signSecretKey: stage.eve.sign.secretKey }));
		expect(openFrame(frame, reader())).toEqual(failure('BadSignature', { slot }));
	});

	it('[CRY124] short frames have one size; too long a body throws', () => {
		const sizes = new Set(['', 'a', 'a whole word'].map((w) => sealFrame(options({ body: text(w) })).frame.length));
		expect(sizes.size).toBe(1);
		must(openFrame(sealFrame(options({ body: new Uint8Array(MAX_FRAME_BODY_BYTES) })).frame, reader()));
		expect(() => sealFrame(options({ body: new Uint8Array(MAX_FRAME_BODY_BYTES + 1) }))).toThrow(/too long/);
	});
});

describe('the replay guard', () => {
	it('[CRY125] accepts each counter of a session once and only upwards', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ s: fc.nat(2), n: fc.nat(20) }), { maxLength: 60 }), (frames) => {
				const guard = createReplayGuard();
				const highest = new Map<number, number>();
				for (const { s, n } of frames) {
					const fresh = n > (highest.get(s) ?? -1);
					expect(guard.accept(slot, new Uint8Array(8).fill(s), n)).toBe(fresh);
					if (fresh) highest.set(s, n);
				}
			})
		);
	});

	it('[CRY125] devices do not disturb each other, and endless sessions of one are refused', () => {
		const guard = createReplayGuard();
		const other = (slot ^ 1) as Slot;
		const session = (i: number) => Uint8Array.of(0, 0, 0, 0, 0, 0, i >> 8, i & 255);
		for (let i = 0; i < MAX_SESSIONS_PER_DEVICE; i++) expect(guard.accept(slot, session(i), 0)).toBe(true);
		expect(guard.accept(slot, session(MAX_SESSIONS_PER_DEVICE), 0)).toBe(false);
		expect(guard.accept(slot, session(5), 1)).toBe(true);
		expect(guard.accept(other, session(5), 0)).toBe(true);
	});
});
