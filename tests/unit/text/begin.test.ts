/** How a text begins. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { beginText, headOf, isBlank, onHead } from '$crdt/text/begin';
import { siftUpdate } from '$crdt/text/sift';
import { createTextDoc } from '$crdt/text/text-doc';

const LINES = [{ heading: 'The swimmer', words: 'How do I end this well?' }, { heading: 'Next', words: '' }];

function text() {
	const made = createTextDoc(4 as Slot, 0, (fault) => {
		throw fault;
	});
	if (!made.ok) throw new Error('no text');
	return made.value;
}

describe('the beginning of a text', () => {
	it('[TXT59] is written into a text without a word, and everybody takes it in', () => {
		const { doc, fragment } = text();
		const heard: (readonly string[])[] = [];
		onHead(fragment, (head) => heard.push(head));
		expect(beginText(doc, LINES)).toBe(true);
		expect(fragment.toString()).toBe('<heading level="3">The swimmer</heading><paragraph>How do I end this well?</paragraph><heading level="3">Next</heading><paragraph></paragraph>');
		expect(heard).toEqual([['The swimmer', 'How do I end this well?']]);
		const sifted = siftUpdate(4 as Slot, Y.encodeStateAsUpdate(doc));
		expect(sifted.ok).toBe(true);
	});

	it('[TXT59] is not written a second time, nor over anybody’s word', () => {
		const { doc, fragment } = text();
		beginText(doc, LINES);
		expect(beginText(doc, [{ heading: 'Another', words: 'x' }])).toBe(false);
		expect(headOf(fragment)).toEqual(['The swimmer', 'How do I end this well?']);
	});

	it('[TXT59] empty blocks that an editor left there are no words', () => {
		const { doc, fragment } = text();
		fragment.insert(0, [new Y.XmlElement('paragraph')]);
		expect([isBlank(fragment), headOf(fragment)]).toEqual([true, ['']]);
		expect(beginText(doc, LINES)).toBe(true);
		expect(headOf(fragment)[0]).toBe('The swimmer');
	});

	it('[TXT59] a head shows words of lists and of marked text alike', () => {
		const { fragment } = text();
		const [list, item, line, words] = [new Y.XmlElement('bulletList'), new Y.XmlElement('listItem'), new Y.XmlElement('paragraph'), new Y.XmlText()];
		fragment.insert(0, [list]);
		list.insert(0, [item]);
		item.insert(0, [line]);
		line.insert(0, [words]);
		words.insert(0, 'plain ');
		words.insert(6, 'bold', { bold: true });
		expect(headOf(fragment)).toEqual(['plain bold']);
	});
});
