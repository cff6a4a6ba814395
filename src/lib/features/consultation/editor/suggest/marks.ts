/**
 * How a suggestion stands in a text: words to add, words to take away, and breaks between paragraphs to add or to take away.
 *
 * Words carry a mark with the suggestion's id and the member who makes it; a paragraph or heading carries the break before it
 * in the attribute `suggested` (`split` to add, `join` to take away). Nothing of this is read from pasted pages. Carries TXT52.
 */
import { Extension, Mark } from '@tiptap/core';

export type NameOf = (member: string) => string;

/** Whose suggestion, and which of theirs. */
export interface SuggestionMark {
	readonly id: string;
	readonly by: string;
}

export interface SuggestedBreak extends SuggestionMark {
	readonly kind: 'split' | 'join';
}

export const BREAK_BLOCKS: readonly string[] = ['paragraph', 'heading'];

export const writeBreak = ({ kind, id, by }: SuggestedBreak): string => `${kind}.${id}.${by}`;

export function readBreak(value: unknown): SuggestedBreak | null {
	if (typeof value !== 'string') return null;
	const [kind, id, by] = value.split('.');
	if ((kind !== 'split' && kind !== 'join') || id === undefined || by === undefined) return null;
	return { kind, id, by };
}

const attributes = () => ({ id: { default: '', rendered: false }, by: { default: '', rendered: false } });

export const Insertion = Mark.create<{ nameOf: NameOf }>({
	name: 'insertion',
	inclusive: false,
	addOptions: () => ({ nameOf: () => 'A colleague' }),
	addAttributes: attributes,
	renderHTML({ mark }) {
		return ['ins', { 'data-suggestion': String(mark.attrs.id), title: `${this.options.nameOf(String(mark.attrs.by))} suggests to add this` }, 0];
	}
});

export const Deletion = Mark.create<{ nameOf: NameOf }>({
	name: 'deletion',
	inclusive: false,
	addOptions: () => ({ nameOf: () => 'A colleague' }),
	addAttributes: attributes,
	renderHTML({ mark }) {
		return ['del', { 'data-suggestion': String(mark.attrs.id), title: `${this.options.nameOf(String(mark.attrs.by))} suggests to take this away` }, 0];
	}
});

export const SuggestedBreaks = Extension.create({
	name: 'suggestedBreaks',
	addGlobalAttributes() {
		return [
			{
				types: [...BREAK_BLOCKS],
				attributes: {
					suggested: {
						default: null,
						keepOnSplit: false,
						parseHTML: () => null,
						renderHTML: ({ suggested }) => {
							const found = readBreak(suggested);
							return found === null ? {} : { 'data-suggested': found.kind };
						}
					}
				}
			}
		];
	}
});
