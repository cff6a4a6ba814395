/**
 * "How we decide" as it is read: in which groups the settings stand, what each is called there, what it says in whole sentences.
 * Pure; money and people are said by the caller. One line for a list or a title: `setting-words.ts`.
 */
import type { Settings } from '$crdt/domain/context';
import type { Category } from '$crdt/domain/ledger/ops';
import { MEETING_KINDS, SUBJECTS, type MeetingKind, type SettingChange, type SettingKey, type Subject } from '$crdt/domain/proposals/settings-ops';
import { blockWords, howItPasses, methodName } from './method-words';
import { bandLines, budgetTotal, needsWords } from './setting-words';

export interface SettingSaying {
	/** Minor units of the book currency. */
	money(minor: number): string;
	member(id: string): string;
	category(id: Category): string;
}

export const SUBJECT_WORDS: Readonly<Record<Subject, { readonly name: string; readonly about: string }>> = {
	general: { name: 'Proposals in general', about: 'What is agreed in words, and whatever has no way of its own.' },
	settings: { name: 'These settings', about: 'Everything on this page, except the rules for the rooms.' },
	rooms: { name: 'Rooms', about: 'Adding, changing and retiring rooms, and the rules for them.' },
	spending: { name: 'Spending', about: 'Amounts that need a decision.' },
	admission: { name: 'The end of a trial', about: 'When somebody on trial becomes a member with all rights.' },
	removal: { name: 'Removing a member', about: 'Always a share of all members. The person concerned has no vote in it.' }
};

const MEETING_WORDS: Readonly<Record<MeetingKind, string>> = {
	case: 'Notes of case consultations',
	ethics: 'Notes of ethics consultations',
	business: 'Notes of house meetings',
	'check-in': 'Notes of check-ins',
	balint: 'Notes of Balint groups'
};

export interface SettingGroup {
	/** For the address: "#newcomers". */
	readonly id: string;
	readonly title: string;
	/** One sentence where it is needed. */
	readonly about: string;
	readonly keys: readonly SettingKey[];
}

export const SETTING_GROUPS: readonly SettingGroup[] = [
	{ id: 'ways', title: 'Ways of deciding', about: 'A matter is decided in the way that holds for its subject on the day it is proposed.', keys: [...SUBJECTS.map((subject) => `rule:${subject}` as const), 'decisionDays'] },
	{ id: 'newcomers', title: 'Newcomers', about: '', keys: ['admissionApprovals', 'trialDays'] },
	{ id: 'recovery', title: 'Lost devices', about: '', keys: ['recoveryApprovals'] },
	{ id: 'removal', title: 'Before a removal', about: '', keys: ['mediators'] },
	{ id: 'emergencies', title: 'Emergencies', about: '', keys: ['emergency'] },
	{ id: 'money', title: 'Money and shares', about: '', keys: ['spendingBands', 'budgets', 'ownership'] },
	{ id: 'kept', title: 'What is kept how long', about: 'Counted from the day of the meeting.', keys: MEETING_KINDS.map((kind) => `retention:${kind}` as const) },
	{ id: 'rooms', title: 'Rooms', about: '', keys: ['calendarRules'] },
	{ id: 'name', title: 'Name and addresses', about: '', keys: ['name', 'publicUrl', 'signaling'] }
];

const ALL_KEYS: readonly SettingKey[] = SETTING_GROUPS.flatMap((group) => group.keys);

/** A page address is free text. */
export const parseSettingKey = (text: string | null): SettingKey | null => ALL_KEYS.find((key) => key === text) ?? null;

const NAMES: Readonly<Record<Exclude<SettingChange['key'], 'rule' | 'retention'>, string>> = {
	name: 'Name of the collective',
	decisionDays: 'Days to decide',
	admissionApprovals: 'Yeses a newcomer needs',
	recoveryApprovals: 'Bringing a member back who lost their devices',
	trialDays: 'Trial of newcomers',
	mediators: 'Mediation before a removal',
	emergency: 'Emergency measures',
	spendingBands: 'Who may spend how much',
	budgets: 'Budget for a year',
	ownership: 'Ownership shares',
	publicUrl: 'Address in invitations',
	signaling: 'Meeting points of the devices',
	calendarRules: 'Rules for the rooms'
};

/** Within its group: "Rooms" among the ways of deciding. */
export function settingTitle(key: SettingKey): string {
	const [subject, kind] = [subjectOf(key), meetingKindOf(key)];
	if (subject) return SUBJECT_WORDS[subject].name;
	if (kind) return MEETING_WORDS[kind];
	return NAMES[key as keyof typeof NAMES]; // the two families are dealt with above
}

export const subjectOf = (key: SettingKey): Subject | null => SUBJECTS.find((subject) => key === `rule:${subject}`) ?? null;
export const meetingKindOf = (key: SettingKey): MeetingKind | null => MEETING_KINDS.find((kind) => key === `retention:${kind}`) ?? null;

/** The first subject before this one that is decided in exactly the same way; null: it has a way of its own. */
export const subjectWithSameRule = (subject: Subject, { rules }: Pick<Settings, 'rules'>): Subject | null =>
	SUBJECTS.slice(0, SUBJECTS.indexOf(subject)).find((one) => JSON.stringify(rules[one]) === JSON.stringify(rules[subject])) ?? null;

/** Which way of deciding a change of this setting goes. */
export const decidedUnder = (key: SettingKey): Subject => (key === 'calendarRules' ? 'rooms' : 'settings');

/** The value in plain words: what it is, then what belongs to it; never empty. */
export function settingLines(change: SettingChange, say: SettingSaying): readonly [string, ...string[]] {
	switch (change.key) {
		case 'name':
			return [change.value];
		case 'rule':
			return [methodName(change.value), howItPasses(change.value), ...(change.value.kind === 'consensus' ? [blockWords(change.value.block)] : [])];
		case 'decisionDays':
			return [`${sayDays(change.value)}, unless a proposal says otherwise.`];
		case 'admissionApprovals':
			return [change.value === 1 ? 'One member compares the code with them and says yes.' : `${change.value} members compare the code with them and say yes.`];
		case 'recoveryApprovals':
			return [`${change.value} colleagues compare six digits with them and say yes.`];
		case 'trialDays':
			return [change.value === 0 ? 'None: newcomers are members at once.' : `${sayDays(change.value)} as a rule. It ends by a decision, never by itself.`];
		case 'mediators':
			return [['None is asked for.', 'One colleague talks with both sides first.', 'Two colleagues talk with both sides first.'][change.value] ?? ''];
		case 'emergency':
			return [change.value === null ? 'None: everything waits for a decision.' : `${change.value.members} members together may act at once, for at most ${sayHours(change.value.hours)}.`];
		case 'spendingBands':
			return change.value.length === 1 ? [capital(`${needsWords(change.value[0]!.needs)}, whatever the amount.`)] : lines(bandLines(change.value, say.money).map(capital)); // at least one band
		case 'budgets':
			return change.value.length === 0
				? ['None: nothing is planned.']
				: [`${capital(budgetTotal(change.value, say.money))}.`, ...change.value.map((line) => `${say.category(line.category)}: ${say.money(line.amountMinor)}`)];
		case 'ownership':
			return change.value.length === 0 ? ['None: everybody’s word weighs the same.'] : lines(sayShares(change.value, say));
		case 'retention':
			return [change.value === null ? 'Kept.' : `Forgotten after ${sayDays(change.value)}.`];
		case 'publicUrl':
			return [change.value || 'The address the app is opened at.'];
		case 'signaling':
			return change.value.length === 0 ? ['Only the one this app came from.'] : lines(change.value);
		case 'calendarRules':
			return ['What is said with the rooms.'];
	}
}

/** "Ana: 40 % (2 of 5)", in the order given. */
export function sayShares(shares: readonly { readonly member: string; readonly units: number }[], say: Pick<SettingSaying, 'member'>): readonly string[] {
	const all = shares.reduce((sum, one) => sum + one.units, 0);
	return shares.map((one) => `${say.member(one.member)}: ${sayPercent(one.units, all)} (${one.units} of ${all})`);
}

export const sayPercent = (units: number, all: number): string => `${all === 0 ? 0 : Math.round((units / all) * 1000) / 10} %`;

/** "1 day", "90 days", "1 year", "2 years" */
export function sayDays(days: number): string {
	if (days % 365 === 0) return days === 365 ? '1 year' : `${days / 365} years`;
	return days === 1 ? '1 day' : `${days} days`;
}

/** "12 hours", "3 days" */
export function sayHours(hours: number): string {
	if (hours % 24 === 0 && hours > 24) return `${hours / 24} days`;
	return hours === 1 ? '1 hour' : `${hours} hours`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Of a list that is not empty. */
const lines = (all: readonly string[]): readonly [string, ...string[]] => [all[0] ?? '', ...all.slice(1)];
