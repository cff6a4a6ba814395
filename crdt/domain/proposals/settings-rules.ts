/**
 * What a setting may be: refused, with a sentence, when a proposal to change it is opened. Pure. Carries PRO101–PRO103 and PRO108.
 */
import type { Refusal } from '../context';
import type { Facts } from '../membership/state';
import type { BudgetLine, SettingChange, SpendingBand } from './settings-ops';

/** Null: it may be put to a decision by somebody who knows these facts. */
export function settingRefusal(change: SettingChange, facts: Facts): Refusal | null {
	switch (change.key) {
		case 'spendingBands':
			return bandsRefusal(change.value);
		case 'budgets':
			return budgetsRefusal(change.value);
		case 'ownership': {
			const named = change.value.map(({ member }) => member);
			if (named.length === 0 && Object.values(facts.settings.rules).some(({ kind }) => kind === 'ownership'))
				return refusal('PRO102', 'Some matters are decided by ownership: change that first.');
			if (new Set(named).size !== named.length) return refusal('PRO102', 'Somebody stands twice among the owners.');
			return named.every((member) => facts.seated.some(({ memberId }) => memberId === member))
				? null
				: refusal('PRO102', 'Somebody named as an owner was not a member.');
		}
		case 'rule':
			if (change.value.kind === 'lazy' && change.subject !== 'general' && change.subject !== 'rooms')
				return refusal('PRO101', 'Silence is consent only in small things that can be undone: rooms and general matters.');
			if (change.subject === 'removal' && (change.value.kind !== 'majority' || change.value.of !== 'eligible'))
				return refusal('PRO101', 'A removal is always decided by a majority of all the others; only the share can be set.');
			if (change.value.kind === 'ownership' && facts.settings.ownership.length === 0)
				return refusal('PRO101', 'Nobody owns a share yet: decide the shares first.');
			return null;
		default:
			return null;
	}
}

function bandsRefusal(bands: readonly SpendingBand[]): Refusal | null {
	if (bands[0]?.from !== 0) return refusal('PRO103', 'The first spending band begins at zero.');
	for (let at = 1; at < bands.length; at++)
		if (bands[at]!.from <= bands[at - 1]!.from) return refusal('PRO103', 'Each spending band begins above the one before.');
	return null;
}

function budgetsRefusal(lines: readonly BudgetLine[]): Refusal | null {
	return new Set(lines.map((line) => line.category)).size === lines.length ? null : refusal('PRO108', 'A category stands twice in the budget.');
}

/** What an amount needs: the last band that begins at or below it. Bands begin at 0 and rise (PRO103). */
export function needsOf(bands: readonly SpendingBand[], amountMinor: number): SpendingBand['needs'] {
	let needs: SpendingBand['needs'] = { kind: 'member' };
	for (const band of bands) if (band.from <= amountMinor) needs = band.needs;
	return needs;
}

const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });
