/**
 * What a meeting of each kind usually consists of: its length, the items it begins with and the headings of its notes. Offered, never
 * forced. Pure data.
 */
import type { StandingItem } from '$crdt/domain/consultation/ops';
import type { MeetingKind } from '$crdt/domain/consultation/views';

export interface MeetingTemplate {
	readonly minutes: number;
	readonly agenda: readonly StandingItem[];
	readonly headings: readonly string[];
}

export const TEMPLATES: Readonly<Record<MeetingKind, MeetingTemplate>> = {
	case: {
		minutes: 90,
		agenda: [
			{ kind: 'round', title: 'How we arrive', minutes: 10 },
			{ kind: 'topic', title: 'What came of the last cases', minutes: 10 },
			{ kind: 'round', title: 'What each takes along', minutes: 10 }
		],
		headings: ['What was asked', 'What we heard', 'Ideas', 'What the presenter takes along']
	},
	ethics: {
		minutes: 60,
		agenda: [
			{ kind: 'topic', title: 'The question, in one sentence', minutes: 10 },
			{ kind: 'round', title: 'Who is touched by it, and how', minutes: 20 },
			{ kind: 'round', title: 'What each would do, and why', minutes: 20 }
		],
		headings: ['The question', 'Who is touched', 'What the codes and the law say', 'Ways open to us', 'What speaks for each', 'To look up']
	},
	business: {
		minutes: 60,
		agenda: [
			{ kind: 'round', title: 'How we arrive', minutes: 5 },
			{ kind: 'announcement', title: 'News', minutes: 5 },
			{ kind: 'topic', title: 'What is still to be done', minutes: 10 },
			{ kind: 'round', title: 'How was this meeting', minutes: 5 }
		],
		headings: ['Agreed', 'Still open', 'For next time']
	},
	'check-in': {
		minutes: 30,
		agenda: [
			{ kind: 'round', title: 'How am I, how is my work', minutes: 20 },
			{ kind: 'round', title: 'What I need from the others', minutes: 10 }
		],
		headings: ['What we need from one another']
	},
	balint: {
		minutes: 90,
		agenda: [
			{ kind: 'round', title: 'Who has a story today', minutes: 5 },
			{ kind: 'round', title: 'Pictures, feelings, fantasies', minutes: 30 },
			{ kind: 'round', title: 'The presenter comes back in', minutes: 10 },
			{ kind: 'round', title: 'What moved us', minutes: 10 }
		],
		headings: ['What moved us', 'What it says about our work']
	},
	other: { minutes: 60, agenda: [], headings: ['Agreed', 'Still open'] }
};
