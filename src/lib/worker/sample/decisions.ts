/** What the five of the sample decide: two things decided, one that waits for Ana’s word, one that is only talked about. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { Position } from '$crdt/domain/proposals/method';
import type { Person } from './people';
import type { Step } from './story';

type Opening = Extract<OpInput, { type: 'proposals/open' }>;

const openOp = (title: string, text: string, deadline: number, over: Partial<Opening> = {}): Opening => ({
	type: 'proposals/open', title, text, effect: { kind: 'none' }, method: null, sealed: false, deadline, reviewOn: null, discussion: null, succeeds: null,
	alternatives: [], mediation: null, ...over
});
const answer = (position: Position, reason = '') => ({ ballot: { kind: 'position', position } as const, reason, harms: '' });
/** For good. */
const bind = (person: Person, proposal: ObjectId, position: Position, reason = '') =>
	person.post({ type: 'proposals/bind-stance', proposal, term: proposal, ...answer(position, reason) });
/** For now. */
const say = (person: Person, proposal: ObjectId, position: Position, reason = '') =>
	person.post({ type: 'proposals/cast-stance', proposal, term: proposal, ...answer(position, reason), confirms: null });
const comment = (person: Person, about: ObjectId, text: string, mentions: readonly MemberId[] = [], replyTo: ObjectId | null = null) =>
	person.post({ type: 'proposals/comment', about, text, replyTo, mentions: [...mentions] });

export const decisionsSteps: readonly Step[] = [
	{
		when: [-40, '10:00'],
		async run({ cast: [, , chloe], keep, days }) {
			const text = `After eight in the evening the stairs and the kitchen are quiet: doors are closed softly, phones stay in the rooms, and whoever leaves last turns off the music.\n\nGroups that go on longer tell the others beforehand.`;
			const [id] = await chloe.post(openOp('Quiet hours from eight in the evening', text, days.instant(-33, '20:00'), { reviewOn: days.day(150) }));
			keep('quiet hours', id);
		}
	},
	{
		when: [-36, '18:20'],
		async run({ cast: [ana, ben, chloe, dele, eve], find }) {
			const id = find('quiet hours');
			for (const person of [ana, ben, chloe, eve]) await bind(person, id, 'agree');
			await bind(dele, id, 'reservations', 'My Thursday group needs a quarter of an hour to leave. I will see that they go softly.');
		}
	},
	{
		when: [-35, '09:00'],
		async run({ cast: [, , chloe, dele], find, days }) {
			const id = find('quiet hours');
			await chloe.post({ type: 'proposals/state-outcome', proposal: id, statement: 'From eight in the evening the stairs and the kitchen are quiet. We look at it again in half a year.', reviewOn: days.day(150) });
			const [task] = await chloe.post({ type: 'proposals/add-task', proposal: id, text: 'Put a small sign beside the front door', assignee: dele.open.me, due: days.day(-28) });
			if (task !== undefined) await chloe.post({ type: 'proposals/set-task-done', task, done: true });
		}
	},
	{
		when: [-30, '12:00'],
		async run({ cast: [, , , , eve], keep, days }) {
			const [id] = await eve.post(
				openOp('Two armchairs for the Garden room', 'The old ones creak. The joiner in the next street has two that fit, and delivers them.', days.instant(-23, '20:00'), {
					effect: { kind: 'spend', amount: 68_000, purpose: 'Two armchairs' }
				})
			);
			keep('armchairs', id);
		}
	},
	{
		when: [-27, '19:30'],
		async run({ cast, find }) {
			for (const person of cast) await bind(person, find('armchairs'), 'agree');
		}
	},
	{
		when: [-8, '17:00'],
		async run({ cast: [, , , , eve], keep }) {
			const text = `One Saturday afternoon in the warm months: the doors are open, neighbours see the rooms, and each of us shows for an hour how we work.\n\nOpen questions: who is there, do we want food, and does it need a date in the summer or in the autumn?`;
			const [id] = await eve.post({ type: 'proposals/discuss', title: 'An open house for the neighbours?', text, effect: { kind: 'none' }, method: null, alternatives: [] });
			keep('open house', id);
		}
	},
	{
		when: [-7, '08:15'],
		async run({ cast: [, ben, chloe, , eve], find, hear }) {
			const id = find('open house');
			const [first] = await comment(ben, id, 'I like it. Could it be short, two hours, so that nobody is worn out afterwards?');
			await hear();
			await comment(eve, id, 'Two hours is fine with me.', [], first ?? null);
			await comment(chloe, id, 'Only if the consulting rooms stay closed on the day itself. I would show the Studio and the garden.');
		}
	},
	{
		when: [-4, '09:00'],
		async run({ cast: [, ben], keep, days }) {
			const text = `A firm comes on the first working day of each month and does the windows of all three rooms and the stairs.\n\nIt costs 85.00 a month, shared equally. We try it for half a year.`;
			const [id] = await ben.post(openOp('Have the windows cleaned every month', text, days.instant(3, '20:00'), { reviewOn: days.day(180) }));
			keep('windows', id);
		}
	},
	{
		when: [-3, '13:10'],
		async run({ cast: [ana, ben, chloe, dele, eve], find }) {
			const id = find('windows');
			await bind(ben, id, 'agree');
			await bind(chloe, id, 'agree');
			await say(dele, id, 'reservations', 'I would rather pay for it every second month. I do not stand in the way.');
			await say(eve, id, 'agree');
			await comment(dele, id, 'Does the price hold for the skylight in the Studio too?', [ana.open.me]);
		}
	}
];
