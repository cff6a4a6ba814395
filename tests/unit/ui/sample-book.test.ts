/** The sample book that screens are looked at with: it is what the rules make of it, and there is something of everything in it. */
import { describe, expect, it } from 'vitest';
import { tellStory } from '../../support/fake-story';

/** Days on which months are short, years begin, and the clock goes forward. */
const DAYS = ['2026-11-22', '2027-01-01', '2027-03-01', '2028-02-29', '2026-03-29', '2026-12-31'];

describe('the sample book', () => {
	it.each(DAYS)('[LED4] folds on %s, sums to zero, and has something of everything', (today) => {
		const { ledger } = tellStory(() => Date.parse(`${today}T11:00Z`)).lens().state;
		const entries = [...ledger.entries.values()];
		expect([...ledger.balances.values()].reduce((sum, each) => sum + each, 0)).toBe(0);
		expect(entries.length).toBeGreaterThan(95);
		expect(new Set(entries.flatMap((entry) => (entry.kind === 'post' ? (entry.op.split?.method ?? 'none') : [])))).toEqual(
			new Set(['equal', 'shares', 'percent', 'exact', 'adjust', 'room-hours', 'prorata', 'none'])
		);
		expect(ledger.firm).toHaveLength(2);
		expect(ledger.closes.size).toBe(3);
		expect(entries.some((entry) => entry.kind === 'reversal')).toBe(true);
		expect(entries.some((entry) => entry.kind === 'transfer' && entry.confirmed === null)).toBe(true);
	}, 60_000);
});
