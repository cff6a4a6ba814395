/** Lengths and tones of the bars of a tally. Pure. */
import { POSITIONS, type Method } from '$crdt/domain/proposals/method';
import { positionWords } from '$lib/words/stance-words';

/** Per cent of the longest bar there can be; what is there at all is seen. */
export function widthOf(value: number, scale: number): number {
	if (value <= 0 || scale <= 0) return 0;
	return Math.max(2, Math.min(100, Math.round((value / scale) * 100)));
}

/** Positions keep the tone of their buttons; options have one. `key`: a position, a level, the number of an option. */
export function barTone(key: string, method: Method): 'good' | 'warn' | 'bad' | 'plain' | 'accent' {
	const position = POSITIONS.find((one) => one === key);
	if (!position) return 'accent';
	const { tone } = positionWords(position, method);
	return tone === '' ? 'plain' : tone;
}
