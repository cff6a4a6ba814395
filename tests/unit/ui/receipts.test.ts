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

const never: Shrink = async () => {
	throw new Error('not to be drawn');
};

describe('reading a file', () => {
	const made = (head: readonly number[], length: number): Shrink => async () => fileOf(head, length);

	it('[LED73] every photo is drawn anew, however small: nothing of the file itself is kept', async () => {
		const seen: boolean[] = [];
		for (const head of [JPEG, PNG]) {
			const read = await readReceipt(fileOf(head, 500), async (_, isPng) => (seen.push(isPng), fileOf(JPEG, 300)), 6);
			expect(read).toMatchObject({ ok: true, value: [{ kind: 'image/jpeg', bytes: { length: 300 } }] });
		}
		expect(seen).toEqual([false, true]);
	});

	it('[LED73] a PDF up to 200 KiB is kept as it is; a larger one is refused with its size and what to do', async () => {
		expect(await readReceipt(fileOf(PDF, MOST_BYTES), never, 6)).toMatchObject({ ok: true, value: [{ kind: 'application/pdf' }] });
		const refused = await readReceipt(fileOf(PDF, 640_000), never, 6);
		expect(refused.ok || refused.error.sentence).toBe('This PDF has 640 KB; a receipt can have 200 KB. Take a photo or a screenshot of the page that matters.');
	});

	it('[LED70] what the browser cannot draw, what stays too large, and what came out as something else is refused', async () => {
		const refused = { ok: false, error: { type: 'NotAReceipt' } };
		expect(await readReceipt(fileOf([1, 2, 3], 100), async () => null, 6)).toMatchObject(refused);
		expect(await readReceipt(fileOf(JPEG, 100), made(JPEG, MOST_BYTES + 1), 6)).toMatchObject(refused);
		expect(await readReceipt(fileOf(JPEG, 100), made([0], 100), 6)).toMatchObject(refused);
	});
});

/** A PDF as a scanner makes it: one JPEG a page. */
function scan(pictures: readonly { readonly length: number; readonly dictionary: string }[], rest = 0): Blob {
	const parts: (string | Uint8Array<ArrayBuffer>)[] = ['%PDF-1.4\n1 0 obj\n<</Type /Catalog>>\nendobj\n'];
	for (const [i, { length, dictionary }] of pictures.entries()) {
		const jpeg = new Uint8Array(length).fill(i + 1);
		jpeg.set(JPEG);
		parts.push(`${i + 2} 0 obj\n<</Type /XObject /Length ${length} ${dictionary}>>\nstream\n`, jpeg, '\nendstream\nendobj\n');
	}
	return new Blob([...parts, new Uint8Array(rest)]);
}
const PAGE = '/Subtype /Image /Width 1700 /Height 2200 /Filter /DCTDecode';

describe('a large PDF', () => {
	const shrunk: { size: number; first: number }[] = [];
	const shrink: Shrink = async (file) => {
		shrunk.push({ size: file.size, first: new Uint8Array(await file.arrayBuffer())[100]! });
		return fileOf(JPEG, 1_000);
	};

	it('[LED73] of scanned pages becomes photos of the pages, in their order, each made smaller', async () => {
		const read = await readReceipt(scan([{ length: 300_000, dictionary: PAGE }, { length: 200_000, dictionary: PAGE.replace('/DCTDecode', '[ /DCTDecode ]') }]), shrink, 6);
		expect(read).toMatchObject({ ok: true, value: [{ kind: 'image/jpeg' }, { kind: 'image/jpeg' }] });
		expect(shrunk).toEqual([{ size: 300_001, first: 1 }, { size: 200_001, first: 2 }]);
	});

	it('[LED73] is refused where pictures are not its pages, where it is locked, and where it has more pages than there is room', async () => {
		const refused = { ok: false, error: { type: 'TooLarge' } };
		const page = { length: 300_000, dictionary: PAGE };
		expect(await readReceipt(scan([page], 400_000), never, 6)).toMatchObject(refused);
		for (const dictionary of ['/Width 1700 /Height 2200 /Filter /DCTDecode', PAGE.replace('1700', '90'), PAGE.replace('/DCTDecode', '[/FlateDecode /DCTDecode]'), `${PAGE} /Encrypt 9 0 R`])
			expect(await readReceipt(scan([{ length: 300_000, dictionary }]), never, 6), dictionary).toMatchObject(refused);
		const tooMany = await readReceipt(scan([page, page, page]), never, 2);
		expect(tooMany.ok || tooMany.error.sentence).toBe('This PDF has 900 KB and 3 pages; there is room for 2. Take photos of the pages that matter.');
	});
});

describe('where a receipt is, in words', () => {
	const place = (here: boolean, members: number, of = 9) => ({ hash: 'h', here, members, of });
	it('[LED72] on how many members’ devices, and what is on its way', () => {
		expect(sayPlace(place(true, 4))).toBe('On 4 of 9 members’ devices');
		expect(sayPlace(place(true, 1, 1))).toBe('On this device');
		expect(sayPlace(place(false, 4))).toBe('On its way here: on 4 of 9 members’ devices');
		expect(sayPlace(place(false, 0))).toBe('On its way: not on this device yet');
		expect(sayPlaces([place(true, 4), place(true, 2)])).toBe('Each on at least 2 of 9 members’ devices');
		expect(sayPlaces([place(true, 4), place(true, 4)])).toBe('On 4 of 9 members’ devices');
		expect(sayPlaces([place(true, 4), place(false, 2)])).toBe('1 of 2 on the way to this device');
		expect(sayPlaces([])).toBe('');
	});
});
