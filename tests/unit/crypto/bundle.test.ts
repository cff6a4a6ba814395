/** CRY160 to CRY167: the bundle file. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, utf8, type CollectiveId } from '$crypto/base';
import { BUNDLE_CHUNK_BYTES, isBundle, openBundle, sealBundle, type OpenBundle } from '$crypto/bundle';
import { createDeviceKeys, type DeviceKeys } from '$crypto/keys';
import { padmeLength } from '$crypto/padme';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { flipped, must } from './cast';

const HOUSE = 'house' as CollectiveId;
const OTHER = 'other' as CollectiveId;
const headOf = (boxes: number): number => 18 + 1 + 2 + boxes * 96 + 32 + 24;
const bodyOf = (bundle: OpenBundle): Uint8Array => concatBytes(...bundle.body());
const failure = (type: string, more = {}) => ({ ok: false, error: { type, ...more } });

let [ana, ben, eve]: DeviceKeys[] = [];
beforeAll(async () => {
	await loadSodium();
	[ana, ben, eve] = ['Ana', 'Ben', 'Eve'].map((name) => createDeviceKeys(createSeededRandom(name)));
});
const sealOne = (body: Uint8Array, recipients: readonly DeviceKeys[] = [ben!], maker = ana!): Uint8Array =>
	must(sealBundle({ collective: HOUSE, recipients: recipients.map(({ box }) => box.publicKey), maker: maker.sign, random: systemRandom, body: [body] }));

describe('the bundle file', () => {
	it('[CRY160] [CRY162] opens to what was sealed and zeros, empty, short, and around the size of a chunk; its size is a PADMÉ one', () => {
		for (const size of [0, 1, 1000, BUNDLE_CHUNK_BYTES - 97, BUNDLE_CHUNK_BYTES - 96, BUNDLE_CHUNK_BYTES, 200_000]) {
			const contents = createSeededRandom(size).bytes(size);
			const file = sealOne(contents);
			const padded = padmeLength(size + 32);
			expect(file.length).toBe(headOf(8) + 16 + padded + 64 + 17 * Math.ceil((padded + 64) / BUNDLE_CHUNK_BYTES));
			const opened = must(openBundle(file, HOUSE, ben!.box));
			expect(opened.maker).toEqual(ana!.sign.publicKey);
			const body = bodyOf(opened);
			expect(equalBytes(body.subarray(0, size), contents)).toBe(true);
			expect(body.subarray(size).every((byte) => byte === 0)).toBe(true);
			expect(equalBytes(bodyOf(opened), body)).toBe(true);
		}
	});

	it('[CRY161] opens for each of its recipients and nobody else; how many there are does not show up to eight', () => {
		const two = sealOne(utf8('news'), [ben!, eve!]);
		for (const each of [ben!, eve!]) expect(openBundle(two, HOUSE, each.box).ok).toBe(true);
		expect(openBundle(two, HOUSE, ana!.box)).toEqual(failure('NotForThisDevice'));
		expect(openBundle(two, OTHER, ben!.box)).toEqual(failure('NotForThisDevice'));
		expect(two.length).toBe(sealOne(utf8('news')).length);
		expect(() => sealOne(utf8('news'), [])).toThrow();
	});

	it('[CRY164] another file and a newer version are named, before anybody’s keys are tried', () => {
		const file = sealOne(utf8('news'));
		expect([isBundle(file), isBundle(utf8('COMMONHOLD-BACKUP\n'))]).toEqual([true, false]);
		expect(openBundle(utf8('PK\u0003\u0004 something else'), HOUSE, ben!.box)).toEqual(failure('NotABundle'));
		expect(openBundle(new Uint8Array(0), HOUSE, ben!.box)).toEqual(failure('NotABundle'));
		const newer = file.slice();
		newer[18] = 2;
		expect(openBundle(newer, HOUSE, eve!.box)).toEqual(failure('NewerBundle', { version: 2 }));
	});

	it('[CRY163] [CRY165] any flipped bit behind the name is found, wherever it is', () => {
		const file = sealOne(createSeededRandom(1).bytes(1000));
		fc.assert(
			fc.property(fc.integer({ min: 19, max: file.length - 1 }), fc.nat(7), (at, bit) => {
				const opened = openBundle(flipped(file, at, bit), HOUSE, ben!.box);
				expect(opened).toEqual(failure('DamagedBundle'));
			}),
			{ numRuns: 80 }
		);
	});

	it('[CRY165] cut at every chunk, swapped, repeated and appended chunks are DamagedBundle', () => {
		const file = sealOne(createSeededRandom(1).bytes(3 * BUNDLE_CHUNK_BYTES + 5));
		const start = headOf(8) + 16;
		const size = BUNDLE_CHUNK_BYTES + 17;
		const head = file.subarray(0, start);
		const chunk = (i: number) => file.subarray(start + i * size, start + (i + 1) * size);
		const count = Math.ceil((file.length - start) / size);
		const all = Array.from({ length: count }, (_, i) => chunk(i));
		const spoiled = [
			...all.map((_, i) => concatBytes(head, ...all.slice(0, i))),
			concatBytes(head, chunk(1), chunk(0), ...all.slice(2)),
			concatBytes(head, chunk(0), chunk(0), ...all.slice(2)),
			concatBytes(file, chunk(0)),
			concatBytes(file, new Uint8Array(1)),
			file.subarray(0, file.length - 1)
		];
		for (const each of spoiled) expect(openBundle(each, HOUSE, ben!.box)).toEqual(failure('DamagedBundle'));
	});

	it('[CRY167] claims of more boxes than there are reserve nothing', () => {
		const file = sealOne(utf8('news'));
		for (const claim of [0, 7, 9, 4096, 4104, 65_528]) {
			const claiming = file.slice();
			new DataView(claiming.buffer).setUint16(19, claim);
			expect(openBundle(claiming, HOUSE, ben!.box)).toEqual(failure('DamagedBundle'));
		}
	});

	it('[CRY167] a body beyond the limit is refused, not made', () => {
		const body = [new Uint8Array(240 * 1024 * 1024)];
		const made = sealBundle({ collective: HOUSE, recipients: [ben!.box.publicKey], maker: ana!.sign, random: systemRandom, body });
		expect(made).toEqual(failure('BundleTooLarge'));
	});

	it('[CRY163] a recipient who seals a body under another device’s name is found out by the signature', () => {
		const sign = { publicKey: ana!.sign.publicKey, secretKey: eve!.sign.secretKey };
		const file = must(sealBundle({ collective: HOUSE, recipients: [ben!.box.publicKey], maker: sign, random: systemRandom, body: [utf8('news')] }));
		expect(openBundle(file, HOUSE, ben!.box)).toEqual(failure('DamagedBundle'));
	});

	it('[CRY163] the body of one bundle cannot be moved to other boxes under its maker’s name', () => {
		const [first, second] = [sealOne(utf8('news')), sealOne(utf8('news'))];
		const moved = concatBytes(second.subarray(0, headOf(8) + 16), first.subarray(headOf(8) + 16));
		expect(openBundle(moved, HOUSE, ben!.box)).toEqual(failure('DamagedBundle'));
	});
});
