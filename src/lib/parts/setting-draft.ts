/**
 * What somebody fills in to change a setting, and its way into a change and back. Pure: settings in, a change or one plain
 * sentence out. The bounds are those of the op; what a decision may set is judged by the rules once more (PRO101–PRO103).
 */
import type { MemberId } from '$crypto/base';
import type { Settings } from '$crdt/domain/context';
import type { Category } from '$crdt/domain/ledger/ops';
import { DEFAULT_BLOCK_RULE } from '$crdt/domain/proposals/founding-rules';
import type { DecisionRule } from '$crdt/domain/proposals/method';
import type { BudgetLine, OwnershipShare, SettingChange, SettingKey, SpendingBand, Subject } from '$crdt/domain/proposals/settings-ops';
import { editMoney, parseMoney } from '$lib/ui/money';
import { meetingKindOf, subjectOf } from '$lib/words/governance-words';
import { changeInForce } from '$lib/words/setting-words';

/** Everything any way of deciding asks for, so that changing one's mind about the kind loses nothing. Shares in percent. */
export interface RuleDraft {
	kind: DecisionRule['kind'];
	quorum: number;
	percent: number;
	of: 'cast' | 'eligible';
	meetings: number;
	days: number;
	onLapse: 'stands' | 'vote';
	votePercent: number;
}

export interface BandDraft {
	/** As typed; not asked of the first. */
	from: string;
	needs: SpendingBand['needs']['kind'];
	count: number | null;
}

/** A number field that was emptied holds null. */
export interface SettingDraft {
	/** name, publicUrl; signaling: one a line. */
	text: string;
	/** decisionDays, admissionApprovals, recoveryApprovals, trialDays, mediators, retention. */
	number: number | null;
	/** retention: never forgotten; emergency: none. */
	never: boolean;
	rule: RuleDraft;
	emergency: { members: number | null; hours: number };
	bands: BandDraft[];
	/** By member, as typed; '' is no share. */
	units: Record<string, string>;
	/** By category, a year's amount as typed; '' is no budget. */
	budget: Record<string, string>;
}

export type ReadSetting =
	| { readonly ok: true; readonly change: SettingChange }
	/** `same`: nothing is wrong, nothing would change. `row`: of the bands, from 0. */
	| { readonly ok: false; readonly same: boolean; readonly sentence: string; readonly row: number | null };

const USUAL_KEPT_DAYS = 365;

export function toSettingDraft(key: SettingKey, settings: Settings): SettingDraft {
	const now = changeInForce(settings, key);
	const draft = emptyDraft();
	switch (now.key) {
		case 'name':
		case 'publicUrl':
			return { ...draft, text: now.value };
		case 'signaling':
			return { ...draft, text: now.value.join('\n') };
		case 'decisionDays':
		case 'admissionApprovals':
		case 'recoveryApprovals':
		case 'trialDays':
		case 'mediators':
			return { ...draft, number: now.value };
		case 'retention':
			return { ...draft, number: now.value ?? USUAL_KEPT_DAYS, never: now.value === null };
		case 'emergency':
			return now.value === null ? { ...draft, never: true } : { ...draft, emergency: { ...now.value } };
		case 'rule':
			return { ...draft, rule: toRuleDraft(now.value) };
		case 'spendingBands':
			return { ...draft, bands: now.value.map(({ from, needs }) => ({ from: editMoney(from, settings.currency), needs: needs.kind, count: needs.kind === 'members' ? needs.count : 2 })) };
		case 'budgets':
			return { ...draft, budget: Object.fromEntries(now.value.map(({ category, amountMinor }) => [category, editMoney(amountMinor, settings.currency)])) };
		case 'ownership':
			return { ...draft, units: Object.fromEntries(now.value.map(({ member, units }) => [member, String(units)])) };
		case 'calendarRules':
			return draft;
	}
}

/** @returns the change, or why it is none. */
export function toSettingChange(key: SettingKey, draft: SettingDraft, settings: Settings): ReadSetting {
	const read = readDraft(key, draft, settings);
	if (!read.ok) return read;
	const same = isAlike(read.change, changeInForce(settings, key));
	return same ? { ok: false, same: true, sentence: 'It is like this already.', row: null } : read;
}

export const newBand = (): BandDraft => ({ from: '', needs: 'decision', count: 2 });

/** Kinds that may be chosen for a subject (PRO101). */
export function kindsFor(subject: Subject): readonly DecisionRule['kind'][] {
	if (subject === 'removal') return ['majority'];
	const serious = ['consensus', 'consent', 'majority', 'all-but-one', 'ownership'] as const;
	return subject === 'general' || subject === 'rooms' ? [...serious, 'lazy'] : serious;
}

function readDraft(key: SettingKey, draft: SettingDraft, settings: Settings): ReadSetting {
	const [subject, kind] = [subjectOf(key), meetingKindOf(key)];
	if (subject) return readRule(subject, draft.rule, settings);
	if (kind) {
		if (draft.never) return yes({ key: 'retention', kind, value: null });
		return isWhole(draft.number, 1, 3650) ? yes({ key: 'retention', kind, value: draft.number }) : no('A whole number of days, from 1 to 3650.');
	}
	switch (key) {
		case 'name': {
			const value = draft.text.trim().replace(/\s+/g, ' ');
			return value !== '' && value.length <= 80 ? yes({ key, value }) : no('A name of at most 80 letters.');
		}
		case 'decisionDays':
			return isWhole(draft.number, 1, 90) ? yes({ key, value: draft.number }) : no('A whole number of days, from 1 to 90.');
		case 'admissionApprovals':
			return isWhole(draft.number, 1, 60) ? yes({ key, value: draft.number }) : no('A whole number of members, at least 1.');
		case 'recoveryApprovals':
			return isWhole(draft.number, 2, 60) ? yes({ key, value: draft.number }) : no('A whole number of members, at least 2.');
		case 'trialDays':
			return isWhole(draft.number, 0, 730) ? yes({ key, value: draft.number }) : no('A whole number of days, at most 730; 0 for none.');
		case 'mediators':
			return isWhole(draft.number, 0, 2) ? yes({ key, value: draft.number }) : no('Choose one of the three.');
		case 'emergency': {
			if (draft.never) return yes({ key, value: null });
			const { members, hours } = draft.emergency;
			return isWhole(members, 2, 60) && isWhole(hours, 1, 336) ? yes({ key, value: { members, hours } }) : no('At least 2 members together: one alone is not enough.');
		}
		case 'spendingBands':
			return readBands(draft.bands, settings.currency);
		case 'budgets':
			return readBudget(draft.budget, settings);
		case 'ownership':
			return readShares(draft.units, settings);
		case 'publicUrl': {
			const value = draft.text.trim();
			return value === '' || (/^https:\/\/[^\s]+$/.test(value) && value.length <= 200) ? yes({ key, value }) : no('An address that begins with https://, or nothing.');
		}
		case 'signaling': {
			const value = draft.text.split(/\s+/).filter((one) => one !== '');
			if (value.length > 8) return no('At most eight.');
			return value.every((one) => /^wss?:\/\/[^\s]+$/.test(one) && one.length <= 200) ? yes({ key, value }) : no('Each begins with wss://, one a line.');
		}
		default:
			// the rules for the rooms have a form of their own
			return { ok: false, same: true, sentence: 'It is changed with the rooms.', row: null };
	}
}

function readRule(subject: Subject, { kind, quorum, percent, of, meetings, days, onLapse, votePercent }: RuleDraft, settings: Settings): ReadSetting {
	const rule = (value: DecisionRule) => yes({ key: 'rule', subject, value });
	switch (kind) {
		case 'consensus':
			return isWhole(days, 1, 120) ? rule({ kind, quorum, block: { meetings, days, onLapse, votePercent } }) : no('Days to find a way: a whole number from 1 to 120.');
		case 'consent':
			return rule({ kind, quorum });
		case 'majority':
			// a removal counts everybody but the person concerned, whatever was chosen before
			return rule({ kind, percent, of: subject === 'removal' ? 'eligible' : of, quorum: subject === 'removal' ? 0 : quorum });
		case 'ownership':
			return settings.ownership.length > 0 ? rule({ kind, percent }) : no('Nobody owns a share yet: decide the ownership shares first.');
		case 'all-but-one':
		case 'lazy':
			return rule({ kind });
	}
}

function readBands(bands: readonly BandDraft[], currency: string): ReadSetting {
	const value: SpendingBand[] = [];
	for (const [row, band] of bands.entries()) {
		const from = row === 0 ? 0 : parseMoney(band.from, currency);
		if (from === null) return no('An amount such as 200.', row);
		const before = value.at(-1);
		if (before && from <= before.from) return no('The amounts rise from row to row.', row);
		if (band.needs === 'members' && !isWhole(band.count, 2, 60)) return no('At least 2 members together.', row);
		value.push({ from, needs: band.needs === 'members' ? { kind: 'members', count: band.count ?? 2 } : { kind: band.needs } });
	}
	return yes({ key: 'spendingBands', value });
}

function readBudget(typed: Readonly<Record<string, string>>, { currency, budgets }: Settings): ReadSetting {
	const value: BudgetLine[] = [];
	// in the order in force, so that a budget which says the same is the same
	const known = budgets.map(({ category }) => category as string);
	for (const [category, text] of Object.entries(typed).sort(([a], [b]) => place(known, a) - place(known, b))) {
		if (/^[0.,\s]*$/.test(text)) continue;
		const amountMinor = parseMoney(text, currency);
		if (amountMinor === null) return no('Amounts for a year, such as 2400, or nothing.');
		value.push({ category: category as Category, amountMinor }); // a key of the categories' list
	}
	return value.length <= 40 ? yes({ key: 'budgets', value }) : no('At most forty categories.');
}

const place = (known: readonly string[], one: string): number => (known.includes(one) ? known.indexOf(one) : known.length);

function readShares(units: Readonly<Record<string, string>>, settings: Settings): ReadSetting {
	const value: OwnershipShare[] = [];
	for (const [member, typed] of Object.entries(units)) {
		const text = typed.trim();
		if (text === '' || /^0+$/.test(text)) continue;
		if (!/^\d{1,9}$/.test(text)) return no('Shares are whole numbers, such as 40.');
		value.push({ member: member as MemberId, units: Number(text) }); // a key of the members' list
	}
	if (value.length === 0 && Object.values(settings.rules).some(({ kind }) => kind === 'ownership')) return no('Some matters are decided by ownership: change that first.');
	return yes({ key: 'ownership', value });
}

function toRuleDraft(rule: DecisionRule): RuleDraft {
	const { meetings, days, onLapse, votePercent } = rule.kind === 'consensus' ? rule.block : DEFAULT_BLOCK_RULE;
	return {
		kind: rule.kind,
		quorum: 'quorum' in rule ? rule.quorum : 0,
		percent: 'percent' in rule ? rule.percent : 50,
		of: rule.kind === 'majority' ? rule.of : 'eligible',
		meetings, days, onLapse, votePercent
	};
}

const emptyDraft = (): SettingDraft => ({
	text: '', number: null, never: false, emergency: { members: 3, hours: 72 }, bands: [], units: {}, budget: {},
	rule: toRuleDraft({ kind: 'consent', quorum: 0 })
});

/** Of plain data; the order in which fields were written down does not matter. */
function isAlike(a: unknown, b: unknown): boolean {
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
	const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
	return left.size === right.size && [...left].every(([name, value]) => right.has(name) && isAlike(value, right.get(name)));
}

const isWhole = (n: number | null, least: number, most: number): n is number => n !== null && Number.isInteger(n) && n >= least && n <= most;
const yes = (change: SettingChange): ReadSetting => ({ ok: true, change });
const no = (sentence: string, row: number | null = null): ReadSetting => ({ ok: false, same: false, sentence, row });
