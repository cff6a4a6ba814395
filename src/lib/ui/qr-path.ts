/** A text as the outline of a square code: one path of unit squares, with the quiet border that scanners need. */
import encodeQR from 'qr';

const BORDER = 3;

export function qrPath(text: string): { readonly size: number; readonly path: string } {
	const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER });
	let path = '';
	rows.forEach((row, y) => {
		for (let x = 0; x < row.length; x++) {
			if (!row[x]) continue;
			let end = x;
			while (row[end + 1]) end++;
			path += `M${x} ${y}h${end - x + 1}v1h-${end - x + 1}z`;
			x = end;
		}
	});
	return { size: rows.length, path };
}
