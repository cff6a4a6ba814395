import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import type { Settings } from '$crdt/domain/context';
import type { Category } from '$crdt/domain/ledger/ops';
import { NO_SETTINGS } from '$crdt/domain/membership/state';
import { settingChange, settingKeyOf, SUBJECTS, type SettingChange, type SettingKey } from '$crdt/domain/proposals/settings-ops';
import { kindsFor, newBand, toSettingChange, toSettingDraft, type SettingDraft } from '$lib/parts/setting-draft';
import { shareOptions } from '$lib/parts/share-options';
import { parseSettingKey, SETTING_GROUPS, settingLines, settingTitle, subjectWithSameRule } from '$lib/words/governance-words';
import { sayCategory } from '$lib/words/category-words';
import { changeInForce } from '$lib/words/setting-words';

const [ana, ben] = ['A', 'B'].map((letter) => letter.repeat(43)) as [MemberId, MemberId]; // only the shape matters here
const KEYS = SETTING_GROUPS.flatMap((group) => group.keys);
const full: Settings = {
	...NO_SETTINGS, name: 'Praxis Lindenhof', trialDays: 90, publicUrl: 'https://lindenhof.example', signaling: ['wss://one.example', 'wss://two.example'],
	spendingBands: [{ from: 0, needs: { kind: 'member' } }, { from: 20_000, needs: { kind: 'members', count: 2 } }, { from: 100_000, needs: { kind: 'decision' } }],
	budgets: [{ category: 'rent', amountMinor: 2_400_000 }, { category: 'cleaning', amountMinor: 180_050 }],
	ownership: [{ member: ana, units: 40 }, { member: ben, units: 20 }],
	rules: { ...NO_SETTINGS.rules, general: { kind: 'consensus', quorum: 67, block: { meetings: 3, days: 14, onLapse: 'vote', votePercent: 75 } }, spending: { kind: 'majority', percent: 60, of: 'cast', quorum: 80 }, admission: { kind: 'all-but-one' }, rooms: { kind: 'lazy' }, settings: { kind: 'ownership', percent: 67 } }
};
const plain: Settings = { ...NO_SETTINGS, name: 'Lindenhof' };
const say = { money: (minor: number) => `€${minor / 100}`, member: (id: string) => (id === ana ? 'Ana' : 'Ben'), category: (id: string) => sayCategory(id as Category, null) };
const change = (key: SettingKey, part: Partial<SettingDraft>, settings = full) => toSettingChange(key, { ...toSettingDraft(key, settings), ...part }, settings);
const sentence = (key: SettingKey, part: Partial<SettingDraft>) => {
	const read = change(key, part);
	return read.ok ? 'fits' : read.same ? 'same' : read.sentence;
};

describe('the form of a setting', () => {
	it('[PRO100] every setting stands in exactly one group and has a name of its own', () => {
		expect(new Set(KEYS).size).toBe(KEYS.length);
		for (const subject of SUBJECTS) expect(KEYS).toContain(`rule:${subject}`);
		const inOp = settingChange.options.map((option) => option.shape.key.value);
		expect([...new Set(KEYS.map((key) => key.split(':')[0]))].sort()).toEqual([...inOp].sort());
		expect(new Set(KEYS.map(settingTitle)).size).toBe(KEYS.length);
	});
	it('what is in force goes through the form unchanged, and is then no change', () => {
		for (const settings of [full, plain])
			for (const key of KEYS) expect([key, change(key, {}, settings)]).toMatchObject([key, { ok: false, same: true }]);
	});
	it('the order in which a value was written down makes no change', () => {
		const turned = { ...full, emergency: { hours: 72, members: 3 } };
		expect(change('emergency', {}, turned)).toMatchObject({ ok: false, same: true });
	});
	it('what the form gives is what the op takes, under the key that was asked for', () => {
		const wishes: readonly (readonly [SettingKey, Partial<SettingDraft>])[] = [
			['name', { text: ' Lindenhof  7 ' }], ['decisionDays', { number: 10 }], ['admissionApprovals', { number: 3 }], ['recoveryApprovals', { number: 3 }], ['trialDays', { number: 0 }], ['mediators', { number: 1 }],
			['emergency', { never: true }], ['emergency', { emergency: { members: 2, hours: 24 } }], ['spendingBands', { bands: [{ from: 'x', needs: 'decision', count: null }] }],
			['budgets', { budget: { rent: '25000', dues: ' ', cleaning: '1.800,50' } }], ['budgets', { budget: {} }],
			['ownership', { units: { [ben]: ' 7 ', [ana]: '' } }], ['retention:case', { never: true }], ['retention:ethics', { never: false, number: 30 }],
			['publicUrl', { text: '' }], ['signaling', { text: 'wss://three.example\n\n' }],
			['rule:rooms', { rule: { ...toSettingDraft('rule:general', full).rule, kind: 'consensus' } }], ['rule:removal', { rule: { ...toSettingDraft('rule:spending', full).rule, of: 'cast' } }]
		];
		for (const [key, part] of wishes) {
			const read = change(key, part);
			expect([key, read.ok]).toEqual([key, true]);
			if (!read.ok) continue;
			expect(settingChange.parse(read.change)).toEqual(read.change);
			expect(settingKeyOf(read.change)).toBe(key);
		}
		expect(change('name', { text: ' Lindenhof  7 ' })).toEqual({ ok: true, change: { key: 'name', value: 'Lindenhof 7' } });
		expect(change('ownership', { units: { [ben]: ' 7 ', [ana]: '' } })).toEqual({ ok: true, change: { key: 'ownership', value: [{ member: ben, units: 7 }] } });
	});
	it('[PRO101] a removal counts all the others, whatever was chosen for another subject', () => {
		const read = change('rule:removal', { rule: { ...toSettingDraft('rule:spending', full).rule, percent: 75 } });
		expect(read).toEqual({ ok: true, change: { key: 'rule', subject: 'removal', value: { kind: 'majority', percent: 75, of: 'eligible', quorum: 0 } } });
		expect(kindsFor('removal')).toEqual(['majority']);
	});
	it('[PRO101] silence consents in small things only', () => {
		expect(SUBJECTS.filter((subject) => kindsFor(subject).includes('lazy'))).toEqual(['general', 'rooms']);
	});
	it('[PRO101][PRO102] ownership and the shares it weighs come and go in the right order', () => {
		const rule = { ...toSettingDraft('rule:general', full).rule, kind: 'ownership' as const };
		expect(change('rule:general', { rule }, plain)).toMatchObject({ ok: false, same: false, sentence: expect.stringMatching(/decide the ownership shares first/) });
		expect(change('rule:general', { rule }).ok).toBe(true);
		expect(sentence('ownership', { units: {} })).toMatch(/change that first/);
	});
	it('[PRO108] a budget has a line for each category with an amount; the rest has none', () => {
		const read = change('budgets', { budget: { dues: '', supplies: '0', cleaning: '1.800,50', rent: '24000' } }, plain);
		expect(read).toEqual({ ok: true, change: { key: 'budgets', value: [{ category: 'cleaning', amountMinor: 180_050 }, { category: 'rent', amountMinor: 2_400_000 }] } });
		expect(change('budgets', { budget: { cleaning: '1800.50', rent: '24,000.00' } })).toMatchObject({ same: true });
		expect(sentence('budgets', { budget: { rent: 'much' } })).toMatch(/such as 2400/);
		expect(change('budgets', { budget: { rent: '', cleaning: '' } })).toEqual({ ok: true, change: { key: 'budgets', value: [] } });
	});
	it('[PRO103] bands rise, begin at nothing, and the row that does not is named', () => {
		const [first, second] = toSettingDraft('spendingBands', full).bands as [SettingDraft['bands'][number], SettingDraft['bands'][number]]; // there are three
		const row = (bands: SettingDraft['bands']) => {
			const read = change('spendingBands', { bands });
			return read.ok ? 'fits' : read.row;
		};
		expect(row([first, second, { ...newBand(), from: '200' }])).toBe(2);
		expect(row([first, { ...second, from: '' }])).toBe(1);
		expect(row([first, { ...second, count: 1 }])).toBe(1);
		expect(row([{ ...first, needs: 'members', count: null }])).toBe(0);
		expect(row([first, { ...second, from: '150,50' }])).toBe('fits');
	});
	it('what does not fit is said in a sentence', () => {
		expect(sentence('name', { text: '  ' })).toMatch(/A name/);
		for (const key of ['decisionDays', 'admissionApprovals', 'recoveryApprovals', 'trialDays', 'retention:case'] as const)
			for (const number of [null, -1, 1.5, 4000]) expect([key, number, sentence(key, { number, never: false })]).toEqual([key, number, expect.stringMatching(/whole number/)]);
		expect(sentence('emergency', { emergency: { members: 1, hours: 24 } })).toMatch(/At least 2/);
		expect(sentence('publicUrl', { text: 'http://lindenhof.example' })).toMatch(/https/);
		expect(sentence('signaling', { text: 'lindenhof.example' })).toMatch(/wss/);
		expect(sentence('signaling', { text: 'wss://a '.repeat(9) })).toMatch(/eight/);
		expect(sentence('ownership', { units: { [ana]: '1.5' } })).toMatch(/whole numbers/);
		expect(sentence('rule:general', { rule: { ...toSettingDraft('rule:general', full).rule, days: 0 } })).toMatch(/1 to 120/);
	});
	it('shares to choose from always hold the one in force, in its place', () => {
		expect(shareOptions(50, 50).map(({ value }) => value)).toEqual([50, 60, 67, 75, 80, 90, 100]);
		expect(shareOptions(0, 66).map(({ value }) => value)).toEqual([0, 60, 66, 67, 75, 80, 90, 100]);
		expect(shareOptions(51, 51)[0]).toEqual({ value: 51, label: 'More than half' });
	});
	it('an address names a setting or nothing', () => {
		expect([parseSettingKey('rule:rooms'), parseSettingKey('mediators'), parseSettingKey('rule:'), parseSettingKey('zone'), parseSettingKey(null)]).toEqual(['rule:rooms', 'mediators', null, null, null]);
	});
});

describe('a setting as it is read', () => {
	it('a way that several subjects share is said once, with the first of them', () => {
		expect(SUBJECTS.map((subject) => subjectWithSameRule(subject, plain))).toEqual([null, 'general', 'general', 'general', 'general', null]);
		expect(SUBJECTS.map((subject) => subjectWithSameRule(subject, full))).toEqual([null, null, null, null, null, null]);
	});
	it('no value is empty, and lists have a line for each', () => {
		for (const settings of [full, plain])
			for (const key of KEYS) expect([key, settingLines(changeInForce(settings, key), say).every((line) => line !== '')]).toEqual([key, true]);
		const lines = (wanted: SettingChange) => settingLines(wanted, say);
		expect(lines(changeInForce(full, 'ownership'))).toEqual(['Ana: 66.7 % (40 of 60)', 'Ben: 33.3 % (20 of 60)']);
		expect(lines(changeInForce(full, 'spendingBands'))).toHaveLength(3);
		expect(lines(changeInForce(plain, 'spendingBands'))).toEqual(['Any member alone, whatever the amount.']);
		expect(lines(changeInForce(full, 'trialDays'))[0]).toBe('90 days as a rule. It ends by a decision, never by itself.');
		expect(lines(changeInForce(full, 'budgets'))).toEqual(['€25800.5 a year in 2 categories.', 'Rent: €24000', 'Cleaning: €1800.5']);
		expect(lines(changeInForce(plain, 'budgets'))).toEqual(['None: nothing is planned.']);
		expect(lines({ key: 'retention', kind: 'case', value: 730 })).toEqual(['Forgotten after 2 years.']);
		expect(lines({ key: 'emergency', value: { members: 3, hours: 72 } })).toEqual(['3 members together may act at once, for at most 3 days.']);
	});
});
