/** Superseded by $lib/words/{stance,method,status,effect,setting}-words; goes as soon as nothing here imports it. */
/** The four answers to a proposal, each explained where it is used; and what becomes of one. */
import type { ProposalStatus, StanceView } from '$crdt/domain/proposals/views';
import type { Effect, SettingChange, Stance } from '$crdt/domain/proposals/ops';

export interface StanceWords {
	readonly stance: Stance;
	/** On the button. */
	readonly verb: string;
	/** Of somebody: "agrees". */
	readonly third: string;
	readonly explained: string;
	/** Label of the reason field. */
	readonly reason: string;
	readonly needsReason: boolean;
}

export const STANCES: readonly StanceWords[] = [
	{ stance: 'agree', verb: 'Agree', third: 'agrees', explained: 'I support this, or can well live with it.', reason: 'A word to it', needsReason: false },
	{
		stance: 'stand-aside',
		verb: 'Stand aside',
		third: 'stands aside',
		explained: 'I have a concern, I say it, and I do not stand in the way.',
		reason: 'My concern',
		needsReason: false
	},
	{
		stance: 'block',
		verb: 'Block',
		third: 'blocks',
		explained: 'This would harm a purpose we share, so it must not pass as it is.',
		reason: 'Which shared purpose would be harmed, and how?',
		needsReason: true
	},
	{ stance: 'abstain', verb: 'Abstain', third: 'abstains', explained: 'I leave this to the others and count for neither side.', reason: 'A word to it', needsReason: false }
];

export const wordsOf = (stance: Stance): StanceWords => STANCES.find((one) => one.stance === stance) ?? STANCES[0]!; // the list holds all four

/** How a member stands, in a few words. */
export function standing(view: StanceView): string {
	if (view.stance === 'none') return view.firmness === 'bound' ? 'said nothing' : 'has not spoken yet';
	return wordsOf(view.stance).third;
}

/** First word or given word. */
export function firmnessWord(view: StanceView): string {
	if (view.stance === 'none') return '';
	return view.firmness === 'bound' ? 'given word' : 'first word';
}

export function statusWord(state: ProposalStatus): { readonly word: string; readonly tone: '' | 'good' | 'warn' | 'bad' | 'accent' } {
	switch (state.status) {
		case 'open':
			return { word: 'open', tone: 'accent' };
		case 'past-deadline':
			return { word: 'time is up', tone: 'warn' };
		case 'accepted':
			return { word: 'decided', tone: 'good' };
		case 'not-accepted':
			return { word: 'not accepted', tone: '' };
		case 'withdrawn':
			return { word: 'withdrawn', tone: '' };
		case 'contested':
			return { word: 'contested', tone: 'bad' };
	}
}

export const isOpen = (state: ProposalStatus): boolean => state.status === 'open' || state.status === 'past-deadline';

export const RULES = {
	consensus: { name: 'Consent', explained: 'It passes when more than half agree and nobody blocks it.' },
	majority: { name: 'Majority', explained: 'It passes when more than half of all members agree.' }
} as const;

export const SETTING_NAMES: Readonly<Record<SettingChange['key'], string>> = {
	name: 'Name of the collective',
	decisionRule: 'How we decide',
	decisionDays: 'Days to decide',
	admissionApprovals: 'Yeses a newcomer needs',
	publicUrl: 'Address used in invitations',
	signaling: 'Meeting points',
	calendarRules: 'Rules for the rooms'
};

export function settingValue(change: SettingChange): string {
	switch (change.key) {
		case 'decisionRule':
			return RULES[change.value].name;
		case 'signaling':
			return change.value.join(', ') || 'only the one this app came from';
		case 'publicUrl':
			return change.value || 'the address the app is opened at';
		case 'calendarRules':
			return 'what is said here';
		default:
			return String(change.value);
	}
}

/** What happens by itself once it is decided; null: nothing, the words are the decision. */
export function effectSentence(effect: Effect, nameOf: (member: string) => string): string | null {
	switch (effect.kind) {
		case 'none':
			return null;
		case 'remove-member':
			return `When decided, ${nameOf(effect.member)} is no longer a member, and the locks are changed.`;
		case 'change-room':
			return 'When decided, this happens by itself on every device.';
		case 'change-setting':
			if (effect.change.key === 'calendarRules') return 'When decided, the rules for the rooms change by themselves on every device.';
			return `When decided, “${SETTING_NAMES[effect.change.key]}” becomes: ${settingValue(effect.change)}.`;
		case 'move-voice':
			return `When decided, another device of ${nameOf(effect.member)} speaks for them.`;
	}
}
