import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { decodePayload } from '$crdt/text/payload';
import { siftUpdate } from '$crdt/text/sift';
import { createTextDoc } from '$crdt/text/text-doc';
import { createSeeded } from '../../support/seeded';
import { createWorld, pictureOf, settled, type, wordsOf, type Person, type World } from './text-world';

const [ANA, BEN, CHLOE] = [3_000_000_001, 7, 4_294_967_295];
const LONG_MS = 30_000;

/** As an editor does when a paragraph becomes a list: the paragraph goes, and a list with what it said takes its place. */
function makeList({ session }: Person, index = 0): void {
	const { doc, fragment } = session.text;
	doc.transact(() => {
		const paragraph = fragment.get(index) as Y.XmlElement; // only elements are inserted
		const words = String((paragraph.get(0) as Y.XmlText).toDelta().map(({ insert }: { insert: string }) => insert).join('')); // and each holds one text
		fragment.delete(index, 1);
		const [list, item, inner] = [new Y.XmlElement('bulletList'), new Y.XmlElement('listItem'), new Y.XmlElement('paragraph')];
		inner.insert(0, [new Y.XmlText(words)]);
		item.insert(0, [inner]);
		list.insert(0, [item]);
		fragment.insert(index, [list]);
	}, 'editor');
}

async function everythingEverywhere(world: World, people: readonly Person[] = world.people): Promise<void> {
	for (let round = 0; round < 6; round++) {
		for (const person of people) await person.session.flush();
		for (const person of people) world.deliverEntries(person);
		world.clock.advance(LONG_MS);
		await settled();
	}
}

/** Everybody has “Two wishes”, in one paragraph. */
async function begun(slots: readonly number[] = [ANA, BEN, CHLOE], pick?: (below: number) => number): Promise<World> {
	const world = createWorld(slots, pick);
	type(world.people[0]!, 0, 'Two wishes');
	await everythingEverywhere(world);
	return world;

	function type(person: Person, at: number, words: string): void {
		typeInto(person, at, words);
	}
}
const typeInto = ({ session }: Person, at: number, words: string): void => type(session, at, words);
const kindsOf = (payload: Uint8Array): string[] => {
	const parts = decodePayload(payload);
	return parts.ok ? parts.value.map(({ kind }) => kind) : [];
};
const times = (text: string, words: string): number => text.split(words).length - 1;

describe('words that were swept along', () => {
	it('[TXT35] typed while a colleague makes a list of the paragraph, they come back once, for everybody', async () => {
		const world = await begun();
		const [ana, ben] = world.people as [Person, Person, Person]; // three slots, three people
		makeList(ben);
		typeInto(ana, 3, ' urgent');
		await everythingEverywhere(world);
		for (const { session } of world.people) {
			expect(times(wordsOf(session), 'urgent')).toBe(1);
			expect(pictureOf(session)).toEqual(pictureOf(ana.session));
		}
		expect(ana.session.text.fragment.toString()).toMatch(/bulletlist.*Two wishes.*urgent|urgent.*bulletlist/i);
	});

	it('[TXT35] of an app that was closed they come back when it opens again, and not a second time', async () => {
		const world = await begun();
		const [ana, ben, chloé] = world.people as [Person, Person, Person]; // three slots, three people
		typeInto(ana, 3, ' urgent');
		await ana.session.flush();
		makeList(ben);
		await everythingEverywhere(world, [ben, chloé]);
		expect(wordsOf(ben.session)).not.toContain('urgent');
		for (let opening = 0; opening < 3; opening++) {
			world.crash(ana);
			world.deliverEntries(ana);
			await everythingEverywhere(world);
			for (const { session } of world.people) expect(times(wordsOf(session), 'urgent'), `opening ${opening}`).toBe(1);
		}
	});

	it('[TXT35] what somebody deleted who had seen it does not come back', async () => {
		const world = await begun();
		const [ana, ben] = world.people as [Person, Person, Person]; // three slots, three people
		typeInto(ana, 3, ' urgent');
		await everythingEverywhere(world);
		ben.session.text.doc.transact(() => ben.session.text.fragment.delete(0, 1), 'editor');
		await everythingEverywhere(world);
		world.crash(ana);
		await everythingEverywhere(world);
		for (const { session } of world.people) expect(wordsOf(session)).not.toContain('urgent');
	});

	it('[TXT35] what its author deleted does not come back with a frame that brings it once more', () => {
		const author = new Y.Doc();
		author.clientID = ANA * 2 ** 20;
		const steps: Uint8Array[] = [];
		author.on('update', (update: Uint8Array) => steps.push(update));
		writeParagraph(author, 'Mistyped');
		author.getXmlFragment('default').delete(0, 1);
		writeParagraph(author, 'Well typed');
		// letter by letter as it was typed, and then all of it once more without the deletes, as a frame that was sent before them
		const reader = createTextDoc(ANA as Slot, 1); // a test slot
		if (!reader.ok) throw new Error(reader.error.type);
		const swept: string[] = [];
		reader.value.onSwept((words) => swept.push(...words.map((one) => one.text)));
		for (const step of [...steps.slice(0, -1), withoutDeletes(author)]) {
			const sifted = siftUpdate(ANA as Slot, step); // a test slot
			if (!sifted.ok) throw new Error(sifted.error.type);
			reader.value.receive(sifted.value, 'log');
		}
		expect(reader.value.fragment.toString()).toContain('Well typed');
		expect(swept).toEqual([]);
	});

	it('[TXT35] whatever the order and whoever dies, no word is missing and all are equal', async () => {
		let swept = 0;
		for (let seed = 1; seed <= 60; seed++) {
			const chance = createSeeded(seed);
			const world = await begun([ANA, BEN, CHLOE], (below) => chance.int(below));
			const typed: string[] = [];
			for (let step = 0; step < 14; step++) {
				const person = chance.pick([...world.people]);
				const what = chance.int(10);
				if (what < 5) {
					const word = `w${seed}x${step}.`;
					const paragraphs = paragraphsOf(person);
					if (paragraphs.length === 0) continue;
					const text = chance.pick(paragraphs);
					// at the end of a text, so that nobody types into the middle of another's word
					person.session.text.doc.transact(() => text.insert(text.length, word), 'editor');
					typed.push(word);
				} else if (what < 7 && person.session.text.fragment.length > 0) {
					const index = chance.int(person.session.text.fragment.length);
					if ((person.session.text.fragment.get(index) as Y.XmlElement).nodeName === 'paragraph') makeList(person, index); // only elements
				} else if (what === 7) {
					await person.session.flush();
					world.crash(person);
				} else {
					await person.session.flush();
					world.deliverEntries(person, chance.int(4));
				}
			}
			await everythingEverywhere(world);
			for (const { session } of world.people) {
				expect(pictureOf(session), `seed ${seed}`).toEqual(pictureOf(world.people[0]!.session));
				for (const word of typed) expect(times(wordsOf(session), word), `seed ${seed}: ${word}`).toBeGreaterThan(0);
			}
			swept += world.entries.filter(({ payload }) => kindsOf(payload).includes('restored')).length;
		}
		expect(swept, 'words came back at all').toBeGreaterThan(30);
	});
});

/** Everything a document holds, as written before anything was deleted. */
function withoutDeletes(doc: Y.Doc): Uint8Array {
	const again = new Y.Doc({ gc: false });
	again.clientID = doc.clientID;
	for (const words of ['Mistyped', 'Well typed']) writeParagraph(again, words);
	return Y.encodeStateAsUpdate(again);
}

function writeParagraph(doc: Y.Doc, words: string): void {
	const paragraph = new Y.XmlElement('paragraph');
	const text = new Y.XmlText();
	paragraph.insert(0, [text]);
	doc.getXmlFragment('default').insert(0, [paragraph]);
	text.insert(0, words);
}

function paragraphsOf({ session }: Person): Y.XmlText[] {
	const found: Y.XmlText[] = [];
	const walk = (node: unknown): void => {
		if (node instanceof Y.XmlText) found.push(node);
		else if (node instanceof Y.XmlElement || node instanceof Y.XmlFragment) for (const child of node.toArray()) walk(child);
	};
	walk(session.text.fragment);
	return found;
}
