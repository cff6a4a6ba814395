/**
 * From an item of an agenda, or from a text written together, to the form for proposals: the words wait there as a draft of this
 * device, the address names only where they come from. Once posted, the form tells the item or the text what came of it.
 */
import type { ObjectId } from '$crypto/base';
import type { App } from '$lib/services/types';

/** What it comes from. */
export type ProposalOrigin = { readonly item: ObjectId } | { readonly agreement: ObjectId };

const LONGEST_TITLE = 160;

/**
 * The address of the form, with these words in it. What somebody had begun to write there for the same item stays as it is; the words
 * of an agreement are the newest ones. Never give it the words of a case.
 */
export async function makeProposal(drafts: Pick<App['drafts'], 'load' | 'save'>, from: ProposalOrigin, words: { readonly title: string; readonly text: string }): Promise<string> {
	const begun = 'item' in from ? `item=${from.item}` : `agreement=${from.agreement}`;
	const key = `proposal ${begun}`;
	const kept = await drafts.load(key).catch(() => null);
	const had = typeof kept === 'object' && kept !== null ? kept : null;
	const said = { title: words.title.slice(0, LONGEST_TITLE), text: words.text };
	// nothing to say yet is no draft: the form would call it one that somebody had begun
	if (had === null && (said.title !== '' || said.text !== '')) await drafts.save(key, { brought: true, want: 'decide', ...said });
	if (had !== null && 'agreement' in from) await drafts.save(key, { ...had, brought: true, text: said.text });
	return `/proposals/new?${begun}`;
}
