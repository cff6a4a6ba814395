/** What a case's own text begins with: its working name as a heading, the question below. Pure. */

export const blocksOf = (label: string, question: string): readonly { readonly heading: string; readonly words: string }[] => [
	// one line each: a break would be no break in a text of blocks
	{ heading: oneLine(label), words: oneLine(question) }
];

const oneLine = (words: string): string => words.replace(/\s+/g, ' ').trim();
