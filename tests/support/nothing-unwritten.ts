/** The unwritten words of a text whose every change is in the log at once. */
import type { UnwrittenWords } from '$lib/services/unwritten';

export const NOTHING_UNWRITTEN: UnwrittenWords = {
	entries: () => [],
	changes: 0,
	keepFirst: () => undefined,
	takeUp: () => Promise.resolve()
};
