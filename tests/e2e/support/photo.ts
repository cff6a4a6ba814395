/** A photo as a phone makes it: large, lying on its side, with its place and time written into it. */
import type { Page } from '@playwright/test';

/** What the "camera" wrote beside the picture. */
export const WRITTEN_BY_CAMERA = 'Taken in Ochrechamber Lane';

/** 3000 × 2000 as stored, to be shown turned by a quarter: 2000 × 3000. */
export async function phonePhoto(page: Page): Promise<Buffer> {
	const drawn = await page.evaluate(async () => {
		const canvas = document.createElement('canvas');
		canvas.width = 3000;
		canvas.height = 2000;
		const pen = canvas.getContext('2d')!;
		for (let i = 0; i < 20_000; i++) {
			pen.fillStyle = `hsl(${(i * 37) % 360} 60% ${20 + (i % 70)}%)`;
			pen.fillRect((i * 7919) % 3000, (i * 104_729) % 2000, 60, 40);
		}
		const address = canvas.toDataURL('image/jpeg', 0.95);
		return address.slice(address.indexOf(',') + 1);
	});
	const jpeg = Buffer.from(drawn, 'base64');
	return Buffer.concat([jpeg.subarray(0, 2), exif(WRITTEN_BY_CAMERA), jpeg.subarray(2)]);
}

function exif(text: string): Buffer {
	const words = Buffer.from(`${text}\0`, 'latin1');
	const tiff = Buffer.alloc(38 + words.length);
	tiff.write('II*\0', 0, 'latin1');
	tiff.writeUInt32LE(8, 4);
	tiff.writeUInt16LE(2, 8);
	writeTag(tiff, 10, [0x010e, 2, words.length, 38]);
	writeTag(tiff, 22, [0x0112, 3, 1, 6]);
	words.copy(tiff, 38);
	const head = Buffer.from([0xff, 0xe1, 0, 0, ...Buffer.from('Exif\0\0', 'latin1')]);
	head.writeUInt16BE(head.length - 2 + tiff.length, 2);
	return Buffer.concat([head, tiff]);
}

function writeTag(tiff: Buffer, at: number, [tag, type, count, value]: readonly [number, number, number, number]): void {
	tiff.writeUInt16LE(tag, at);
	tiff.writeUInt16LE(type, at + 2);
	tiff.writeUInt32LE(count, at + 4);
	tiff.writeUInt32LE(value, at + 8);
}
