/** What a recount says in words: why a file was not counted, what the count rests on, what was taken on trust. Pure. */
import type { Flaw, Recounted } from '$lib/recount/recount';
import { sayCount, sayList } from '$lib/ui/words';

export interface FlawWords {
	readonly sentence: string;
	readonly next: string;
}

const ASK_ANOTHER = 'Do not rely on it. Ask another member for the same file.';
const ASK_AGAIN = 'Ask for the file again, or take another copy of it.';

const FLAWS: Readonly<Record<Flaw, readonly [sentence: string, next: string]>> = {
	'not-a-recount': ['This is not a file for a recount.', 'Choose the file that ends in .recount.'],
	newer: ['This file was made by a newer version of the app.', 'Open it with the newest version.'],
	'too-large': ['This file is larger than any real one, so it was not opened.', ASK_AGAIN],
	damaged: ['This file is damaged or cut short, so nothing was counted.', ASK_AGAIN],
	changed: ['This file is not as it was when it was made, so nothing was counted.', ASK_AGAIN],
	'does-not-open': ['Something in this file was replaced: it does not open to what was signed. Nothing was counted.', ASK_ANOTHER],
	'bad-signature': ['Something in this file was not written by the person it claims to be from. Nothing was counted.', ASK_ANOTHER],
	incomplete: ['Something on which the rest builds was left out of this file. Nothing was counted.', ASK_ANOTHER],
	'bad-order': ['What is in this file does not follow one another as it claims. Nothing was counted.', ASK_ANOTHER],
	'bad-keys': ['This file is put together as no member’s device would do it. Nothing was counted.', ASK_ANOTHER],
	'no-such-decision': ['The decision that this file names is not in it.', ASK_ANOTHER]
};

export function flawWords(flaw: Flaw): FlawWords {
	const [sentence, next] = FLAWS[flaw];
	return { sentence, next };
}

/** "Counted anew from 212 signed entries." */
export const countedWords = ({ entries, opened }: Recounted): string =>
	`Counted anew from ${sayCount(entries, 'signed entry', 'signed entries')}. ${opened} of them are open in this file; of the others it shows only where they stand.`;

/** What a file cannot show, one sentence each; the last always holds. */
export function trustWords({ trusted }: Recounted): readonly string[] {
	const said: string[] = [];
	if (trusted.proposals > 0) {
		const by = sayList(trusted.byName.map(({ name, entries }) => `${name || 'a device of no member'} (${entries})`));
		said.push(
			`That ${sayCount(trusted.proposals, 'entry about proposals that stays', 'entries about proposals that stay')} closed, by ${by}, ${trusted.proposals === 1 ? 'has' : 'have'} nothing to do with this one. If you doubt it, ask one of them for the same file: it would count differently.`
		);
	}
	if (trusted.membership > 0)
		said.push(`That ${sayCount(trusted.membership, 'entry about members that stays closed is an invitation', 'entries about members that stay closed are invitations')} nobody has used.`);
	said.push('That each name belongs to the person you know by it. Everybody gave their own.');
	return said;
}
