/** The whole book as plain data, for files: every account, every entry that counts, every posting. Pure. Carries LED60. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { categoryOf, descriptionOf, isDisputed, kindOf, toldOf } from './line-views';
import { BUILT_IN_CATEGORIES } from './ops';
import { entriesByDate, type Booked } from './select-entries';
import { memberAccount, fundAccount, type Account } from './state';
import type { BookView } from './report-views';

export function selectBook(lens: Lens): BookView {
	const { ledger, membership } = lens.state;
	return {
		collectiveName: membership.settings.name,
		currency: membership.settings.currency,
		accounts: accountsOf(lens),
		entries: entriesByDate(ledger).filter(({ entry }) => entry.counts).reverse().map((booked) => entryOf(lens, booked))
	};
}

type BookAccount = BookView['accounts'][number];
type BookEntry = BookView['entries'][number];

/** Members and funds even when nothing was posted to them; of categories, those in use. By kind, then by id. */
function accountsOf(lens: Lens): readonly BookAccount[] {
	const { ledger, membership } = lens.state;
	const accounts = new Set<Account>(ledger.balances.keys());
	for (const member of membership.members.keys()) accounts.add(memberAccount(member));
	for (const { id, kind } of ledger.accounts.values()) if (kind !== 'category') accounts.add(fundAccount(id));
	const views = [...accounts].map((account): BookAccount => ({ account, ...naming(lens, account), balanceMinor: ledger.balances.get(account) ?? 0 }));
	return views.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.account < b.account ? -1 : 1));
}

const KINDS: readonly BookAccount['kind'][] = ['member', 'pot', 'bank', 'category', 'contributions', 'distributions'];

const BUILT_IN: ReadonlySet<string> = new Set(BUILT_IN_CATEGORIES);

function naming(lens: Lens, account: Account): Pick<BookAccount, 'kind' | 'name' | 'builtIn' | 'retired'> {
	const at = account.indexOf(':');
	const [area, id] = [account.slice(0, at), account.slice(at + 1)];
	if (area === 'member') return { kind: 'member', name: lens.nameOf(id as MemberId), builtIn: null, retired: false }; // an account of a member is named by its id
	const opened = lens.state.ledger.accounts.get(id as ObjectId); // built-in categories are not found
	const { name, retired } = opened ?? { name: '', retired: false };
	if (area === 'fund') return { kind: opened?.kind === 'bank' ? 'bank' : 'pot', name, builtIn: null, retired };
	const kind = area === 'contributions' || area === 'distributions' ? area : 'category';
	return BUILT_IN.has(id) ? { kind, name: null, builtIn: id, retired: false } : { kind, name, builtIn: null, retired };
}

function entryOf(lens: Lens, { entry, booked }: Booked): BookEntry {
	const { ledger } = lens.state;
	const told = toldOf(ledger, entry);
	const post = entry.kind === 'post' ? entry.op : null;
	return {
		id: entry.id,
		kind: kindOf(entry),
		date: entry.date,
		bookedDate: booked.date,
		description: descriptionOf(told),
		category: categoryOf(told),
		amountMinor: entry.amountMinor,
		foreign: post?.foreign ?? null,
		postings: entry.postings,
		note: entry.kind === 'reversal' ? entry.reason : entry.op.note,
		postedBy: lens.nameOf(entry.postedBy),
		claimedAt: entry.claimedAt,
		reverses: entry.kind === 'reversal' ? entry.target : null,
		reversedBy: entry.reversedBy,
		corrects: post?.corrects ?? null,
		disputed: isDisputed(ledger, entry),
		receipts: post?.receipts.length ?? 0
	};
}
