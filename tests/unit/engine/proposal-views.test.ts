/** What the engine tells its page about proposals and everything around them. */
import { describe, expect, it } from 'vitest';
import { agree, house, proposing } from '../../support/engine-people';
import { RIG_START_MS, type Device } from '../../support/engine-rig';

const MINUTE = 60_000;

describe('the views of proposals', () => {
	it('Home holds what concerns me: my voice, my tasks, who asks for me, measures that wait', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben] = people as [Device, Device];
		const me = (await ana.view('members')).members.find(({ isMe }) => isMe)!.memberId;
		const [decided] = await ben.post(proposing('A kettle', rig));
		await rig.run(10_000);
		await agree(people, decided!);
		await rig.run(MINUTE);
		await ben.post({ type: 'proposals/add-task', proposal: decided!, text: 'Buy it', assignee: me, due: '2026-03-09' });
		const [garden] = await ben.post({ type: 'proposals/discuss', title: 'A garden', text: '', effect: { kind: 'none' }, method: null, alternatives: [] });
		await ben.post({ type: 'proposals/comment', about: garden!, text: 'What do you think?', replyTo: null, mentions: [me] });
		await ben.post({ type: 'proposals/take-measure', title: 'Closed', measure: { kind: 'emergency', text: 'Water.', until: RIG_START_MS + rig.timeMs + 60 * MINUTE, room: null } });
		const [open] = await ben.post(proposing('Quiet hours', rig));
		await rig.run(MINUTE);
		expect(await ana.view('home')).toMatchObject({
			needsMe: [{ id: open, urgentForMe: false, needsMyVoice: true }],
			tasks: [{ text: 'Buy it', mine: true, due: '2026-03-09' }],
			mentions: [{ id: garden, about: 'discussion', title: 'A garden', name: 'Ben' }],
			measures: [{ title: 'Closed', state: 'waiting', canJoin: true }],
			toReview: [],
			mediations: []
		});
		expect(await ana.view('discussion', { id: garden! })).toMatchObject({ title: 'A garden', thread: [{ name: 'Ben', mentionsMe: true }], heldBy: 3, of: 3 });
		expect((await ana.view('proposals/register')).entries.map(({ id, decidedAt }) => [id, decidedAt !== null])).toEqual([[open, false], [decided, true]]);
		expect(await ana.view('governance')).toMatchObject({ foundedByName: 'Ana', setBy: {}, mayPropose: true });
	});

	it('[PRO50] whoever is away is named with the day of the last word from them', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		chloe.online = false;
		await rig.timers.sleep(3 * 24 * 60 * MINUTE);
		const [proposal] = await ana.post(proposing('Quiet hours', rig));
		await rig.run(10_000);
		await agree([ana, ben], proposal!);
		await rig.run(MINUTE);
		const view = (await ana.view('proposal', { id: proposal! }))!;
		expect(view.line).toBe('Everyone here agrees; waiting for word on Chloé, not heard since Monday.');
		expect(view.finality.waitingFor).toMatchObject([{ name: 'Chloé', why: 'silent' }]);
		expect((await ben.view('proposal', { id: proposal! }))!.myStanceBound).toBe(true);
	});
});
