/** A setting of the collective in one line: what it is called, what it says. Money and names are said by the caller. Pure. */
import type { Settings } from '$crdt/domain/context';
import type { BudgetLine, MeetingKind, SettingChange, SettingKey, SpendingBand, Subject } from '$crdt/domain/proposals/settings-ops';
import { ruleWords } from './method-words';

const NAMES: Readonly<Record<Exclude<SettingChange['key'], 'rule' | 'retention'>, string>> = {
	name: 'Name of the collective',
	decisionDays: 'Days to decide',
	admissionApprovals: 'Yeses a newcomer needs',
	recoveryApprovals: 'Colleagues who bring a member back',
	trialDays: 'Trial for newcomers',
	mediators: 'Mediation before a removal',
	emergency: 'Emergency measures',
	spendingBands: 'Who may spend how much',
	budgets: 'Budget for a year',
	ownership: 'Ownership shares',
	publicUrl: 'Address used in invitations',
	signaling: 'Meeting points',
	calendarRules: 'Rules for the rooms'
};

const SUBJECTS: Readonly<Record<Subject, string>> = {
	general: 'everything that has no way of its own',
	settings: 'these settings',
	rooms: 'rooms and their rules',
	spending: 'spending',
	admission: 'the end of a trial',
	removal: 'removing a member'
};

const TEXTS: Readonly<Record<MeetingKind, string>> = {
	case: 'case consultations',
	ethics: 'ethics consultations',
	business: 'house meetings',
	'check-in': 'check-ins',
	balint: 'Balint groups'
};

/** What a matter is about: "spending", "removing a member". */
export const subjectName = (subject: Subject): string => SUBJECTS[subject];

export function settingName(key: SettingKey): string {
	const [family, part] = key.split(':');
	if (family === 'rule') return `How we decide: ${SUBJECTS[part as Subject]}`; // the key names a subject
	if (family === 'retention') return `How long texts of ${TEXTS[part as MeetingKind]} are kept`; // the key names a kind
	return NAMES[key as keyof typeof NAMES]; // the two families are dealt with above
}

/** The value of a change in plain words; never empty, no full stop but between sentences. */
export function settingValue(change: SettingChange, nameOf: (member: string) => string, money: (minor: number) => string): string {
	switch (change.key) {
		case 'name':
			return change.value;
		case 'rule':
			return ruleWords(change.value);
		case 'decisionDays':
			return count(change.value, 'day');
		case 'admissionApprovals':
		case 'recoveryApprovals':
			return count(change.value, 'member');
		case 'trialDays':
			return change.value === 0 ? 'none: newcomers are members at once' : count(change.value, 'day');
		case 'mediators':
			if (change.value === 0) return 'none';
			return change.value === 1 ? '1 colleague talks with both sides first' : `${change.value} colleagues talk with both sides first`;
		case 'emergency':
			return change.value === null ? 'none' : `${count(change.value.members, 'member')} together, for at most ${count(change.value.hours, 'hour')}`;
		case 'spendingBands':
			return bandLines(change.value, money).join('; ');
		case 'budgets':
			return budgetTotal(change.value, money);
		case 'ownership':
			return change.value.map((share) => `${nameOf(share.member)} ${share.units}`).join(', ') || 'none';
		case 'retention':
			return change.value === null ? 'kept' : count(change.value, 'day');
		case 'publicUrl':
			return change.value || 'the address the app is opened at';
		case 'signaling':
			return change.value.join(', ') || 'only the one this app came from';
		case 'calendarRules':
			return 'what is said here';
	}
}

/** "below €200: any member alone", one line a band. */
export function bandLines(bands: readonly SpendingBand[], money: (minor: number) => string): readonly string[] {
	return bands.map((band, at) => {
		const next = bands[at + 1];
		const from = band.from === 0 ? '' : money(band.from);
		const range = next ? (from ? `${from} to below ${money(next.from)}` : `below ${money(next.from)}`) : from ? `from ${from}` : 'any amount';
		return `${range}: ${needsWords(band.needs)}`;
	});
}

/** "€24,000.00 a year in 3 categories" */
export function budgetTotal(lines: readonly BudgetLine[], money: (minor: number) => string): string {
	if (lines.length === 0) return 'none';
	const all = lines.reduce((sum, line) => sum + line.amountMinor, 0);
	return `${money(all)} a year in ${lines.length === 1 ? 'one category' : `${lines.length} categories`}`;
}

/** Who may spend: "any member alone", "2 members together", "a decision". */
export function needsWords(needs: SpendingBand['needs']): string {
	switch (needs.kind) {
		case 'member':
			return 'any member alone';
		case 'members':
			return `${needs.count} members together`;
		case 'decision':
			return 'a decision';
	}
}

/** What is in force, in the form in which a decision would set it. */
export function changeInForce(settings: Settings, key: SettingKey): SettingChange {
	const [family, part] = key.split(':');
	if (family === 'rule') return { key: 'rule', subject: part as Subject, value: settings.rules[part as Subject] }; // the key names a subject
	if (family === 'retention') return { key: 'retention', kind: part as MeetingKind, value: settings.retention[part as MeetingKind] }; // the key names a kind
	const plain = key as keyof typeof NAMES; // as above
	return { key: plain, value: settings[plain] } as SettingChange; // each of these keys names its own field
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
