/**
 * What was to be forgotten cannot be read any more by anybody who has the device and its passphrase. Known words are put wherever a
 * meeting's texts may lie; before, a search through all that the device can open finds every one of them; afterwards none.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { ObjectId, StreamId } from '$crypto/base';
import { encodePayload } from '$crdt/text/payload';
import { house } from '../support/engine-people';
import { must, type Device, type Rig } from '../support/engine-rig';
import { openedDisk, search } from '../support/opened-disk';
import { openPage, run, stubPage, unstubPage, until, type Page } from '../support/text-page';

beforeEach(stubPage);
afterEach(unstubPage);

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Words that must be gone, and what stays. */
const NOTES = 'marigoldnotes';
const SNAPSHOT = 'marigoldsnapshot';
const COMMENT = 'marigoldcomment';
const LABEL = 'marigoldlabel';
const QUESTION = 'marigoldquestion';
const CASE_COMMENT = 'marigoldaside';
const HELD = 'marigoldheld';
const GONE = [NOTES, SNAPSHOT, COMMENT, LABEL, QUESTION, CASE_COMMENT, HELD];
const TITLE = 'Tuesdaycircle';
const ACTION = 'Bringthekeys';
const STAYS = [TITLE, ACTION];

const plan = (kind: 'case' | 'ethics') =>
	({ title: TITLE, kind, start: '2026-03-02T12:00', end: '2026-03-02T13:30', zone: 'Europe/Berlin', room: null, link: '' }) as const;

interface Scene {
	readonly rig: Rig;
	readonly ana: Device;
	readonly ben: Device;
	readonly chloe: Device;
	readonly dele: Device;
	readonly people: readonly Device[];
	readonly meeting: ObjectId;
	readonly notes: StreamId;
	readonly caseText: StreamId;
	readonly page: Page;
}

/** Four at a meeting with shared notes and a case that all of them may read. */
async function meetingWithWords(kind: 'case' | 'ethics'): Promise<Scene> {
	const { rig, people } = await house(['Ana', 'Ben', 'Chloé', 'Dele']);
	const [ana, ben, chloe, dele] = people as [Device, Device, Device, Device];
	const meeting = must(await ana.engine.planMeeting(plan(kind), []));
	const item = must(
		await ana.engine.addCase({
			meeting, minutes: 30, order: 'V', tags: { age: 'adult', setting: 'office', themes: ['grief'], wish: 'ideas' },
			confirms: { consent: true, noRecording: true, notSupervision: true }
		})
	);
	await ana.post({ type: 'consultation/add-action', meeting, item: null, text: ACTION, assignee: null, due: null });
	await rig.run(MINUTE);
	for (const each of [ben, chloe, dele]) await each.post({ type: 'consultation/answer-case', item, knows: 'no' });
	for (const each of people) await each.post({ type: 'consultation/attend', meeting, was: 'there', minutes: 90 });
	await rig.run(MINUTE);
	const seen = (await ben.view('consultation/meeting', { id: meeting }))!;
	const { notes } = seen;
	const caseText = seen.items[0]!.case!.texts[0]!;

	const page = openPage(ana, notes);
	const casePage = openPage(ana, caseText);
	await until(rig, () => page.text !== null && casePage.text !== null);
	page.type(NOTES);
	casePage.type(`${LABEL} `);
	casePage.type(QUESTION);
	must(await page.text!.comment(COMMENT, null));
	must(await casePage.text!.comment(CASE_COMMENT, item));
	const shot = new Y.Doc();
	shot.getText('default').insert(0, SNAPSHOT);
	must(await ana.engine.appendText(notes, encodePayload([{ kind: 'snapshot', frontier: new Map(), state: Y.encodeStateAsUpdate(shot) }])));
	for (const each of [ana, ben]) must(await each.engine.saveDraft(`held ${notes}`, HELD));
	await run(rig, 20_000);
	await casePage.close();
	return { rig, ana, ben, chloe, dele, people, meeting, notes, caseText, page };
}

const found = async (device: Device): Promise<string[]> => {
	const places = search(await openedDisk(device), [...GONE, ...STAYS]);
	return [...places].flatMap(([word, where]) => (where.size > 0 ? [word] : []));
};

/** Time passes for this device alone: its own clock is what counts. */
const age = (device: Device, days: number): void => void (device.skewMs += days * DAY);

async function offline(rig: Rig, device: Device, isOff: boolean): Promise<void> {
	device.online = !isOff;
	await run(rig, 5_000);
}

describe('before a meeting’s texts are forgotten', () => {
	it('the search finds every word, in the log, in the backup and in what a page is given', async () => {
		const { ana, ben } = await meetingWithWords('case');
		const places = search(await openedDisk(ana), [...GONE, ...STAYS]);
		for (const word of GONE.filter((each) => each !== HELD)) expect([word, [...places.get(word)!].sort()]).toEqual([word, ['backup, text', 'disk, text', 'page']]);
		expect([...places.get(HELD)!]).toEqual(['record drafts']);
		expect((await found(ben)).sort()).toEqual([...GONE, ...STAYS].sort());
	});
});

describe('after the time that the collective has set', () => {
	it('[CON52] no device can open a word of it; that they met, who was there and what is to be done stays', async () => {
		const scene = await meetingWithWords('case');
		const { rig, ana, ben, chloe, dele, people, meeting, notes, caseText, page } = scene;
		await offline(rig, chloe, true);
		for (const each of [ana, ben]) age(each, 364);
		await run(rig, 6 * MINUTE);
		expect((await found(ana)).sort()).toEqual([...GONE, ...STAYS].sort());

		for (const each of [ana, ben]) age(each, 2);
		await run(rig, 6 * MINUTE);
		for (const each of [ana, ben]) expect((await found(each)).sort()).toEqual([...STAYS].sort());
		// who had it open is told, and what is typed there is kept nowhere
		expect(page.text!.gone.current).toBe('forgotten');
		page.type('marigoldlate');
		await run(rig, 5_000);
		must(await ana.engine.saveDraft(`held ${notes}`, 'marigoldlate'));
		await page.close();
		expect(search(await openedDisk(ana), ['marigoldlate']).get('marigoldlate')!.size).toBe(0);
		expect(await ana.engine.openText(caseText)).toMatchObject({ ok: false, error: { type: 'TextGone' } });

		// Dele's clock is a year behind: it offers its copy, and nobody takes it
		expect((await found(dele)).length).toBeGreaterThan(STAYS.length);
		for (const each of [ana, ben]) await each.restart();
		await run(rig, 2 * MINUTE);
		for (const each of [ana, ben]) expect((await found(each)).sort()).toEqual([...STAYS].sort());
		expect(ana.offences + ben.offences).toBe(0);

		// Chloé was away all the time, and comes back when it is over
		age(chloe, 366);
		await chloe.restart();
		expect((await found(chloe)).sort()).toEqual([...STAYS].sort());
		await offline(rig, chloe, false);
		await run(rig, 2 * MINUTE);
		expect((await found(chloe)).sort()).toEqual([...STAYS].sort());

		age(dele, 366);
		await run(rig, 6 * MINUTE);
		expect((await found(dele)).sort()).toEqual([...STAYS].sort());
		for (const each of people) {
			const view = (await each.view('consultation/meeting', { id: meeting }))!;
			expect(view).toMatchObject({ title: TITLE, forgotten: true, actions: [{ text: ACTION }], forgetting: { status: 'gone', because: 'time', goneOnMembers: 4, members: 4 } });
			expect(view.attendance.filter(({ was }) => was === 'there')).toHaveLength(4);
		}
		expect(await ana.view('connection')).toMatchObject({ upToDate: true, copiesDiffer: false });
	}, 120_000);

	it('[TXT63] an old backup brings nothing back', async () => {
		const { rig, ana, ben } = await meetingWithWords('case');
		const old = must(await ana.engine.backup('another passphrase for the file'));
		for (const each of [ana, ben]) age(each, 366);
		await run(rig, 6 * MINUTE);
		await ana.engine.close();
		await ana.engine.wipe();
		must(await ana.engine.restore(old, 'another passphrase for the file', 'four unusual garden words'));
		must(await ana.engine.open(ana.collective!));
		expect((await found(ana)).filter((word) => GONE.includes(word) && word !== HELD)).toEqual([]);
	}, 60_000);
});

describe('when those who were there agree', () => {
	it('[CON51] it goes on every device at once, also on one that was away, whatever the retention', async () => {
		const { rig, people, meeting, ana, ben, chloe, dele } = await meetingWithWords('ethics');
		await offline(rig, chloe, true);
		for (const each of [ana, ben, dele]) await each.post({ type: 'consultation/agree-forget', meeting, agree: true });
		await run(rig, MINUTE);
		expect((await found(ben)).sort()).toEqual([...GONE, ...STAYS].sort());
		await chloe.post({ type: 'consultation/agree-forget', meeting, agree: true });
		expect((await found(chloe)).length).toBeGreaterThan(STAYS.length);
		await offline(rig, chloe, false);
		await run(rig, 3 * MINUTE);
		for (const each of people) {
			expect((await found(each)).sort()).toEqual([...STAYS].sort());
			expect((await each.view('consultation/meeting', { id: meeting }))!.forgetting).toMatchObject({ status: 'gone', because: 'agreement', goneOnMembers: 4 });
		}
		for (const each of people) await each.restart();
		await run(rig, MINUTE);
		for (const each of people) expect((await found(each)).sort()).toEqual([...STAYS].sort());
	}, 120_000);
});
