/** One decision of the register in words: what screens, Markdown and CSV say alike. Pure; money, people and zone are given. */
import type { RegisterEntry, StanceView } from '$crdt/domain/proposals/views';
import { settingKeyOf } from '$crdt/domain/proposals/settings-ops';
import { effectSentence } from '$lib/words/effect-words';
import { firmnessWord, standing } from '$lib/words/stance-words';
import { chosenSentence, statusWord } from '$lib/words/status-words';
import { sayMoney } from '$lib/ui/money';
import { capital } from '$lib/ui/times';
import { wallIn } from './register-filter';

export interface ExportAbout {
	readonly collective: string;
	readonly zone: string;
	readonly currency: string;
	/** ms */
	readonly writtenAt: number;
	/** Of members today and before. */
	nameOf(member: string): string;
}

/** "Decided", "Chosen: Tuesday.", "Not accepted" */
export const resultWords = (entry: RegisterEntry): string => chosenSentence(entry.state, entry.method) ?? capital(statusWord(entry.state, entry.method).word);

export const carriedOutWords = (entry: RegisterEntry, { nameOf, currency }: Pick<ExportAbout, 'nameOf' | 'currency'>): string =>
	effectSentence(entry.effect, nameOf, (minor) => sayMoney(minor, currency)) ?? '';

/** "4 agree, 1 stand aside", in the order of the method; a hidden tally stays hidden. */
export function tallyWords({ tally }: RegisterEntry): string {
	if (tally.hidden) return 'sealed';
	return tally.rows
		.filter((row) => row.value > 0)
		.map((row) => `${row.label}: ${row.value}`)
		.join(', ');
}

/** "stands aside (given word): I could not carry it out." */
export function answerWords(stance: StanceView, entry: RegisterEntry): string {
	const firm = stance.ballot ? firmnessWord(stance) : '';
	const late = stance.tooLate ? ', too late for the result' : '';
	const harm = stance.harms ? ` It harms: ${stance.harms}` : '';
	const why = [stance.reason, harm.trim()].filter((one) => one !== '').join(' ');
	return `${standing(stance, entry.method)}${firm ? ` (${firm}${late})` : late}${why ? `: ${why}` : ''}`;
}

/** "2026-11-22 18:05", on the wall of the collective. */
export const plainTime = (instant: number, zone: string): string => wallIn(zone, instant).replace('T', ' ');

/** Where what was decided can be seen; null: it is the words themselves. */
export function changedHref(entry: RegisterEntry): { readonly href: string; readonly label: string } | null {
	if (entry.state.status !== 'accepted') return null;
	const { effect } = entry;
	switch (effect.kind) {
		case 'none':
		case 'amend':
			return null;
		case 'change-room':
			return effect.change.kind === 'add' ? { href: `/calendar/rooms/${entry.id}`, label: 'The room' } : { href: `/calendar/rooms/${effect.change.room}`, label: 'The room' };
		case 'change-setting':
			return effect.change.key === 'calendarRules' ? { href: '/calendar/rules', label: 'The rules for the rooms' } : { href: `/settings/how-we-decide/${settingKeyOf(effect.change)}`, label: 'The setting' };
		case 'admit-member':
		case 'remove-member':
		case 'move-voice':
			return { href: '/members', label: 'Members' };
		case 'spend':
			return { href: '/ledger', label: 'Ledger' };
	}
}
