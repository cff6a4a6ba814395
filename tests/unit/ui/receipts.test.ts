/** Receipts on screens: how photos become small, what is refused with which sentence, where they are in words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsFor, firstThatFits, MOST_BYTES, type Attempt } from '$lib/features/ledger/receipts/photo-plan';
import { readReceipt, type Shrink } from '$lib/features/ledger/receipts/read-receipt';
import { sayPlace, sayPlaces } from '$lib/features/ledger/receipts/receipt-words';

const JPEG = [0xff, 0xd8, 0xff, 0xe0];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PDF = [...'%PDF-1.7'].map((letter) => letter.charCodeAt(0));
const fileOf = (head: readonly number[], length: number): Blob => {
	const bytes = new Uint8Array(length);
	bytes.set(head);
	return new Blob([bytes]);
};
const area = ({ width, height, quality }: Attempt): number => width * height * quality;

describe('making a photo smaller', () => {
	it('[LED73] goes down step by step from at most 2000 pixels, keeps the shape, and never makes anything larger', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 12_000 }), fc.integer({ min: 1, max: 12_000 }), (width, height) => {
				const attempts = attemptsFor(width, height);
				for (const [i, each] of attempts.entries()) {
					expect(Math.max(each.width, each.height)).toBeLessThanOrEqual(Math.min(2000, Math.max(width, height)));
					expect(Math.abs(each.width * height - each.height * width)).toBeLessThanOrEqual(Math.max(width, height));
					if (i > 0) expect(area(each)).toBeLessThanOrEqual(area(attempts[i - 1]!));
				}
			})
		);
	});

	it('[LED73] takes the most legible one that fits, in at most five trials', async () => {
		const attempts = attemptsFor(4000, 3000);
		for (let fits = 0; fits <= attempts.length; fits++) {
			let trials = 0;
			const found = await firstThatFits(attempts, async (attempt) => {
				trials++;
				return { size: attempts.indexOf(attempt) >= fits ? MOST_BYTES : MOST_BYTES + 1, attempt };
			});
			expect(found?.attempt).toBe(attempts[fits]);
			expect(trials).toBeLessThanOrEqual(5);
		}
	});
});

describe('reading a file', () => {
	const made = (head: readonly number[], length: number): Shrink => async () => fileOf(head, length);
	const never: Shrink = async () => {
		throw new Error('not to be drawn');
	};

	it('[LED73] every photo is drawn anew, however small: nothing of the file itself is kept', async () => {
		const seen: boolean[] = [];
		for (const head of [JPEG, PNG]) {
			const read = await readReceipt(fileOf(head, 500), async (_, isPng) => (seen.push(isPng), fileOf(JPEG, 300)));
			expect(read).toMatchObject({ ok: true, value: { kind: 'image/jpeg', bytes: { length: 300 } } });
		}
		expect(seen).toEqual([false, true]);
	});

	it('[LED73] a PDF up to 200 KiB is kept as it is; a larger one is refused with its size and what to do', async () => {
		expect(await readReceipt(fileOf(PDF, MOST_BYTES), never)).toMatchObject({ ok: true, value: { kind: 'application/pdf' } });
		const refused = await readReceipt(fileOf(PDF, 640_000), never);
		expect(refused.ok || refused.error.sentence).toBe('This PDF has 640 KB; a receipt can have 200 KB. Take a photo or a screenshot of the page that matters.');
	});

	it('[LED70] what the browser cannot draw, what stays too large, and what came out as something else is refused', async () => {
		const refused = { ok: false, error: { type: 'NotAReceipt' } };
		expect(await readReceipt(fileOf([1, 2, 3], 100), async () => null)).toMatchObject(refused);
		expect(await readReceipt(fileOf(JPEG, 100), made(JPEG, MOST_BYTES + 1))).toMatchObject(refused);
		expect(await readReceipt(fileOf(JPEG, 100), made([0], 100))).toMatchObject(refused);
	});
});

describe('where a receipt is, in words', () => {
	const place = (here: boolean, members: number, of = 9) => ({ hash: 'h', here, members, of });
	it('[LED72] on how many members’ devices, and what is on its way', () => {
		expect(sayPlace(place(true, 4))).toBe('On 4 of 9 members’ devices');
		expect(sayPlace(place(true, 1, 1))).toBe('On this device');
		expect(sayPlace(place(false, 4))).toBe('On its way here: on 4 of 9 members’ devices');
		expect(sayPlace(place(false, 0))).toBe('On its way: not on this device yet');
		expect(sayPlaces([place(true, 4), place(true, 2)])).toBe('On 2 of 9 members’ devices at least');
		expect(sayPlaces([place(true, 4), place(true, 4)])).toBe('On 4 of 9 members’ devices');
		expect(sayPlaces([place(true, 4), place(false, 2)])).toBe('1 of 2 on the way to this device');
		expect(sayPlaces([])).toBe('');
	});
});
