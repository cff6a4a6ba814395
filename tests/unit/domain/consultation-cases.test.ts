import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { readersOf } from '$crdt/domain/consultation/readers';
import { caseViewOf } from '$crdt/domain/consultation/select-case';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { answerOp, caseOp, planOp, replyOp, streamNamed } from '../../support/consultation-ops';
import { createHouse, idOf, type House } from './calendar-house';

const TEXT = streamNamed('case');
const rule = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const readers = (house: House, text = TEXT, name = 'Ana') => {
	const found = readersOf(house.lens(name).state, text);
	return found === 'all' ? found : ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'].filter((each) => found.includes(idOf(each)));
};
const factsOf = (house: House, item: ObjectId, name = 'Ana') => house.seenBy(name).consultation.items.get(item)!.case!;
const viewOf = (house: House, item: ObjectId, name: string) => {
	const lens = house.lens(name);
	return caseViewOf(lens, lens.state.consultation.items.get(item)!)!;
};
const saying = (house: House, item: ObjectId, said: Readonly<Record<string, 'no' | 'maybe'>>): void => {
	for (const [name, knows] of Object.entries(said)) house.write(name, answerOp(item, knows));
	house.meetAll();
};

/** Ana presents; Ben and Chloé said that they come, Dele did not reply. */
function aCase() {
	const house = createHouse(['Ana', 'Ben', 'Chloé', 'Dele']);
	const [meeting] = house.write('Ana', planOp('notes'));
	house.meetAll();
	for (const name of ['Ana', 'Ben', 'Chloé']) house.write(name, replyOp(meeting!, 'yes'));
	const [item] = house.write('Ana', caseOp(meeting!, 'case'));
	house.meetAll();
	return { house, meeting: meeting!, item: item! };
}

describe('a case', () => {
	it('[CON30] is brought with all three confirmations by whoever presents it, and says nothing in words', () => {
		const { house, item } = aCase();
		expect(house.seenBy('Ben').consultation.items.get(item)).toMatchObject({ kind: 'case', title: '', presenter: idOf('Ana'), addedBy: idOf('Ana') });
		const asked = caseOp(item, 'other') as Extract<OpInput, { type: 'consultation/add-case' }>;
		for (const confirm of ['consent', 'noRecording', 'notSupervision'] as const)
			expect(parseOp({ ...asked, confirms: { ...asked.confirms, [confirm]: false } }).type).toBe('unknown-op');
		expect(parseOp({ ...asked, tags: { ...asked.tags, note: 'a teacher from Graz' } }).type).toBe('unknown-op');
	});

	it('[CON31] [CON2] has a text of its own: one that knows of another use of its name is refused', () => {
		const { house, meeting, item } = aCase();
		const made = [...house.write('Ben', caseOp(meeting, 'notes')), ...house.write('Ben', caseOp(meeting, 'case')), ...house.write('Ben', planOp('case'))];
		expect(made.map((id) => rule(house, id))).toEqual(['CON31', 'CON31', 'CON2']);
		const [again] = house.write('Ana', { type: 'consultation/renew-case', item, text: streamNamed('notes') });
		expect(rule(house, again)).toBe('CON37');
	});

	it('[CON2] a name taken apart gives nobody anything: only who may read by both is a reader', () => {
		const { house, item } = aCase();
		saying(house, item, { Ben: 'no', Chloé: 'no' });
		expect(readers(house)).toEqual(['Ana', 'Ben', 'Chloé']);
		// Dele pretends not to have known it, as the notes of a meeting of everybody, and as a case of his own
		const [stolen] = house.fork('Dele', [item], planOp('case', { start: '2020-01-01T10:00', end: '2020-01-01T11:00' }));
		house.meetAll();
		expect(rule(house, stolen)).toBeUndefined();
		expect(readers(house)).toEqual(['Ana', 'Ben', 'Chloé']);
		const [meeting] = house.write('Dele', planOp('elsewhere'));
		house.fork('Dele', [item, stolen!], caseOp(meeting!, 'case'));
		house.meetAll();
		expect(readers(house)).toEqual([]);
	});

	it('[CON32] its presenter alone changes, opens, renews it and lets in again', () => {
		const { house, item } = aCase();
		saying(house, item, { Ben: 'maybe' });
		const { tags } = factsOf(house, item);
		const ops: OpInput[] = [
			{ type: 'consultation/change-case', item, minutes: 20, tags }, { type: 'consultation/open-case', item },
			{ type: 'consultation/renew-case', item, text: streamNamed('fresh') }, { type: 'consultation/readmit', item, member: idOf('Ben') }
		];
		for (const op of ops) expect(rule(house, house.write('Chloé', op)[0])).toBe('CON32');
		for (const op of ops) expect(rule(house, house.write('Ana', op)[0])).toBeUndefined();
		expect(rule(house, house.write('Ana', { type: 'consultation/change-item', item, title: 'Mr', presenter: null, minutes: 5 })[0])).toBe('CON32');
	});

	it('[CON33] [CON34] members answer for themselves, also when it is off the agenda; after stepping out their own word is not enough', () => {
		const { house, item } = aCase();
		expect(rule(house, house.write('Ana', answerOp(item, 'no'))[0])).toBe('CON33');
		house.write('Ben', { type: 'consultation/withdraw-item', item });
		house.meetAll();
		expect(rule(house, house.write('Ben', answerOp(item, 'maybe'))[0])).toBeUndefined();
		expect(rule(house, house.write('Ben', answerOp(item, 'no'))[0])).toBe('CON34');
		expect(rule(house, house.write('Ben', answerOp(item, 'maybe'))[0])).toBeUndefined();
	});

	it('[CON34] of answers that did not know of each other stepping out stands, on whichever device and in whichever order', () => {
		for (const first of ['no', 'maybe'] as const) {
			const { house, item } = aCase();
			const tablet = house.tablet('Ben');
			house.write('Ben', answerOp(item, first));
			house.write(tablet, answerOp(item, first === 'no' ? 'maybe' : 'no'));
			house.meetAll();
			expect(factsOf(house, item).answers.get(idOf('Ben'))?.value).toBe('maybe');
		}
	});
});

describe('who may read', () => {
	it('[CON35] the presenter; then, once everybody who comes has answered, those who do not know the person', () => {
		const { house, meeting, item } = aCase();
		expect(readers(house)).toEqual(['Ana']);
		saying(house, item, { Ben: 'no' });
		expect(readers(house)).toEqual(['Ana']);
		expect(viewOf(house, item, 'Ben')).toMatchObject({ access: { status: 'waiting', forNames: ['Chloé'] }, texts: [] });
		expect(viewOf(house, item, 'Dele')).toMatchObject({ access: { status: 'ask' }, texts: [] });
		saying(house, item, { Chloé: 'maybe' });
		expect(readers(house)).toEqual(['Ana', 'Ben']);
		// it stays open for whoever is in, when somebody says later that they come
		house.write('Dele', replyOp(meeting, 'yes'));
		house.meetAll();
		expect(readers(house)).toEqual(['Ana', 'Ben']);
		saying(house, item, { Dele: 'no' });
		expect(readers(house)).toEqual(['Ana', 'Ben', 'Dele']);
	});

	it('[CON35] a role there counts as coming; a reply taken back, or leaving, does not', () => {
		const { house, meeting, item } = aCase();
		house.write('Ana', { type: 'consultation/set-role', meeting, role: 'timekeeper', member: idOf('Dele') });
		house.meetAll();
		saying(house, item, { Ben: 'no' });
		expect(viewOf(house, item, 'Ana').unanswered.map(({ name }) => name).sort()).toEqual(['Chloé', 'Dele']);
		house.write('Chloé', replyOp(meeting, 'no'));
		house.meetAll();
		expect(readers(house)).toEqual(['Ana']);
		house.leave('Dele');
		house.meetAll();
		expect(readers(house)).toEqual(['Ana', 'Ben']);
	});

	it('[CON35] the presenter may open it earlier', () => {
		const { house, item } = aCase();
		expect(viewOf(house, item, 'Ana')).toMatchObject({ mayOpen: true, openedEarly: false });
		saying(house, item, { Ben: 'no' });
		house.write('Ana', { type: 'consultation/open-case', item });
		house.meetAll();
		expect(readers(house)).toEqual(['Ana', 'Ben']);
		expect(viewOf(house, item, 'Ana')).toMatchObject({ mayOpen: false, openedEarly: true });
	});

	it('notes and agreements are for all, what nobody has named for nobody', () => {
		const { house } = aCase();
		house.write('Ben', { type: 'consultation/start-agreement', title: 'House rules', text: streamNamed('rules') });
		house.meetAll();
		expect([readers(house, streamNamed('notes')), readers(house, streamNamed('rules')), readers(house, streamNamed('?'))]).toEqual(['all', 'all', []]);
	});
});

describe('stepping out', () => {
	it('[CON37] of somebody who could read calls for a fresh text, once; of somebody who could not, for none', () => {
		const { house, item } = aCase();
		saying(house, item, { Ben: 'no', Chloé: 'no', Dele: 'maybe' });
		expect(factsOf(house, item).exposed).toEqual([]);
		saying(house, item, { Ben: 'maybe' });
		expect(factsOf(house, item).exposed).toHaveLength(1);
		house.write('Ana', { type: 'consultation/renew-case', item, text: streamNamed('fresh') });
		// Chloé steps out without either knowing of the other
		house.write('Chloé', answerOp(item, 'maybe'));
		house.meetAll();
		expect(factsOf(house, item)).toMatchObject({ texts: [TEXT, streamNamed('fresh')], exposed: [expect.any(String)] });
		expect([readers(house), readers(house, streamNamed('fresh'))]).toEqual([['Ana'], ['Ana']]);
		house.write('Ana', { type: 'consultation/renew-case', item, text: streamNamed('fresher') });
		expect(factsOf(house, item).exposed).toEqual([]);
	});

	it('[CON38] the presenter lets in who stepped out, and nobody else', () => {
		const { house, item } = aCase();
		saying(house, item, { Ben: 'maybe', Chloé: 'no' });
		const readmit = (name: string): OpInput => ({ type: 'consultation/readmit', item, member: idOf(name) });
		expect(viewOf(house, item, 'Ana').mayReadmit).toEqual([idOf('Ben')]);
		expect(['Chloé', 'Dele'].map((name) => rule(house, house.write('Ana', readmit(name))[0]))).toEqual(['CON38', 'CON38']);
		house.write('Ana', readmit('Ben'));
		house.meetAll();
		expect(readers(house)).toEqual(['Ana', 'Ben', 'Chloé']);
		saying(house, item, { Ben: 'maybe' });
		// a readmission that did not know of the second word does not undo it
		house.fork('Ana', [...house.fold().consultation.items.get(item)!.case!.history.filter(({ value }) => value.knows === 'maybe').slice(-1).map(({ entry }) => `${entry}.0` as ObjectId)], readmit('Ben'));
		house.meetAll();
		expect(readers(house)).toEqual(['Ana', 'Chloé']);
	});

	it('[CON39] everybody is told from when until when they could read', () => {
		const { house, item } = aCase();
		saying(house, item, { Ben: 'no', Chloé: 'no' });
		saying(house, item, { Ben: 'maybe', Dele: 'maybe' });
		const { history, complete } = factsOf(house, item);
		const at = (name: string, knows: string) => history.find(({ value }) => value.member === idOf(name) && value.knows === knows)!.at;
		const seen = { from: Math.max(at('Ben', 'no'), complete!.at), until: at('Ben', 'maybe') };
		expect(viewOf(house, item, 'Ben').access).toEqual({ status: 'recused', seen });
		expect(viewOf(house, item, 'Dele').access).toEqual({ status: 'recused', seen: null });
		const answers = new Map(viewOf(house, item, 'Chloé').answers.map(({ member, seen: span }) => [member, span]));
		expect([answers.get(idOf('Ben')), answers.get(idOf('Dele') as MemberId)]).toEqual([seen, null]);
	});
});
