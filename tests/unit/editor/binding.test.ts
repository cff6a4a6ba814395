/** The binding of held words, without a page: what is shared is what is visible without the held words. */
import { describe, expect, it } from 'vitest';
import { lettersIn, Person } from '../../support/held-world';

function pair(): [Person, Person] {
	return [new Person('Ana', 7), new Person('Ben', 8)];
}
function exchange(...people: Person[]): void {
	for (let more = true; more; ) {
		more = false;
		for (const from of people)
			for (const update of from.sent.splice(0)) {
				more = true;
				for (const to of people) if (to !== from) to.receive(update);
			}
	}
}
const text = (person: Person): string => person.state.doc.textBetween(0, person.state.doc.content.size, '|');

describe('[TXT40] held words', () => {
	it('are visible and in no update', () => {
		const [ana] = pair();
		ana.type('Jonathan');
		expect(text(ana)).toBe('Jonathan');
		expect(ana.sent).toEqual([]);
		ana.release();
		expect(ana.sent.map(lettersIn).join('')).toBe('Jonathan');
	});

	it('structure passes on at once', () => {
		const [ana, ben] = pair();
		ana.type('one');
		ana.dispatch(ana.state.tr.split(ana.state.selection.from));
		ana.type('two');
		exchange(ana, ben);
		expect(text(ben)).toBe('|');
		ana.release([{ from: 6, to: 9 }]);
		exchange(ana, ben);
		expect(text(ben)).toBe('one|');
		ana.release();
		exchange(ana, ben);
		expect(text(ben)).toBe('one|two');
	});
});

describe('[TXT43] a colleague’s change', () => {
	it('leaves the held word at its place, and the caret in it', () => {
		const [ana, ben] = pair();
		ana.type('The room is cold');
		ana.release();
		exchange(ana, ben);
		ana.select(9);
		ana.type(' upstairs');
		ben.select(1);
		ben.type('Hm. ');
		ben.select(ben.state.doc.content.size - 1);
		ben.type('er');
		ben.release();
		exchange(ana, ben);
		expect(text(ana)).toBe('Hm. The room upstairs is colder');
		expect(ana.state.selection.from).toBe(22);
		ana.release();
		exchange(ana, ben);
		expect(text(ben)).toBe('Hm. The room upstairs is colder');
	});

	it('a paragraph that is split takes the held word to its own half', () => {
		const [ana, ben] = pair();
		ana.type('one two three');
		ana.release();
		exchange(ana, ben);
		ana.select(9);
		ana.type('X');
		ben.dispatch(ben.state.tr.split(5));
		exchange(ana, ben);
		expect(text(ana)).toBe('one |two Xthree');
		expect(ana.held).toEqual([{ from: 11, to: 12 }]);
	});

	it('the held word of a paragraph that is gone is not', () => {
		const [ana, ben] = pair();
		ana.type('one');
		ana.dispatch(ana.state.tr.split(4));
		ana.type('two');
		ana.release();
		exchange(ana, ben);
		ana.type(' held');
		ben.dispatch(ben.state.tr.delete(4, ben.state.doc.content.size - 1));
		exchange(ana, ben);
		expect(text(ben)).toBe('one');
		expect(text(ana)).toBe('one held');
	});

	it('a paragraph that becomes a heading keeps the held word', () => {
		const [ana, ben] = pair();
		ana.type('one two');
		ana.release();
		exchange(ana, ben);
		ana.select(4);
		ana.type('X');
		ben.dispatch(ben.state.tr.setBlockType(1, 1, ben.state.schema.nodes['heading']!, { level: 3 }));
		exchange(ana, ben);
		expect(text(ana)).toBe('oneX two');
		expect(ana.state.doc.firstChild?.type.name).toBe('heading');
	});
});

describe('[TXT46] undo', () => {
	it('takes back one’s own words and nobody else’s', () => {
		const [ana, ben] = pair();
		ana.type('Rent');
		ana.release();
		exchange(ana, ben);
		ben.select(5);
		ben.type(' heating');
		ben.release();
		exchange(ana, ben);
		ana.binding.undo.undo();
		exchange(ana, ben);
		expect(text(ana)).toBe(' heating');
		expect(text(ben)).toBe(' heating');
		ana.binding.undo.redo();
		exchange(ana, ben);
		expect(text(ben)).toBe('Rent heating');
	});
});
