/**
 * Several runs of bytes as one, each beginning at a multiple of eight, so that numbers can be read in place. For use on one
 * device only: numbers are in the machine's own byte order. Knows nothing of contents.
 */

type Section = Uint8Array | Uint32Array;

/** count u32, length u32 each, then the runs. */
export function packSections(sections: readonly Section[]): Uint8Array {
	const head = aligned(4 + 4 * sections.length);
	let size = head;
	for (const section of sections) size += aligned(section.byteLength);
	const bytes = new Uint8Array(size);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, sections.length);
	let at = head;
	sections.forEach((section, i) => {
		view.setUint32(4 + 4 * i, section.byteLength);
		bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), at);
		at += aligned(section.byteLength);
	});
	return bytes;
}

/** Views into `bytes`, which must begin at a multiple of eight in its buffer. Null where lengths do not fit. */
export function unpackSections(bytes: Uint8Array): Uint8Array[] | null {
	if (bytes.length < 4 || bytes.byteOffset % 8 !== 0) return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const count = view.getUint32(0);
	if (count > 1000 || bytes.length < 4 + 4 * count) return null;
	const sections: Uint8Array[] = [];
	let at = aligned(4 + 4 * count);
	for (let i = 0; i < count; i++) {
		const length = view.getUint32(4 + 4 * i);
		if (at + length > bytes.length) return null;
		sections.push(bytes.subarray(at, at + length));
		at += aligned(length);
	}
	return at === bytes.length ? sections : null;
}

const aligned = (length: number): number => Math.ceil(length / 8) * 8;
