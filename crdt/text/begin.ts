/**
 * How a text begins: the words of its first blocks, and writing them into a text that is empty.
 *
 * Knows nothing of what they mean. Carries TXT59.
 */
import * as Y from 'yjs';
import { ROOT_NAME } from './sift';

const HEADING_LEVEL = 3;
const HEAD_BLOCKS = 2;
/** UTF-16 units of a block that a head shows. */
const MAX_WORDS = 2_000;

/** The words of the first two blocks; '' for a block without any. */
export const headOf = (fragment: Y.XmlFragment): readonly string[] => fragment.slice(0, HEAD_BLOCKS).map((block) => wordsOf(block).slice(0, MAX_WORDS));

/** Hears of every change of the head; the result ends it. */
export function onHead(fragment: Y.XmlFragment, hear: (head: readonly string[]) => void): () => void {
	let last = headOf(fragment).join('\n');
	const look = (): void => {
		const head = headOf(fragment);
		const joined = head.join('\n');
		if (joined === last) return;
		last = joined;
		hear(head);
	};
	fragment.observeDeep(look);
	return () => fragment.unobserveDeep(look);
}

/** Whether nobody has written a word in it. */
export const isBlank = (fragment: Y.XmlFragment): boolean => fragment.toArray().every((block) => wordsOf(block).trim() === '');

/** A heading and a paragraph for each, in front of whatever empty blocks are there. False: there are words, and nothing was written. */
export function beginText(doc: Y.Doc, lines: readonly { readonly heading: string; readonly words: string }[]): boolean {
	const fragment = doc.getXmlFragment(ROOT_NAME);
	if (!isBlank(fragment)) return false;
	const blocks = lines.flatMap(({ heading, words }) => {
		const head = new Y.XmlElement('heading');
		// what the editor itself writes there; Yjs types attributes as texts only
		head.setAttribute('level', HEADING_LEVEL as unknown as string);
		head.insert(0, [new Y.XmlText(heading)]);
		const body = new Y.XmlElement('paragraph');
		if (words !== '') body.insert(0, [new Y.XmlText(words)]);
		return [head, body];
	});
	doc.transact(() => fragment.insert(0, blocks), BEGIN);
	return true;
}

/** An origin of its own: written here, and no step of anybody's undo. */
const BEGIN = 'begin';

function wordsOf(node: Y.XmlElement | Y.XmlText | Y.XmlHook): string {
	if (node instanceof Y.XmlText) return (node.toDelta() as { insert?: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : ' ')).join('');
	if (!(node instanceof Y.XmlElement)) return '';
	return node.toArray().map(wordsOf).join(' ').trim();
}
