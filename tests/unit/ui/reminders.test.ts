import { describe, expect, it } from 'vitest';
import { clearBadge, showBadge } from '$lib/services/badge';
import { mayNotify, notify, switchNotifications, type Notifying } from '$lib/services/notifications';
import { isPressing, remindersFor, sentenceFor, type Reminding } from '$lib/services/reminders';
import { continueVisit, digestOf, readVisit, SAME_VISIT_MS, sayDigest, shownBy } from '$lib/services/visit';
import type { DiscussionSummary } from '$crdt/domain/proposals/views';
import { DAY_MS, newObjectId, NOW, summary } from '../../support/register-entries';

const HOUR = 3_600_000;

describe('a reminder', () => {
	const looking: Reminding = { now: NOW, reminded: [], visible: true, mayNotify: false };
	const ending = summary({ deadline: NOW + 20 * HOUR });

	it('comes a day before the end, to who has said nothing, and to nobody else', () => {
		expect(isPressing(ending, NOW)).toBe(true);
		expect(isPressing({ ...ending, deadline: NOW + DAY_MS }, NOW)).toBe(true);
		expect(isPressing({ ...ending, deadline: NOW + DAY_MS + 1 }, NOW)).toBe(false);
		expect(isPressing({ ...ending, deadline: NOW }, NOW)).toBe(false);
		expect(isPressing({ ...ending, myBallot: { kind: 'position', position: 'abstain' } }, NOW)).toBe(false);
		expect(isPressing({ ...ending, needsMyVoice: false }, NOW)).toBe(false);
		expect(isPressing({ ...ending, state: { status: 'withdrawn' } }, NOW)).toBe(false);
	});
	it('comes once for each deadline', () => {
		const first = remindersFor([ending], looking);
		expect(first).toMatchObject({ by: 'window', due: [ending] });
		expect(remindersFor([ending], { ...looking, reminded: first.reminded })).toEqual({ by: 'none', due: [], reminded: first.reminded });
		const later = { ...ending, deadline: NOW + 22 * HOUR };
		expect(remindersFor([later], { ...looking, reminded: first.reminded }).due).toEqual([later]);
	});
	it('is said where the person is: in the window, or by the device if that was switched on, or not yet', () => {
		expect(remindersFor([ending], { ...looking, visible: false, mayNotify: true }).by).toBe('system');
		expect(remindersFor([ending], { ...looking, visible: true, mayNotify: true }).by).toBe('window');
		const unseen = remindersFor([ending], { ...looking, visible: false });
		expect(unseen).toEqual({ by: 'none', due: [], reminded: [] });
		expect(remindersFor([ending], { ...looking, reminded: unseen.reminded }).by).toBe('window');
	});
	it('of several at once is one', () => {
		const other = summary({ deadline: NOW + HOUR });
		expect(remindersFor([ending, other, summary()], looking).due).toEqual([ending, other]);
	});
	it('what is over is forgotten', () => {
		expect(remindersFor([], { ...looking, reminded: [`a@${NOW - 1}`, `b@${NOW + 1}`] }).reminded).toEqual([`b@${NOW + 1}`]);
	});
	it('says no word of what it is about', () => {
		expect(sentenceFor(1, 'tomorrow')).toBe('A proposal ends tomorrow, and you have not answered.');
		expect(sentenceFor(3, 'today')).toBe('3 proposals end today, and you have not answered.');
	});
});

describe('the device’s own notifications', () => {
	const storageOf = (kept: Map<string, string>) => ({
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key)
	});
	const notifying = (permission: NotificationPermission, answer = permission): Notifying & { asked: number } => ({
		asked: 0, permission,
		requestPermission() {
			this.asked++;
			return Promise.resolve(answer);
		}
	});

	it('are off until somebody switches them on, and the browser agrees', async () => {
		const storage = storageOf(new Map());
		expect(mayNotify(storage, notifying('granted'))).toBe(false);
		expect(await switchNotifications(storage, notifying('default', 'denied'), true)).toBe(false);
		expect(mayNotify(storage, notifying('granted'))).toBe(false);
		expect(await switchNotifications(storage, notifying('default', 'granted'), true)).toBe(true);
		expect(mayNotify(storage, notifying('granted'))).toBe(true);
		expect(mayNotify(storage, notifying('denied'))).toBe(false);
		expect(await switchNotifications(storage, notifying('granted'), false)).toBe(false);
		expect(mayNotify(storage, notifying('granted'))).toBe(false);
	});
	it('the browser is never asked by itself, and not again where it has answered', async () => {
		const [fresh, refused] = [notifying('default', 'granted'), notifying('denied')];
		await switchNotifications(storageOf(new Map()), fresh, false);
		await switchNotifications(storageOf(new Map()), refused, true);
		expect([fresh.asked, refused.asked]).toEqual([0, 0]);
		expect(await switchNotifications(storageOf(new Map()), null, true)).toBe(false);
	});
	it('show the sentence and nothing more', async () => {
		const shown: unknown[] = [];
		const registration = { showNotification: (...all: unknown[]) => Promise.resolve(void shown.push(all)) } as unknown as ServiceWorkerRegistration; // the one method that is called
		await notify({ getRegistration: () => Promise.resolve(registration) }, sentenceFor(1, 'tomorrow'));
		expect(shown).toEqual([['Commonhold', { body: 'A proposal ends tomorrow, and you have not answered.', tag: 'commonhold', icon: '/icon-192.png' }]]);
		await notify({ getRegistration: () => Promise.resolve(undefined) }, 'x');
	});
});

describe('the number on the app’s sign', () => {
	it('is how many wait for me, and goes when none does or the app is locked', () => {
		const said: (number | undefined | 'clear')[] = [];
		const device = { setAppBadge: (n?: number) => Promise.resolve(void said.push(n)), clearAppBadge: () => Promise.resolve(void said.push('clear')) };
		showBadge(device, 3);
		showBadge(device, 0);
		clearBadge(device);
		expect(said).toEqual([3, 'clear', 'clear']);
	});
	it('is nothing where the device has no such thing, or refuses', async () => {
		expect(() => showBadge({}, 3)).not.toThrow();
		const failed: unknown[] = [];
		const watch = (reason: unknown) => void failed.push(reason);
		process.on('unhandledRejection', watch);
		showBadge({ setAppBadge: () => Promise.reject(new Error('no')) }, 3);
		await new Promise((resolve) => setImmediate(resolve));
		process.off('unhandledRejection', watch);
		expect(failed).toEqual([]);
	});
});

describe('since you were last here', () => {
	const talk = (part: Partial<DiscussionSummary>) => ({ id: newObjectId(), mine: false, comments: 0, ...part });
	const open = summary({ comments: 2 });
	const discussion = talk({ comments: 1 });
	const first = continueVisit(null, shownBy([open], [discussion]), NOW);
	const later = NOW + 5 * HOUR;
	const back = (shown = shownBy([open], [discussion]), looked: string[] = []) => continueVisit(first, shown, later, looked);

	it('the first visit has nothing to tell, and neither has one where nothing happened', () => {
		expect(sayDigest(digestOf(first, [open], [discussion]))).toBeNull();
		expect(sayDigest(digestOf(back(), [open], [discussion]))).toBeNull();
	});
	it('counts decisions, new proposals, new discussions and comments', () => {
		const decided = { ...open, state: { status: 'accepted', carriedOut: true } as const, comments: 4 };
		const all = [decided, summary(), summary({ state: { status: 'not-accepted' } })];
		const digest = digestOf(back(), all, [{ ...discussion, comments: 2 }, talk({})]);
		expect(digest).toEqual({ since: NOW, decisions: 2, proposals: 1, discussions: 1, comments: 3 });
		expect(sayDigest(digest)).toBe('2 decisions, 1 new proposal, 1 new discussion, 3 comments');
	});
	it('my own proposals are no news, nor is what was withdrawn', () => {
		expect(sayDigest(digestOf(back(), [summary({ mine: true }), { ...open, state: { status: 'withdrawn' } }], [discussion]))).toBeNull();
	});
	it('what arrived late is news, however old it says it is', () => {
		expect(digestOf(back(), [open, summary({ openedAt: NOW - 30 * DAY_MS })], [discussion]).proposals).toBe(1);
	});
	it('what was opened has been read', () => {
		const talked = { ...open, comments: 5 };
		expect(digestOf(back(shownBy([talked], [discussion])), [talked], [discussion]).comments).toBe(3);
		expect(digestOf(back(shownBy([talked], [discussion]), [open.id]), [talked], [discussion]).comments).toBe(0);
	});
	it('who comes back within half an hour has not been away', () => {
		const second = back();
		expect(second.since).toBe(NOW);
		expect(continueVisit(second, second.now, later + SAME_VISIT_MS - 1)).toMatchObject({ since: NOW, before: second.before });
		expect(continueVisit(second, second.now, later + SAME_VISIT_MS)).toMatchObject({ since: later, before: second.now });
	});
	it('is read back as it was kept; anything else begins anew', () => {
		expect(readVisit(JSON.parse(JSON.stringify(first)))).toEqual(first);
		for (const broken of [null, 'x', {}, { at: 1, since: 1 }, { ...first, now: { comments: [], open: 3 } }]) expect(readVisit(broken)).toBeNull();
	});
});
