/** Laws of shared text: whatever is lost, doubled or late, equal entries give equal texts, and what others saw survives. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { decodePayload } from '$crdt/text/payload';
import { createSeeded, type Seeded } from '../support/seeded';
import {
	createWorld,
	paragraphOf,
	pictureOf,
	settled,
	type Person,
	type World
} from '../unit/text/text-world';

const SLOTS = [7, 4_294_967_295, 2_000_000_000, 3, 900_000_001];

interface Counts {
	edits: number;
	lost: number;
	doubled: number;
	crashes: number;
	entries: number;
	embedded: number;
}

function edit(person: Person, chance: Seeded): void {
	const { doc, fragment } = person.session.text;
	const index = fragment.length === 0 ? 0 : chance.int(fragment.length);
	const text = paragraphOf(person.session, index);
	doc.transact(() => {
		const words = text.toString().replace(/<[^>]*>/g, '');
		const at = betweenLetters(words, chance.int(text.length + 1));
		const run = betweenLetters(words, Math.min(at + 1 + chance.int(5), text.length)) - at;
		const kind = chance.int(20);
		if (kind < 11) text.insert(at, chance.pick(['a', 'bc', 'déf', '🌲', 'lang ']));
		else if (kind < 15 && run > 0) text.delete(at, run);
		else if (kind < 17 && run > 0) text.format(at, run, { bold: chance.chance(0.5) ? {} : null });
		else if (kind < 19) {
			const paragraph = new Y.XmlElement('paragraph');
			paragraph.insert(0, [new Y.XmlText('neu')]);
			fragment.insert(index, [paragraph]);
		} else if (fragment.length > 1) fragment.delete(index, 1);
	}, 'editor');
}

/** No editor puts a cursor inside a surrogate pair, and Yjs replaces the halves of a parted one on that device alone. */
function betweenLetters(words: string, at: number): number {
	const unit = words.charCodeAt(at);
	return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

async function step(world: World, chance: Seeded, counts: Counts): Promise<void> {
	const person = chance.pick(world.people);
	const kind = chance.int(100);
	if (kind < 50) {
		edit(person, chance);
		counts.edits++;
	} else if (kind < 75) world.clock.advance(chance.pick([5, 40, 200, 800]));
	else if (kind < 88) world.deliverEntries(person, 1 + chance.int(3));
	else if (kind < 92) await person.session.flush();
	else if (kind < 94) {
		world.crash(person);
		counts.crashes++;
	}
	await settled();
	// live frames: most arrive at once, some late, twice or never
	for (const { from, frame } of world.frames.splice(0)) {
		for (const to of world.people) {
			if (to === from) continue;
			if (chance.chance(0.25)) counts.lost++;
			else world.deliverFrame(to, frame);
			if (chance.chance(0.1)) {
				counts.doubled++;
				world.deliverFrame(to, frame);
			}
		}
		if (chance.chance(0.1)) world.frames.push({ from, frame });
	}
}

async function quieten(world: World): Promise<void> {
	for (let round = 0; round < 12; round++) {
		world.clock.advance(5_000);
		await settled();
		world.frames.length = 0;
		for (const person of world.people) world.deliverEntries(person);
	}
}

async function story(seed: number, counts: Counts): Promise<void> {
	const chance = createSeeded(seed);
	const world = createWorld(SLOTS.slice(0, 3 + (seed % 3)), (below) => chance.int(below));
	for (let i = 0; i < 120; i++) await step(world, chance, counts);
	await quieten(world);
	counts.entries += world.entries.length;
	for (const { payload } of world.entries) {
		const parts = decodePayload(payload);
		if (parts.ok) counts.embedded += parts.value.filter(({ kind }) => kind === 'embedded').length;
	}

	const [first, ...rest] = world.people.map(({ session }) => pictureOf(session));
	for (const other of rest) expect(other, `seed ${seed}: two screens differ`).toEqual(first);
	for (const { session } of world.people) {
		expect(session.state.saved, `seed ${seed}: unsaved`).toBe(true);
		expect(session.unloggedFrames, `seed ${seed}: words in no entry`).toBe(0);
		expect(session.text.pending, `seed ${seed}: entries that never fit`).toBe(0);
	}
	for (let i = 0; i < 3; i++) {
		const { session, replayed } = world.newcomer(50 + i, chance.shuffle(world.entries));
		expect(replayed.refused, `seed ${seed}`).toEqual([]);
		expect(pictureOf(session), `seed ${seed}: a replay differs from the screens`).toEqual(first);
	}
}

describe('shared text under faults', () => {
	it('[TXT20] [TXT15] [TXT16] screens and replays agree after drops, doubles, delays and crashes', async () => {
		const counts: Counts = { edits: 0, lost: 0, doubled: 0, crashes: 0, entries: 0, embedded: 0 };
		for (let seed = 1; seed <= 80; seed++) await story(seed, counts);
		expect(counts.edits).toBeGreaterThan(2_000);
		expect(counts.lost).toBeGreaterThan(500);
		expect(counts.doubled).toBeGreaterThan(200);
		expect(counts.crashes).toBeGreaterThan(60);
		expect(counts.entries).toBeGreaterThan(500);
		expect(counts.embedded).toBeGreaterThan(200);
	}, 120_000);
});
