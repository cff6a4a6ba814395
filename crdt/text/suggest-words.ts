/** Words that a member would add to a text, as a suggestion in it (TXT52). For what writes without an editor; knows nothing of who may. */
import * as Y from 'yjs';
import { ROOT_NAME } from './sift';

/** Behind the first place where `behind` stands in a paragraph or heading. False: nowhere, and nothing was written. */
export function suggestWords(doc: Y.Doc, behind: string, words: string, by: { readonly id: string; readonly by: string }): boolean {
	for (const block of doc.getXmlFragment(ROOT_NAME).toArray()) {
		const text = block instanceof Y.XmlElement ? block.get(0) : null;
		const at = text instanceof Y.XmlText ? text.toString().indexOf(behind) : -1;
		if (!(text instanceof Y.XmlText) || at < 0) continue;
		text.insert(at + behind.length, words, { insertion: { ...by } });
		return true;
	}
	return false;
}
