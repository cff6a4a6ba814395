/** Who looks, as the rules see an author: knows everything that is here, now. For forms that ask before they post. Pure. */
import type { MemberId } from '../../../crypto/base';
import type { Lens } from '../lens';
import type { Asker } from './occurrence';
import { everything } from './state';

/** @param owner somebody else's point of view; left out: that of who looks. */
export function viewerOf(lens: Lens, owner: MemberId = lens.me): Asker {
	const { settings, decidedBy } = lens.state.membership;
	return { owner, known: everything, rules: settings.calendarRules, rulesDecision: decidedBy.calendarRules ?? null, claimedAt: lens.now };
}
