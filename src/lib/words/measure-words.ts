/** What several members do together, in words: who is in, who is still needed, until when it holds. Times are said by the caller. Pure. */
import type { MeasureView } from '$crdt/domain/proposals/views';

export interface MeasureWords {
	readonly chip: string;
	readonly tone: 'accent' | 'good' | '';
	/** Who, and what is still missing. */
	readonly line: string;
}

export const measureKind = (measure: Pick<MeasureView, 'kind'>): string => (measure.kind === 'emergency' ? 'Emergency measure' : 'Spending together');

/** What joining is called on the button. */
export const joinWords = (measure: Pick<MeasureView, 'kind'>): string => (measure.kind === 'emergency' ? 'Join this measure' : 'Agree to spend it');

/** @param when says the end of an emergency: "tomorrow 18:00". */
export function measureWords(measure: MeasureView, when: (instant: number) => string): MeasureWords {
	const who = sayAll(measure.joinedBy);
	const end = measure.until === null ? '' : when(measure.until);
	switch (measure.state) {
		case 'waiting': {
			const missing = Math.max(1, measure.needed - measure.joinedBy.length);
			const more = missing === 1 ? 'one more member says' : `${missing} more members say`;
			return { chip: 'waiting', tone: 'accent', line: `${who} so far. It holds once ${more} yes${end ? `, and until ${end} at most` : ''}.` };
		}
		case 'in-force':
			return { chip: measure.kind === 'emergency' ? 'in force' : 'agreed', tone: 'good', line: measure.kind === 'emergency' ? `In force until ${end}, by ${who}. It lapses by itself.` : `Agreed by ${who}. The expense may name it, once.` };
		case 'lapsed':
			return { chip: 'lapsed', tone: '', line: end ? `Lapsed: it held until ${end} at most.` : 'Lapsed: it holds no more.' };
	}
}

function sayAll(names: readonly string[]): string {
	if (names.length < 2) return names[0] ?? 'Nobody';
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
