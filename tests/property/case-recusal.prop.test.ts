/** Random stories of a case among people who are apart: answers, stepping out, readmissions, renewals, agreements to forget. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId, ObjectId, StreamId } from '$crypto/base';
import { goneStreams } from '$crdt/domain/consultation/keeping';
import { readersOf } from '$crdt/domain/consultation/readers';
import type { CaseFacts } from '$crdt/domain/consultation/state';
import { agreeOp, answerOp, attendOp, caseOp, planOp, replyOp, streamNamed } from '../support/consultation-ops';
import { createHouse, idOf, type House, type View } from '../unit/domain/calendar-house';

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele'];
const TODAY = '2026-12-04';

function linearExtension(house: House, dice: readonly number[]): readonly EntryId[] {
	const left = new Set(house.entries.keys());
	const order: EntryId[] = [];
	while (left.size > 0) {
		const ready = [...left].filter((id) => [...house.entries.get(id)!.past].every((past) => !left.has(past)));
		const next = ready[dice[order.length % dice.length]! % ready.length]!;
		order.push(next);
		left.delete(next);
	}
	return order;
}

const factsIn = (view: View, item: ObjectId): CaseFacts => view.consultation.items.get(item)!.case!;
const steppedOut = (facts: CaseFacts): string[] => PEOPLE.filter((name) => facts.answers.get(idOf(name))?.value === 'maybe');
const readersIn = (house: House, name: string, text: StreamId): string[] => {
	const readers = readersOf(house.lens(name).state, text);
	return PEOPLE.filter((each) => readers === 'all' || readers.includes(idOf(each)));
};

const act = fc.record({ kind: fc.constantFrom('no', 'no', 'maybe', 'tablet', 'reply', 'open', 'renew', 'renew', 'readmit', 'offer', 'offer', 'meet', 'meet'), who: fc.nat(3), pick: fc.nat(50) });

describe('stepping out of a case', () => {
	it('[CON34] [CON36] [CON37] is met alike in every order, and no key of a text begun afterwards comes to whoever is out', () => {
		let exposures = 0;
		let latecomers = 0;
		fc.assert(
			fc.property(fc.array(act, { minLength: 25, maxLength: 60 }), fc.array(fc.nat(100), { minLength: 5, maxLength: 30 }), (story, dice) => {
				const house = createHouse(PEOPLE, 'recusal');
				const [meeting] = house.write('Ana', planOp('notes'));
				const [item] = house.write('Ana', caseOp(meeting!, 'case'));
				house.meetAll();
				const tablet = house.tablet('Ben');
				/** Whose devices have the key of a text, as honest devices pass it on. */
				const keys = new Map<StreamId, Set<string>>([[streamNamed('case'), new Set(['Ana'])]]);
				const outBefore = new Map<StreamId, readonly string[]>();
				const readmitted = new Set<string>();
				const facts = (name: string) => factsIn(house.seenBy(name), item!);
				let renewals = 0;

				for (const { kind, who, pick } of story) {
					const name = PEOPLE[who]!;
					const other = PEOPLE[pick % 4]!;
					if (kind === 'meet') house.meet(name, pick % 5 === 0 ? tablet : other);
					else if (kind === 'no' || kind === 'maybe') house.write(name, answerOp(item!, kind));
					else if (kind === 'tablet') house.write(tablet, answerOp(item!, pick % 2 === 0 ? 'no' : 'maybe'));
					else if (kind === 'reply') house.write(name, replyOp(meeting!, pick % 2 === 0 ? 'yes' : 'no'));
					else if (kind === 'open') house.write('Ana', { type: 'consultation/open-case', item: item! });
					else if (kind === 'readmit') {
						if (pick % 3 > 0 || !steppedOut(facts('Ana')).includes(other)) continue;
						house.write('Ana', { type: 'consultation/readmit', item: item!, member: idOf(other) });
						readmitted.add(other);
					} else if (kind === 'renew') {
						if (facts('Ana').exposed.length === 0) continue;
						exposures++;
						const text = streamNamed(`fresh ${renewals++}`);
						outBefore.set(text, steppedOut(facts('Ana')));
						house.write('Ana', { type: 'consultation/renew-case', item: item!, text });
						expect(facts('Ana').exposed).toEqual([]);
						keys.set(text, new Set(readersIn(house, 'Ana', text)));
					} else {
						for (const text of facts(name).texts) if (keys.get(text)?.has(name)) for (const reader of readersIn(house, name, text)) keys.get(text)!.add(reader);
					}
				}

				for (const [text, out] of outBefore)
					for (const name of out) if (!readmitted.has(name)) expect([text, [...keys.get(text)!]]).not.toEqual([text, expect.arrayContaining([name])]);
				house.meet(...PEOPLE, tablet);
				const usual = factsIn(house.fold(), item!);
				const another = factsIn(house.fold([], linearExtension(house, dice)), item!);
				expect(steppedOut(another)).toEqual(steppedOut(usual));
				for (const text of usual.texts) expect(readersIn(house, 'Ana', text).filter((name) => steppedOut(usual).includes(name))).toEqual([]);
				// whoever got a key and is out: the presenter's device knows that it must go on afresh
				const current = usual.texts.at(-1)!;
				const holders = [...keys.get(current)!].filter((name) => steppedOut(usual).includes(name));
				if (holders.length > 0) {
					latecomers++;
					expect(usual.exposed.length).toBeGreaterThan(0);
				}
			}),
			{ numRuns: 300 }
		);
		expect(exposures).toBeGreaterThan(40);
		expect(latecomers).toBeGreaterThan(10);
	});
});

describe('agreeing that texts go', () => {
	it('[CON51] whoever learns more never has more left, and those who know the same have the same left', () => {
		const kinds = fc.constantFrom('there', 'absent', 'reply', 'role', 'case', 'carry', 'agree', 'agree', 'agree', 'back', 'meet', 'meet', 'meet');
		let gone = 0;
		fc.assert(
			fc.property(fc.array(fc.record({ kind: kinds, who: fc.nat(3), pick: fc.nat(50) }), { minLength: 20, maxLength: 60 }), (story) => {
				const house = createHouse(PEOPLE, 'agreeing');
				const [meeting, later] = house.write('Ana', planOp('notes', { kind: 'ethics' }), planOp('later', { kind: 'ethics', start: '2027-01-03T18:00', end: '2027-01-03T19:00' }));
				house.meetAll();
				const cases: ObjectId[] = [];
				const before = new Map<string, readonly StreamId[]>();
				for (const { kind, who, pick } of story) {
					const name = PEOPLE[who]!;
					const item = cases[pick % Math.max(1, cases.length)];
					if (kind === 'meet') house.meet(name, PEOPLE[pick % 4]!);
					else if (kind === 'there' || kind === 'absent') house.write(name, attendOp(meeting!, kind));
					else if (kind === 'reply') house.write(name, replyOp(meeting!, pick % 2 === 0 ? 'yes' : 'no'));
					else if (kind === 'role') house.write(name, { type: 'consultation/set-role', meeting: meeting!, role: 'note-taker', member: pick % 2 === 0 ? idOf(PEOPLE[pick % 4]!) : null });
					else if (kind === 'case') {
						if (cases.length < 3) cases.push(house.write(name, caseOp(meeting!, `case ${cases.length}`))[0]!);
					} else if (kind === 'carry') {
						if (item !== undefined && house.seenBy(name).consultation.items.has(item)) house.write(name, { type: 'consultation/carry-item', item, to: pick % 2 === 0 ? later! : meeting!, order: 'V' });
					} else house.write(name, agreeOp(meeting!, kind === 'agree'));
					for (const each of PEOPLE) {
						const now = goneStreams(house.lens(each).state, TODAY);
						expect(now).toEqual(expect.arrayContaining([...(before.get(each) ?? [])]));
						before.set(each, now);
					}
				}
				house.meetAll();
				const sets = PEOPLE.map((name) => goneStreams(house.lens(name).state, TODAY));
				for (const each of sets) expect(each).toEqual(sets[0]);
				for (const name of PEOPLE) expect(sets[0]).toEqual(expect.arrayContaining([...(before.get(name) ?? [])]));
				gone += sets[0]!.length > 0 ? 1 : 0;
			}),
			{ numRuns: 80 }
		);
		expect(gone).toBeGreaterThan(8);
	});
});
