/** The consultation of the sample: a meeting that was, with what came of it, one that is planned, and an agreement they write together. No client is in it. */
import type { StreamId } from '$crypto/base';
import { currentDevices } from '$crdt/domain/membership/state';
import type { OpInput } from '$crdt/domain/op';
import { beginText } from '$crdt/text/begin';
import { createTextSession } from '$crdt/text/session';
import { suggestWords } from '$crdt/text/suggest-words';
import { createTextDoc, type TextDoc } from '$crdt/text/text-doc';
import type { Person } from './people';
import type { Step } from './story';

type Section = { readonly heading: string; readonly words: string };

/** A text that everybody may read; it takes words once something names it. */
async function createText({ open }: Person): Promise<StreamId> {
	const created = await open.texts.create(currentDevices(open.state().membership).map(({ slot, boxKey }) => ({ slot, boxKey })));
	if (!created.ok) throw new Error(`no text: ${created.error.type}`);
	return created.value;
}

async function write({ open, store }: Pick<Person, 'open' | 'store'>, stream: StreamId, change: (doc: TextDoc['doc']) => boolean): Promise<void> {
	const text = createTextDoc(open.signer.slot, await store.nextCounter('text-session'), (fault) => {
		throw fault;
	});
	if (!text.ok) throw new Error(text.error.type);
	const session = createTextSession(open.signer.slot, text.value, {
		timers: { after: () => () => undefined },
		now: () => 0,
		append: (payload) => open.texts.append(stream, payload),
		broadcast: () => undefined,
		isHeard: () => false,
		verifySigned: () => ({ ok: false, error: { type: 'BadSignature' } })
	});
	for (const entry of await open.texts.entries(stream)) session.receiveEntry(entry);
	if (!change(text.value.doc)) throw new Error('the words have no place');
	if (!(await session.close())) throw new Error('the words were not written');
	text.value.destroy();
}

const itemOp = (meeting: string, title: string, minutes: number, order: string, presenter: Person | null = null, kind: 'topic' | 'round' | 'announcement' = 'topic'): OpInput => ({
	type: 'consultation/add-item', meeting, kind, title, presenter: presenter?.open.me ?? null, minutes, order, standing: null
});

const NOTES: readonly Section[] = [
	{ heading: 'Agreed', words: 'The heating is looked at before the cold comes. Ana asks the landlord. The kitchen list goes round by week.' },
	{ heading: 'Still open', words: 'Whether we want a second key safe.' },
	{ heading: 'For next time', words: 'Eve brings what the neighbours said about the open house.' }
];

const HOUSE_RULES: readonly Section[] = [
	{ heading: 'The rooms', words: 'We leave a room as we would like to find it: windows closed, lamp off, chairs where they were.' },
	{ heading: 'The stairs and the kitchen', words: 'From eight in the evening they are quiet. Cups go into the machine, and whoever finds it full starts it.' },
	{ heading: 'When something is broken', words: 'Whoever notices says so here or at the next meeting. Nobody repairs the heating alone.' }
];

export const circleSteps: readonly Step[] = [
	{
		when: [-25, '20:00'],
		async run({ cast: [, , , , eve], keep, days }) {
			const notes = await createText(eve);
			const { zone } = eve.open.state().membership.settings;
			const [meeting] = await eve.post({
				type: 'consultation/plan-meeting', title: 'House meeting', kind: 'business', start: days.wall(-16, '18:30'), end: days.wall(-16, '19:30'), zone, room: null, link: '', notes,
				occurrence: null
			});
			keep('house meeting', meeting);
		}
	},
	{
		when: [-24, '20:00'],
		async run({ cast: [, ben, , , eve], find }) {
			const meeting = find('house meeting');
			await eve.post(itemOp(meeting, 'How we arrive', 5, 'F', null, 'round'), itemOp(meeting, 'Heating before the winter', 20, 'K', ben), itemOp(meeting, 'Kitchen list', 10, 'P'));
		}
	},
	{
		when: [-16, '19:45'],
		async run({ cast: [ana, ben, chloe, dele, eve], find, days }) {
			const meeting = find('house meeting');
			const notes = eve.open.state().consultation.meetings.get(meeting)?.notes;
			if (notes !== undefined) await write(eve, notes, (doc) => beginText(doc, NOTES));
			for (const person of [ana, ben, chloe, eve]) await person.post({ type: 'consultation/attend', meeting, was: 'there', minutes: 60 });
			await dele.post({ type: 'consultation/attend', meeting, was: 'absent', minutes: 0 });
			await eve.post(
				{ type: 'consultation/add-action', meeting, item: null, text: 'Ask the landlord about the heating', assignee: ana.open.me, due: days.day(2) },
				{ type: 'consultation/add-action', meeting, item: null, text: 'Write the kitchen list', assignee: ben.open.me, due: days.day(-9) }
			);
		}
	},
	{
		when: [-12, '21:00'],
		async run({ cast: [, ben], keep }) {
			const text = await createText(ben);
			const [agreement] = await ben.post({ type: 'consultation/start-agreement', title: 'House rules', text });
			await write(ben, text, (doc) => beginText(doc, HOUSE_RULES));
			keep('house rules', agreement);
		}
	},
	{
		when: [-10, '13:00'],
		async run({ cast: [, , , dele], find }) {
			const text = dele.open.state().consultation.agreements.get(find('house rules'))?.text;
			if (text !== undefined) await write(dele, text, (doc) => suggestWords(doc, 'windows closed, lamp off', ', mats rolled up', { id: 'mats-rolled', by: dele.open.me }));
		}
	},
	{
		when: [-5, '19:00'],
		async run({ cast: [, , , dele], find, keep, days }) {
			const { zone } = dele.open.state().membership.settings;
			const [meeting] = await dele.post({
				type: 'consultation/plan-meeting', title: 'Peer consultation', kind: 'case', start: days.wall(6, '18:00'), end: days.wall(6, '19:30'), zone, room: find('studio'), link: '',
				notes: await createText(dele), occurrence: null
			});
			keep('circle', meeting);
		}
	},
	{
		when: [-4, '12:00'],
		async run({ cast: [, ben, chloe, dele, eve], find }) {
			const meeting = find('circle');
			await dele.post(
				itemOp(meeting, 'How we arrive', 10, 'F', null, 'round'),
				itemOp(meeting, 'How we end long work', 30, 'K', chloe),
				itemOp(meeting, 'Working while one is worried oneself', 30, 'P', dele),
				itemOp(meeting, 'What each takes along', 10, 'U', null, 'round')
			);
			await dele.post({ type: 'consultation/set-role', meeting, role: 'facilitator', member: eve.open.me });
			for (const person of [ben, chloe, dele, eve]) await person.post({ type: 'consultation/reply', meeting, coming: 'yes' });
		}
	}
];
