/** What a member says, kept with when and by which entry. */
import type { RuleContext } from '../context';
import type { Said } from './state';

export const saidNow = <T>({ author, entry }: RuleContext, value: T): Said<T> => ({ value, by: author.memberId, entry: entry.id, at: entry.claimedAt });
