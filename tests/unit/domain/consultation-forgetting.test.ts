import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { goneFrom, goneStreams, isStreamGone } from '$crdt/domain/consultation/keeping';
import { forgettingOf, isForgottenNow } from '$crdt/domain/consultation/select-forgetting';
import type { OpInput } from '$crdt/domain/op';
import { agreeOp, attendOp, caseOp, planOp, replyOp, streamNamed } from '../../support/consultation-ops';
import { createHouse, idOf, type House } from './calendar-house';

const NOTES = streamNamed('notes');
const CASE = streamNamed('case');
const rule = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const meetingOf = (house: House, id: ObjectId, name = 'Ana') => house.seenBy(name).consultation.meetings.get(id)!;
const stateOf = (house: House, name = 'Ana') => house.lens(name).state;
const carry = (item: ObjectId, to: ObjectId): OpInput => ({ type: 'consultation/carry-item', item, to, order: 'V' });

function withMeeting(names = ['Ana', 'Ben', 'Chloé', 'Dele'], over: Parameters<typeof planOp>[1] = {}) {
	const house = createHouse(names);
	const [meeting] = house.write('Ana', planOp('notes', over));
	house.meetAll();
	return { house, meeting: meeting! };
}

describe('by time', () => {
	it('[CON50] texts are gone so many days after the end as the collective keeps their kind', () => {
		const { house, meeting } = withMeeting();
		const state = stateOf(house);
		expect(goneFrom(state, meetingOf(house, meeting))).toBe('2027-12-03');
		expect([isForgottenNow(state, meeting, '2027-12-02T23:59'), isForgottenNow(state, meeting, '2027-12-03T00:00')]).toEqual([false, true]);
		expect(goneStreams(state, '2027-12-02')).toEqual([]);
		expect(goneStreams(state, '2027-12-03')).toEqual([NOTES]);
		const kinds = ['ethics', 'business', 'check-in', 'balint', 'other'] as const;
		const days = kinds.map((kind) => {
			const other = withMeeting(undefined, { kind });
			return goneFrom(stateOf(other.house), meetingOf(other.house, other.meeting));
		});
		expect(days).toEqual([null, null, '2027-03-03', '2027-12-03', null]);
	});

	it('[CON50] nobody makes them go sooner by moving the meeting', () => {
		const { house, meeting } = withMeeting();
		const move = (start: string, end: string): OpInput => ({ type: 'consultation/change-meeting', meeting, title: 'Circle', start, end, room: null, link: '' });
		house.write('Ben', move('2020-01-01T10:00', '2020-01-01T11:00'));
		house.meetAll();
		expect(goneFrom(stateOf(house), meetingOf(house, meeting))).toBe('2027-12-03');
		house.write('Ben', move('2027-01-01T10:00', '2027-01-01T11:00'));
		house.meetAll();
		expect(goneFrom(stateOf(house), meetingOf(house, meeting))).toBe('2028-01-01');
	});

	it('[CON50] nor by naming them for a meeting of long ago, or by carrying a case to one; carried on, a case is kept with the later one', () => {
		const { house, meeting } = withMeeting();
		const [item] = house.write('Ana', caseOp(meeting, 'case'));
		const [old] = house.write('Ben', planOp('old', { start: '2020-01-01T10:00', end: '2020-01-01T11:00' }));
		const [later] = house.write('Ben', planOp('later', { start: '2027-06-01T10:00', end: '2027-06-01T11:00' }));
		house.meetAll();
		house.fork('Dele', [meeting, item!], planOp('notes', { start: '2020-01-01T10:00', end: '2020-01-01T11:00' }), planOp('case', { start: '2020-01-01T10:00', end: '2020-01-01T11:00' }));
		house.meetAll();
		expect(goneStreams(stateOf(house), '2027-12-02')).toEqual([streamNamed('old')]);
		house.write('Ben', carry(item!, old!));
		house.meetAll();
		expect(goneStreams(stateOf(house), '2027-12-02')).toEqual([streamNamed('old')]);
		house.write('Ben', carry(item!, later!));
		house.meetAll();
		expect(isStreamGone(stateOf(house), NOTES, '2028-01-01')).toBe(true);
		expect([isStreamGone(stateOf(house), CASE, '2028-01-01'), isStreamGone(stateOf(house), CASE, '2028-05-31')]).toEqual([false, true]);
	});

	it('[CON55] agreements of the collective are never gone', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [agreement] = house.write('Ana', { type: 'consultation/start-agreement', title: 'House rules', text: NOTES });
		house.meetAll();
		expect(goneStreams(stateOf(house), '2099-01-01')).toEqual([]);
		const change: OpInput = { type: 'consultation/change-agreement', agreement: agreement!, title: 'Our rules', putAway: true };
		house.write('Ben', change);
		expect(house.seenBy('Ben').consultation.agreements.get(agreement!)).toMatchObject({ title: 'Our rules', putAway: true, startedBy: idOf('Ana') });
		expect(rule(house, house.write('Ben', { ...change, agreement: `${'x'.repeat(43)}.0` as ObjectId })[0])).toBe('CON55');
		expect(rule(house, house.write('Ben', { type: 'consultation/start-agreement', title: 'Again', text: NOTES })[0])).toBe('CON55');
	});
});

describe('by agreement', () => {
	const were = (house: House, meeting: ObjectId, said: Readonly<Record<string, 'there' | 'absent'>>): void => {
		for (const [name, was] of Object.entries(said)) house.write(name, attendOp(meeting, was));
		house.meetAll();
	};

	it('[CON51] everybody who had part agrees, and more than half of the members have said a word', () => {
		const { house, meeting } = withMeeting();
		const [item] = house.write('Ana', caseOp(meeting, 'case'));
		were(house, meeting, { Ben: 'there' });
		house.write('Ana', agreeOp(meeting));
		house.meetAll();
		house.write('Ben', agreeOp(meeting));
		house.meetAll();
		// two of four
		expect(meetingOf(house, meeting).forgottenBy).toBeNull();
		const lens = house.lens('Ana');
		expect(forgettingOf(lens, meetingOf(house, meeting))).toMatchObject({ status: 'until', until: '2027-12-03', wanting: 1, missing: [], iAgreed: true });
		were(house, meeting, { Chloé: 'absent' });
		house.write('Ben', agreeOp(meeting));
		house.meetAll();
		expect(meetingOf(house, meeting).forgottenBy).not.toBeNull();
		expect(goneStreams(stateOf(house), '2026-12-04')).toEqual([NOTES, CASE]);
		expect(forgettingOf(house.lens('Ana', { nowWall: '2026-12-04T10:00' }), meetingOf(house, meeting))).toMatchObject({ status: 'gone', because: 'agreement', mayAgree: false });
		expect(house.seenBy('Ana').consultation.items.get(item!)!.case!.forgottenBy).not.toBeNull();
	});

	it.each<readonly [string, (house: House, meeting: ObjectId) => void]>([
		['signed that they were there', (house, meeting) => void house.write('Dele', attendOp(meeting, 'there'))],
		['said that they come', (house, meeting) => void house.write('Dele', replyOp(meeting, 'yes'))],
		['has a role', (house, meeting) => void house.write('Ana', { type: 'consultation/set-role', meeting, role: 'note-taker', member: idOf('Dele') })],
		['presents an item', (house, meeting) => void house.write('Dele', caseOp(meeting, 'case'))]
	])('[CON51] nothing goes without the one who %s', (_what, takePart) => {
		const { house, meeting } = withMeeting();
		takePart(house, meeting);
		house.meetAll();
		for (const name of ['Ana', 'Ben', 'Chloé']) {
			house.write(name, agreeOp(meeting));
			house.meetAll();
		}
		expect(meetingOf(house, meeting).forgottenBy).toBeNull();
		expect(forgettingOf(house.lens('Ana'), meetingOf(house, meeting)).missing.map(({ name }) => name)).toEqual(['Dele']);
		house.write('Dele', agreeOp(meeting));
		house.meetAll();
		expect(meetingOf(house, meeting).forgottenBy).not.toBeNull();
	});

	it('[CON51] who said they come and signed that they were absent is not waited for; who has left neither', () => {
		const { house, meeting } = withMeeting(['Ana', 'Ben', 'Chloé']);
		house.write('Ben', replyOp(meeting, 'yes'), attendOp(meeting, 'absent'));
		house.write('Chloé', attendOp(meeting, 'there'));
		house.leave('Chloé');
		house.meetAll();
		house.write('Ana', agreeOp(meeting));
		expect(meetingOf(house, meeting).forgottenBy).not.toBeNull();
	});

	it('[CON51] it counts by what one word knew: two that did not know of each other do not add up, and one taken back is missing', () => {
		const { house, meeting } = withMeeting(['Ana', 'Ben']);
		for (const name of ['Ana', 'Ben']) house.write(name, agreeOp(meeting));
		house.meetAll();
		expect(meetingOf(house, meeting).forgottenBy).toBeNull();
		house.write('Ben', agreeOp(meeting, false));
		house.meetAll();
		house.write('Ana', agreeOp(meeting));
		house.meetAll();
		expect(meetingOf(house, meeting).forgottenBy).toBeNull();
		house.write('Ben', agreeOp(meeting));
		house.meetAll();
		expect(meetingOf(house, meeting).forgottenBy).not.toBeNull();
		expect(rule(house, house.write('Ana', agreeOp(meeting, false))[0])).toBe('CON51');
	});

	it('[CON51] once agreed it stands, whatever arrives later that it did not know of', () => {
		const { house, meeting } = withMeeting(['Ana', 'Ben', 'Chloé']);
		const [item] = house.write('Ana', caseOp(meeting, 'case'));
		const [later] = house.write('Ana', planOp('later', { start: '2027-06-01T10:00', end: '2027-06-01T11:00' }));
		house.meetAll();
		// Chloé is away: signs that she was there, brings a case, carries Ana's on
		const [hers] = house.write('Chloé', attendOp(meeting, 'there'), caseOp(meeting, 'hers'), carry(item!, later!)).slice(1);
		house.write('Ana', agreeOp(meeting));
		house.meet('Ana', 'Ben');
		house.write('Ben', agreeOp(meeting));
		house.meet('Ana', 'Ben');
		expect(goneStreams(stateOf(house), '2026-12-04')).toEqual([NOTES, CASE]);
		house.meetAll();
		for (const name of ['Ana', 'Chloé']) expect(goneStreams(stateOf(house, name), '2026-12-04')).toEqual([NOTES, CASE]);
		expect(house.seenBy('Ana').consultation.items.get(hers!)!.case!.forgottenBy).toBeNull();
	});

	it('[CON51] a case carried to a meeting whose texts are gone is not gone by that', () => {
		const { house, meeting } = withMeeting(['Ana', 'Ben']);
		for (const name of ['Ana', 'Ben']) {
			house.write(name, agreeOp(meeting));
			house.meetAll();
		}
		const [next] = house.write('Ana', planOp('next', { start: '2027-06-01T10:00', end: '2027-06-01T11:00' }));
		const [item] = house.write('Ana', caseOp(next!, 'case'));
		house.meetAll();
		house.write('Ben', carry(item!, meeting));
		house.meetAll();
		expect(goneStreams(stateOf(house), '2026-12-04')).toEqual([NOTES]);
	});
});

describe('what is said of it', () => {
	it('[CON53] [CON54] devices say what is gone from them, of texts that are known', () => {
		const { house, meeting } = withMeeting();
		const [unknown] = house.write('Ben', { type: 'consultation/forgot-texts', texts: [streamNamed('?')] });
		expect(rule(house, unknown)).toBe('CON53');
		house.write('Ben', { type: 'consultation/forgot-texts', texts: [NOTES, streamNamed('?')] });
		house.meetAll();
		expect([...house.seenBy('Ana').consultation.forgottenOn.keys()]).toEqual([NOTES]);
		expect(forgettingOf(house.lens('Ana'), meetingOf(house, meeting))).toMatchObject({ status: 'until', goneOnMembers: 0, members: 4 });
	});

	it('[CON60] what was kept knowingly is recorded without the words', () => {
		const { house, meeting } = withMeeting();
		house.write('Ben', { type: 'consultation/keep-identifier', place: 'notes', meeting, class: 'name' });
		expect(house.seenBy('Ben').consultation.kept).toMatchObject([{ by: idOf('Ben'), place: 'notes', meeting, class: 'name' }]);
	});
});
