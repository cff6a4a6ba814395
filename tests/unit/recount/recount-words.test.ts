import { describe, expect, it } from 'vitest';
import type { Recounted } from '$lib/recount/recount';
import { countedWords, flawWords, trustWords } from '$lib/features/recount/recount-words';

const counted = (trusted: Partial<Recounted['trusted']>): Recounted =>
	({ entries: 212, opened: 40, trusted: { proposals: 0, membership: 0, byName: [], ...trusted } }) as unknown as Recounted; // the words look at nothing else

describe('what a recount says', () => {
	it('[PRO125] says how much it rests on, and what it cannot show', () => {
		expect(countedWords(counted({}))).toBe('Counted anew from 212 signed entries. 40 of them are open in this file; of the others it shows only where they stand.');
		expect(trustWords(counted({}))).toEqual(['That each name belongs to the person you know by it. Everybody gave their own.']);
		expect(trustWords(counted({ proposals: 3, membership: 1, byName: [{ name: 'Ben', entries: 2 }, { name: '', entries: 1 }] })).slice(0, 2)).toEqual([
			'That 3 entries about proposals that stay closed, by Ben (2) and a device of no member (1), have nothing to do with this one. If you doubt it, ask one of them for the same file: it would count differently.',
			'That 1 entry about members that stays closed is an invitation nobody has used.'
		]);
	});

	it('[PRO124] says plainly why a file was not counted and what to do, in words of the house', () => {
		const flaws = ['not-a-recount', 'newer', 'too-large', 'damaged', 'changed', 'does-not-open', 'bad-signature', 'incomplete', 'bad-order', 'bad-keys', 'no-such-decision'] as const;
		for (const flaw of flaws) {
			const { sentence, next } = flawWords(flaw);
			expect(`${sentence} ${next}`).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
			expect(`${sentence} ${next}`).not.toMatch(/\b(key|hash|signature|invalid|error|failed)\b/i);
		}
	});
});
