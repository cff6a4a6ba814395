import { describe, expect, it } from 'vitest';
import type { DeviceId, MemberId, ObjectId } from '$crypto/base';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import type { RoomView } from '$crdt/domain/calendar/views';
import type { Settings } from '$crdt/domain/context';
import type { DeviceView } from '$crdt/domain/membership/views';
import { NO_SETTINGS } from '$crdt/domain/membership/state';
import { opSchema } from '$crdt/domain/op';
import type { MeasureView, MediationView } from '$crdt/domain/proposals/views';
import { amountNeeds, closedUntil, lengthsWithin, measureKinds, toMeasure, type MeasureDraft } from '$lib/features/governance/measure-draft';
import { mediationAbout, mediationWords, mediatorsNeeded, openAbout, otherVoices, showsOnCard, trialOf, voiceOf } from '$lib/features/members/member-words';
import { isDaysToDecide, proposeEffect, settingTitleOf } from '$lib/parts/propose';
import { joinWords, measureWords } from '$lib/words/measure-words';

const NOW = Date.parse('2026-11-22T20:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const id = (text: string) => `${(text + '_'.repeat(43)).slice(0, 43)}.0` as ObjectId; // an id only has to look the part
const [ana, ben, eve] = ['A', 'B', 'E'].map((letter) => letter.repeat(43)) as [MemberId, MemberId, MemberId]; // as above
const settings: Settings = {
	...NO_SETTINGS,
	spendingBands: [{ from: 0, needs: { kind: 'member' } }, { from: 20_000, needs: { kind: 'members', count: 3 } }, { from: 100_000, needs: { kind: 'decision' } }]
};
const room: RoomView = { id: id('room'), name: 'Garden room', zone: 'Pacific/Auckland', colour: 'moss', about: '', retired: false, description: { ...plainRoom('Garden room'), closures: [{ from: '2026-12-24', until: '2026-12-27', reason: 'Holidays' }] }, parts: [] };
const draft: MeasureDraft = { kind: 'emergency', title: ' Closed  until the pipe is mended ', text: 'Water under the floor.', hours: 24, room: '', amount: '' };

describe('acting together', () => {
	it('[PRO104] an emergency ends within what the collective allows, counted from now', () => {
		const read = toMeasure(draft, settings, [room], NOW);
		expect(read).toEqual({ ok: true, op: { type: 'proposals/take-measure', title: 'Closed until the pipe is mended', measure: { kind: 'emergency', text: 'Water under the floor.', until: NOW + 24 * HOUR, room: null } } });
		expect(opSchema.safeParse(read.ok && read.op).success).toBe(true);
		expect(lengthsWithin(72)).toEqual([4, 12, 24, 48, 72]);
		expect(lengthsWithin(1)).toEqual([1]);
		expect(lengthsWithin(30)).toEqual([4, 12, 24, 30]);
	});
	it('a room is closed on whole days of its own zone, the last one included, and stays otherwise as it is', () => {
		const change = closedUntil(room, 'x'.repeat(160), NOW, NOW + 24 * HOUR);
		// there it is nine in the morning of the next day
		expect(change).toMatchObject({ kind: 'change', room: room.id, description: { name: 'Garden room', closures: [room.description.closures[0], { from: '2026-11-23', until: '2026-11-25', reason: 'x'.repeat(80) }] } });
		const read = toMeasure({ ...draft, room: room.id }, settings, [room], NOW);
		expect(read.ok && read.op.measure.kind === 'emergency' && read.op.measure.room).toMatchObject({ room: room.id });
		expect(opSchema.safeParse(read.ok && read.op).success).toBe(true);
	});
	it('[PRO105] an amount that needs fewer or more than several members is sent where it belongs', () => {
		const spend = (amount: string) => toMeasure({ ...draft, kind: 'spend', title: 'A lock', amount }, settings, [], NOW);
		const said = (amount: string) => {
			const read = spend(amount);
			return read.ok ? 'fits' : `${read.field}: ${read.sentence}`;
		};
		expect(said('199.99')).toMatch(/^amount: Any member may spend this much alone/);
		expect(said('1000')).toMatch(/^amount: This much takes a decision/);
		expect(said('a lot')).toMatch(/^amount: An amount such as/);
		expect(spend('200')).toEqual({ ok: true, op: { type: 'proposals/take-measure', title: 'A lock', measure: { kind: 'spend', amount: 20_000, purpose: 'A lock' } } });
		expect([amountNeeds('50', settings), amountNeeds('999,99', settings), amountNeeds('', settings)]).toEqual([{ kind: 'member' }, { kind: 'members', count: 3 }, null]);
	});
	it('nothing is declared without a line and a reason', () => {
		expect(toMeasure({ ...draft, title: ' ' }, settings, [], NOW)).toMatchObject({ ok: false, field: 'title' });
		expect(toMeasure({ ...draft, text: '' }, settings, [], NOW)).toMatchObject({ ok: false, field: 'text' });
	});
	it('only what the collective knows is offered', () => {
		expect(measureKinds(settings)).toEqual(['emergency', 'spend']);
		expect(measureKinds({ ...settings, emergency: null })).toEqual(['spend']);
		expect(measureKinds({ ...NO_SETTINGS, emergency: null })).toEqual([]);
	});
	it('who is in, who is missing and until when are said in every state', () => {
		const measure: MeasureView = { id: id('m'), kind: 'emergency', title: 'Closed', name: 'Dele', mine: false, at: NOW, text: '', until: NOW + DAY, room: null, amount: null, joinedBy: ['Dele'], needed: 3, state: 'waiting', canJoin: true };
		const line = (part: Partial<MeasureView>) => measureWords({ ...measure, ...part }, () => 'tomorrow 18:00').line;
		expect(line({})).toBe('Dele so far. It holds once 2 more members say yes, and until tomorrow 18:00 at most.');
		expect(line({ joinedBy: ['Dele', 'Ben'] })).toBe('Dele and Ben so far. It holds once one more member says yes, and until tomorrow 18:00 at most.');
		expect(line({ state: 'in-force', joinedBy: ['Dele', 'Ben', 'Ana'] })).toBe('In force until tomorrow 18:00, by Dele, Ben and Ana. It lapses by itself.');
		expect(line({ state: 'lapsed' })).toBe('Lapsed: it held until tomorrow 18:00 at most.');
		expect(line({ kind: 'spend', until: null, amount: 300, state: 'in-force', joinedBy: ['Dele', 'Ben'] })).toBe('Agreed by Dele and Ben. The expense may name it, once.');
		expect(new Set([joinWords({ kind: 'emergency' }), joinWords({ kind: 'spend' })]).size).toBe(2);
	});
});

describe('where a member stands', () => {
	it('[MEM70] a trial is due two weeks before its usual end, and ends by nothing but a decision', () => {
		const newcomer = { stage: 'trial' as const, since: NOW - 70 * DAY };
		expect(trialOf(newcomer, 90, NOW)).toEqual({ since: newcomer.since, over: NOW + 20 * DAY, due: false });
		expect(trialOf(newcomer, 84, NOW)).toMatchObject({ due: true });
		expect(trialOf(newcomer, 0, NOW)).toMatchObject({ due: true });
		expect(trialOf({ ...newcomer, stage: 'member' }, 90, NOW)).toBeNull();
	});
	it('nobody opens a second proposal about the same person unknowingly', () => {
		const open = [{ id: id('other'), effect: { kind: 'admit-member' as const, member: ben } }, { id: id('removal'), effect: { kind: 'remove-member' as const, member: eve } }];
		expect([openAbout(open, 'remove-member', eve), openAbout(open, 'admit-member', eve), openAbout(open, 'admit-member', ben)]).toEqual([id('removal'), null, id('other')]);
	});
	it('of several mediations the one under way is shown, else the newest', () => {
		const mediation = (name: string, at: number, state: MediationView['state'], subject = eve) => ({ id: id(name), at, state, subject }) as MediationView; // only what is asked here
		const [old, running, newest] = [mediation('old', 1, 'settled'), mediation('running', 2, 'under-way'), mediation('newest', 3, 'not-settled')];
		expect(mediationAbout([old, running, newest], eve)).toBe(running);
		expect(mediationAbout([old, newest], eve)).toBe(newest);
		expect(mediationAbout([old], ana)).toBeNull();
		expect(new Set((['under-way', 'settled', 'not-settled'] as const).map((state) => mediationWords(state).line)).size).toBe(3);
	});
	it('what could be settled is shown to those who took part, and to nobody else', () => {
		const seen = { state: 'settled', isAboutMe: false, mine: false, iMediate: false } as const;
		expect([seen, { ...seen, mine: true }, { ...seen, isAboutMe: true }, { ...seen, iMediate: true }, { ...seen, state: 'not-settled' as const }].map(showsOnCard)).toEqual([false, true, true, true, true]);
	});
	it('[PRO96] no more mediate than could', () => {
		expect([mediatorsNeeded(2, 5), mediatorsNeeded(2, 1), mediatorsNeeded(1, 0), mediatorsNeeded(0, 5)]).toEqual([2, 1, 0, 0]);
	});
	it('a voice moves to a device that is in use and is not the voice already', () => {
		const device = (name: string, part: Partial<DeviceView>): DeviceView => ({ deviceId: name as DeviceId, name, isVoice: false, isThisDevice: false, status: 'active', ...part }); // only compared
		const devices = [device('Phone', { isVoice: true }), device('Desk', {}), device('Old phone', { status: 'revoked' })];
		expect(otherVoices(devices).map(({ name }) => name)).toEqual(['Desk']);
		expect(voiceOf(devices)?.name).toBe('Phone');
		expect(voiceOf([])).toBeNull();
	});
});

describe('a short proposal', () => {
	const money = (minor: number) => `€${minor / 100}`;
	it('is one that the log takes, in the way that holds for its subject', () => {
		const proposal = proposeEffect({ title: 'Eve becomes a member', text: ' Since March. ', effect: { kind: 'admit-member', member: eve }, days: 7 }, NOW);
		expect(opSchema.parse(proposal)).toEqual(proposal);
		expect(proposal).toMatchObject({ method: null, sealed: false, text: 'Since March.', deadline: NOW + 7 * DAY, mediation: null });
		expect(proposeEffect({ title: 'x', text: '', effect: { kind: 'remove-member', member: eve }, days: 7, mediation: id('med') }, NOW).mediation).toBe(id('med'));
	});
	it('its title says the setting and, where that is short, the value', () => {
		expect(settingTitleOf({ key: 'decisionDays', value: 10 }, () => '', money)).toBe('Days to decide: 10 days');
		expect(settingTitleOf({ key: 'rule', subject: 'spending', value: { kind: 'consent', quorum: 0 } }, () => '', money)).toBe('How we decide: spending – consent');
		expect(settingTitleOf({ key: 'ownership', value: [] }, () => '', money)).toBe('Ownership shares');
		expect(settingTitleOf({ key: 'publicUrl', value: `https://${'x'.repeat(190)}` }, () => '', money)).toHaveLength(160);
	});
	it('days to decide are whole, from 1 to 90', () => {
		expect([1, 90, 0, 91, 1.5, null, Number.NaN].map(isDaysToDecide)).toEqual([true, true, false, false, false, false, false]);
	});
});
