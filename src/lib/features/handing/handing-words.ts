/** What handing over and taking in is called on screens. Pure. */
import type { BundleNeed, BundleTaken } from '$lib/services/reach-types';
import { sayCount } from '$lib/ui/words';

/** "About 12 entries", "Everything, 1,204 entries", "Nothing that this device knows of". */
export function sayNeed({ entries, of }: Pick<BundleNeed, 'entries' | 'of'>): string {
	if (entries === 0) return 'Has everything, as far as this device knows';
	if (entries === of) return `Everything: ${sayCount(of, 'entry', 'entries')}`;
	return `At most ${sayCount(entries, 'entry', 'entries')} of ${of}`;
}

/** What became of a file: "12 new entries from Ben, 3 you already had." */
export function sayTaken({ fromName, fresh, known, receipts }: BundleTaken): string {
	const from = fromName === '' ? '' : ` from ${fromName}`;
	if (fresh === 0 && receipts === 0) return `Nothing new${from}: you already had all of it.`;
	const news = fresh > 0 ? sayCount(fresh, 'new entry', 'new entries') : 'No new entries';
	const pictures = receipts > 0 ? ` and ${sayCount(receipts, 'receipt')}` : '';
	return `${news}${pictures}${from}${known > 0 ? `, ${known} you already had` : ''}.`;
}

/** Null: nothing was left out. */
export const sayRefused = ({ refused }: Pick<BundleTaken, 'refused'>): string | null =>
	refused === 0 ? null : `${sayCount(refused, 'entry', 'entries')} in it did not pass the checks and ${refused === 1 ? 'was' : 'were'} left out. No honest copy holds them.`;
