/**
 * The suggestions that are open in a text, and what becomes of one that is accepted or declined. Pure: a text and a wish in, a
 * transaction out. Knows nothing of names or screens. Carries TXT52 and TXT54.
 */
import type { Mark, Node } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { readBreak, type SuggestedBreak, type SuggestionMark } from './marks';
import { endBefore } from './track';

export interface Suggestion extends SuggestionMark {
	/** `id` and member: an id that somebody else uses too is another suggestion. */
	readonly key: string;
	/** From its first word to behind its last. */
	readonly from: number;
	readonly to: number;
	/** Words to add and to take away, cut where they are long; a break counts as "¶". */
	readonly adds: string;
	readonly takes: string;
}
export type Verdict = 'accept' | 'decline';

const SHOWN_CHARS = 160;
export const keyOf = ({ id, by }: SuggestionMark): string => `${id}.${by}`;

/** In the order of the text. */
export function readSuggestions(doc: Node): readonly Suggestion[] {
	const found = new Map<string, { id: string; by: string; key: string; from: number; to: number; adds: string; takes: string }>();
	const note = ({ id, by }: SuggestionMark, from: number, to: number, kind: 'adds' | 'takes', words: string): void => {
		const key = keyOf({ id, by });
		let one = found.get(key);
		if (one === undefined) found.set(key, (one = { id, by, key, from, to, adds: '', takes: '' }));
		one.to = Math.max(one.to, to);
		if (one[kind].length <= SHOWN_CHARS) one[kind] += words;
	};
	doc.descendants((node, at) => {
		const broken = node.isTextblock ? readBreak(node.attrs.suggested) : null;
		if (broken !== null) note(broken, at + 1, at + 1, broken.kind === 'split' ? 'adds' : 'takes', '¶');
		for (const mark of suggestionsOf(node)) note(attrsOf(mark), at, at + node.nodeSize, mark.type.name === 'insertion' ? 'adds' : 'takes', node.text ?? '');
	});
	return [...found.values()].map((one) => ({ ...one, adds: shorten(one.adds), takes: shorten(one.takes) })).sort((a, b) => a.from - b.from);
}

/** Accepts or declines the suggestion with this key; null: all. The result is null when there is none. */
export function resolveSuggestions(state: EditorState, key: string | null, verdict: Verdict): Transaction | null {
	const { tr } = state;
	const isMeant = (mark: SuggestionMark): boolean => key === null || key === keyOf(mark);
	const stays = verdict === 'accept' ? 'insertion' : 'deletion';
	const found: { at: number; node: Node; marks: readonly Mark[]; broken: SuggestedBreak | null }[] = [];
	tr.doc.descendants((node, at) => {
		const broken = node.isTextblock ? readBreak(node.attrs.suggested) : null;
		const marks = suggestionsOf(node).filter((mark) => isMeant(attrsOf(mark)));
		const meant = broken !== null && isMeant(broken) ? broken : null;
		if (marks.length > 0 || meant !== null) found.push({ at, node, marks, broken: meant });
	});
	// from the end, so that the places before stay where they are
	for (const { at, node, marks, broken } of found.reverse()) {
		if (broken !== null) {
			tr.setNodeAttribute(at, 'suggested', null);
			const end = endBefore(tr.doc, at);
			if ((broken.kind === 'join') === (verdict === 'accept') && end >= 0) tr.delete(end, at + 1);
		} else if (marks.some(({ type }) => type.name !== stays)) tr.delete(at, at + node.nodeSize);
		else for (const mark of marks) tr.removeMark(at, at + node.nodeSize, mark);
	}
	return found.length === 0 ? null : tr;
}

/** The words alone, for where no formatting is: a line per paragraph, marks of lists and tasks in front. */
export function plainText(doc: Node): string {
	const lines: string[] = [];
	const write = (node: Node, before: string, after: string): void => {
		let lead = before;
		node.forEach((child, _offset, index) => {
			if (child.isTextblock) {
				lines.push(`${lead}${child.textBetween(0, child.content.size, '\n', '\n')}`);
				if (before === '' && after === '') lines.push('');
			} else {
				const sign = child.type.name === 'listItem' ? signOf(node, index) : child.type.name === 'taskItem' ? (child.attrs.checked === true ? '[x] ' : '[ ] ') : '';
				const quote = child.type.name === 'blockquote' ? '> ' : '';
				write(child, lead + sign + quote, after + ' '.repeat(sign.length) + quote);
				if (before === '' && after === '' && sign === '') lines.push('');
			}
			lead = after;
		});
	};
	write(doc, '', '');
	return lines.join('\n').replace(/\n{3,}/g, '\n\n').trim();
}

const signOf = (list: Node, index: number): string => (list.type.name === 'orderedList' ? `${(Number(list.attrs.start) || 1) + index}. ` : '- ');
const suggestionsOf = (node: Node): readonly Mark[] => node.marks.filter(({ type }) => type.name === 'insertion' || type.name === 'deletion');
const attrsOf = (mark: Mark): SuggestionMark => ({ id: String(mark.attrs.id), by: String(mark.attrs.by) });
const shorten = (words: string): string => (words.length <= SHOWN_CHARS ? words : `${words.slice(0, SHOWN_CHARS).trimEnd()}…`);
