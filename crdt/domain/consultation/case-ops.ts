/**
 * Cases on an agenda: in the core stream only coarse tags, who presents, and who may know the person. Label, key question, words and
 * comments are in the case's own text stream, under a key that those who may know the person are not given. Rules: CON30 and on.
 */
import * as z from 'zod';
import { memberId, objectId, streamId } from '../schema';

export const AGE_BANDS = ['child', 'teenager', 'young adult', 'adult', 'older adult', 'couple', 'family', 'group', 'unsaid'] as const;
export const SETTINGS_OF_CARE = ['office', 'online', 'home', 'school', 'clinic', 'other', 'unsaid'] as const;
export const THEMES = [
	'anxiety', 'depression', 'trauma', 'grief', 'relationship', 'family', 'eating', 'substance use', 'psychosis', 'personality', 'self-harm', 'suicide risk',
	'attention', 'autism', 'sleep', 'chronic illness', 'gender and sexuality', 'culture and migration', 'parenting', 'work', 'boundaries', 'ending', 'ethics', 'other'
] as const;
export const WISHES = ['ideas', 'a second look', 'support', 'an ethical view', 'resources', 'a reality check'] as const;

/** Nothing here may tell who it is: choices from short lists, never free text. */
export const caseTags = z.strictObject({
	age: z.enum(AGE_BANDS),
	setting: z.enum(SETTINGS_OF_CARE),
	themes: z.array(z.enum(THEMES)).max(4),
	/** What the presenter wants from the others. */
	wish: z.enum(WISHES).nullable()
});
export type CaseTags = z.output<typeof caseTags>;

const minutes = z.number().int().min(1).max(240);
const order = z.string().regex(/^[0-9A-Za-z]{1,60}$/);

export const caseOps = [
	z.strictObject({
		type: z.literal('consultation/add-case'),
		meeting: objectId,
		minutes,
		order,
		tags: caseTags,
		/** What the covenant asks of whoever presents: all three, or it is not put on the agenda. */
		confirms: z.strictObject({ consent: z.literal(true), noRecording: z.literal(true), notSupervision: z.literal(true) }),
		/** Its text stream. */
		text: streamId
	}),
	z.strictObject({ type: z.literal('consultation/change-case'), item: objectId, minutes, tags: caseTags }),
	/** "I do not know this person" / "I may know this person": the second is a recusal. */
	z.strictObject({ type: z.literal('consultation/answer-case'), item: objectId, knows: z.enum(['no', 'maybe']) }),
	/** By the presenter: those who have answered may read, although not everybody who comes has. */
	z.strictObject({ type: z.literal('consultation/open-case'), item: objectId }),
	/** By the presenter's device: the text goes on under a fresh key, since somebody who had the old one has stepped out. */
	z.strictObject({ type: z.literal('consultation/renew-case'), item: objectId, text: streamId }),
	/** By the presenter: that member may read after all (a slip of the finger). */
	z.strictObject({ type: z.literal('consultation/readmit'), item: objectId, member: memberId })
] as const;
