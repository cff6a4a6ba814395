/** Proposals that a page other than the form for proposals opens: one effect, in the way that holds for it. Pure; the present moment is an argument. */
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { Effect } from '$crdt/domain/proposals/ops';
import { settingKeyOf, type SettingChange } from '$crdt/domain/proposals/settings-ops';
import { methodName } from '$lib/words/method-words';
import { settingName, settingValue } from '$lib/words/setting-words';

const DAY_MS = 86_400_000;
const LONGEST_TITLE = 160;

export interface Proposing {
	readonly title: string;
	/** Why, in the proposer's own words. */
	readonly text: string;
	readonly effect: Effect;
	/** Whole days to decide. */
	readonly days: number;
	/** A removal names the mediation that came first. */
	readonly mediation?: ObjectId | null;
}

export function proposeEffect({ title, text, effect, days, mediation = null }: Proposing, now: number): Extract<OpInput, { type: 'proposals/open' }> {
	return {
		type: 'proposals/open',
		title: shorten(title),
		text: text.trim(),
		effect,
		method: null,
		sealed: false,
		deadline: now + days * DAY_MS,
		reviewOn: null,
		discussion: null,
		succeeds: null,
		alternatives: [],
		mediation
	};
}

/** Whole days from 1 to 90. */
export const isDaysToDecide = (days: number | null): days is number => days !== null && Number.isInteger(days) && days >= 1 && days <= 90;

/** "Days to decide: 10 days"; a value that takes several lines is left to the proposal's own page. */
export function settingTitleOf(change: SettingChange, nameOf: (member: string) => string, money: (minor: number) => string): string {
	const name = settingName(settingKeyOf(change));
	switch (change.key) {
		case 'rule':
			return `${name} – ${lowerFirst(methodName(change.value))}`;
		case 'spendingBands':
		case 'budgets':
		case 'ownership':
		case 'signaling':
		case 'calendarRules':
			return name;
		default:
			return shorten(`${name}: ${settingValue(change, nameOf, money)}`);
	}
}

/** Fits a title; what is cut off is said to be. */
const shorten = (title: string): string => (title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1).trimEnd()}…`);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
