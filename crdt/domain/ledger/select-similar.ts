/** Entries that look like planned ones, so that nothing is entered twice: the same amount, dates at most three days apart. Pure. Shows LED61. */
import type { Lens } from '../lens';
import { parseDate } from '../wall-time';
import { lineView, standsNow } from './line-views';
import type { LedgerEntry, LedgerState } from './state';
import type { EntryLineView } from './views';

const DAYS = 3;

/** For each planned one, in their order: the nearest by date (the first posted of equals); null: none. */
export function selectSimilar(lens: Lens, planned: readonly { readonly date: string; readonly amountMinor: number }[]): readonly (EntryLineView | null)[] {
	const byAmount = standingByAmount(lens.state.ledger);
	return planned.map(({ date, amountMinor }) => {
		const day = parseDate(date);
		if (day === null) return null;
		let [nearest, best] = [null as LedgerEntry | null, DAYS + 1];
		for (const entry of byAmount.get(amountMinor) ?? []) {
			const apart = Math.abs((parseDate(entry.date) ?? Infinity) - day);
			if (apart < best) [nearest, best] = [entry, apart];
		}
		return nearest === null ? null : lineView(lens, nearest);
	});
}

const kept = new WeakMap<LedgerState['entries'], ReadonlyMap<number, readonly LedgerEntry[]>>();

function standingByAmount({ entries, order }: LedgerState): ReadonlyMap<number, readonly LedgerEntry[]> {
	const known = kept.get(entries);
	if (known !== undefined) return known;
	const found = new Map<number, LedgerEntry[]>();
	for (const id of order) {
		const entry = entries.get(id);
		if (entry === undefined || !standsNow(entry)) continue;
		const same = found.get(entry.amountMinor);
		if (same === undefined) found.set(entry.amountMinor, [entry]);
		else same.push(entry);
	}
	kept.set(entries, found);
	return found;
}
