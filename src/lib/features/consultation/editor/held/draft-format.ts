/** What a draft of held words is on the disk. Carries TXT44. */
import * as z from 'zod';
import type { Fragment, Node, Schema } from '@tiptap/pm/model';
import { anchorToJson, type Anchor } from '$lib/services/text-tree';

// the page's policy allows no code from text
z.config({ jitless: true });

const MOST_LETTERS = 100_000;
const idSchema = z.object({ client: z.number(), clock: z.number() });
const placeSchema = z.object({ type: idSchema.optional(), tname: z.string().optional(), item: idSchema.optional(), assoc: z.number().optional() });
const pieceSchema = z.object({
	text: z.string().min(1).max(MOST_LETTERS),
	marks: z.array(z.object({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() }))
});
const runSchema = z.object({
	place: placeSchema.nullable(),
	/** Where it stood on the screen, which puts runs in order where their places are gone. */
	order: z.number(),
	words: z.array(pieceSchema).min(1)
});
export const draftSchema = z.object({
	version: z.literal(2),
	/** The session that wrote it, and how far it had written then. */
	at: idSchema,
	/** Held. */
	runs: z.array(runSchema),
	/** Shared and in no entry on the disk: entries that would hold it, under the clocks it has. */
	unwritten: z.array(z.string())
});

export type Draft = z.infer<typeof draftSchema>;
export type Run = Draft['runs'][number];

export function toRun(content: Fragment, anchor: Anchor | null, order: number): Run {
	const words: Run['words'] = [];
	content.forEach((node) => words.push({ text: node.text ?? '', marks: node.marks.map((mark) => ({ type: mark.type.name, attrs: { ...mark.attrs } })) }));
	return { place: anchor === null ? null : (anchorToJson(anchor) as Run['place']), order, words }; // the schema says what that gives
}

export const textOfRun = ({ words }: Run): string => words.map(({ text }) => text).join('');

/** The words as nodes; marks that the schema does not know are left out. */
export function nodesOf({ words }: Run, schema: Schema): Node[] {
	return words.map(({ text, marks }) => {
		const known = marks.flatMap(({ type, attrs }) => {
			const mark = schema.marks[type];
			return mark === undefined ? [] : [mark.create(attrs)];
		});
		return schema.text(text, known);
	});
}
