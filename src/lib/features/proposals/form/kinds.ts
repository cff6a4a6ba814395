/** What one may want from the others, in the words of the form. Pure. */
import type { Want } from './draft';

export interface WantWords {
	readonly want: Want;
	readonly name: string;
	readonly when: string;
	readonly titleLabel: string;
	readonly titleHint: string;
	readonly textLabel: string;
	readonly textHint: string;
	/** On the button. */
	readonly verb: string;
}

export const WANT_WORDS: readonly WantWords[] = [
	{
		want: 'talk',
		name: 'Talk about it first',
		when: 'Nothing is decided yet, and nobody has to answer. It can become a proposal later.',
		titleLabel: 'What it is about',
		titleHint: 'In one line.',
		textLabel: 'What I would like to talk about',
		textHint: 'It can be changed as long as it is talked about.',
		verb: 'Begin the discussion'
	},
	{
		want: 'ask',
		name: 'Ask the others',
		when: 'To understand it, to see how it lands, or to get advice. It decides nothing.',
		titleLabel: 'What I ask',
		titleHint: 'In one line.',
		textLabel: 'What to know about it',
		textHint: 'What everybody should have read before answering.',
		verb: 'Put it to everybody'
	},
	{
		want: 'decide',
		name: 'Decide something',
		when: 'In the way you have agreed on. It holds once it is decided.',
		titleLabel: 'What we would decide',
		titleHint: 'In one line.',
		textLabel: 'The proposal',
		textHint: 'What, why, and from when.',
		verb: 'Put it to everybody'
	},
	{
		want: 'choose',
		name: 'Choose between options',
		when: 'Which sofa, which day, which of these: a poll with answers of your own.',
		titleLabel: 'The question',
		titleHint: 'In one line.',
		textLabel: 'What to know about it',
		textHint: '',
		verb: 'Put it to everybody'
	}
];

// every want has its words
export const wordsOfWant = (want: Want): WantWords => WANT_WORDS.find((one) => one.want === want)!;

/** In the list of what happens by itself. */
export const EFFECT_NAMES = {
	none: 'The words are the decision',
	'change-setting': 'One of our settings changes',
	spend: 'Money may be spent',
	'admit-member': 'A trial ends',
	'remove-member': 'Somebody is no longer a member',
	'move-voice': 'Another device speaks'
} as const;

export const EFFECT_HINTS = {
	none: 'Nothing else happens by itself.',
	'change-setting': 'On every device, by itself.',
	spend: 'One expense up to this amount may name this decision.',
	'admit-member': 'From then on a member with every right: to propose, to decide, to mediate.',
	'remove-member': 'Their devices receive nothing new, and the locks are changed.',
	'move-voice': 'For a member who has lost the device that gives their final word.'
} as const;
