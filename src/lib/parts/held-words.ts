/** Who has a thing on a device of theirs, in a sentence. Pure. */
import type { HeldView } from '$lib/services/reach-types';
import { sayList } from '$lib/ui/words';

/** "Ana, Ben and Dele have it; Chloé and Eve not yet." */
export function sayHolders({ by, notBy }: HeldView): string {
	if (notBy.length === 0) return by.length === 2 ? `${sayList(by)} both have it.` : 'All of you have it.';
	if (by.length === 0) return 'Nobody’s device is known to have it.';
	return `${sayList(by)} ${by.length === 1 ? 'has' : 'have'} it; ${sayList(notBy)} not yet.`;
}
