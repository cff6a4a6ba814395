/**
 * Whatever the moment at which an app is killed, and whatever had reached the disk or a colleague by then: no letter that had been
 * called saved is missing, and none stands twice.
 */
import { describe, expect, it } from 'vitest';
import { isLetter, KilledWriter, type Kind } from '../support/killed-writer';
import { createSeeded } from '../support/seeded';

const STORIES = 150;
const STORIES_OF_TABS = 25;
const LONGEST = 60;

interface Counts {
	readonly steps: Map<Kind, number>;
	/** Stories that ended with words which were shared and in no entry of Ana's. */
	unwritten: number;
	held: number;
	known: number;
}

async function story(seed: number, counts: Counts): Promise<void> {
	const chance = createSeeded(seed);
	const world = new KilledWriter();
	await world.rest(1_000);
	for (let life = 0; life < 2; life++) {
		for (let steps = chance.int(LONGEST); steps >= 0; steps--) {
			const kind = chance.pick(world.possible.filter((one) => one !== 'lost frame' || chance.chance(0.3)));
			counts.steps.set(kind, (counts.steps.get(kind) ?? 0) + 1);
			await world.step(kind, chance);
			if (chance.chance(0.03)) world.benTypes('b');
			if (chance.chance(0.1)) world.exchange(chance.chance(0.5), chance.chance(0.5));
		}
		const draft = world.draft === null ? null : (JSON.parse(world.draft) as { runs: unknown[]; unwritten: unknown[] }); // as it was written
		if ((draft?.unwritten.length ?? 0) > 0) counts.unwritten++;
		if ((draft?.runs.length ?? 0) > 0) counts.held++;
		// before the app is opened again, soon after it, or much later
		const comes = chance.int(3);
		if (comes === 0) {
			await world.rest(20_000);
			world.exchange(true, true);
		}
		await world.kill();
		await world.rest(chance.pick([500, 5_000]));
		if (comes === 1) world.exchange(true, true);
		await world.rest(60_000);
		world.exchange(true, true);
		await world.rest(30_000);
		world.exchange(true, true);
		world.life.writer.blur();
		await world.rest(30_000);
		world.exchange(true, true);
		await world.rest(1_000);
		look(world, seed);
		counts.known += world.acknowledged.size;
	}
}

/** Two tabs of Ana's, one killed or both, and opened again, in any order; at the end one. */
async function storyOfTabs(seed: number, counts: { both: number; left: number; known: number }): Promise<void> {
	const chance = createSeeded(seed);
	const world = new KilledWriter();
	await world.rest(1_000);
	world.open();
	await world.rest(chance.pick([0, 500]));
	for (let round = 0; round < 3; round++) {
		for (let steps = chance.int(LONGEST); steps >= 0; steps--) {
			const life = chance.pick(world.lives);
			// the disk answers within two seconds (TXT, not promised)
			const isBusy = world.lives.some(({ draftWork }) => draftWork.length > 0);
			const seldom: readonly Kind[] = isBusy ? ['lost frame', 'time'] : ['lost frame'];
			await world.step(chance.pick(world.possibleIn(life).filter((one) => !seldom.includes(one) || chance.chance(0.3))), chance, life);
			if (chance.chance(0.03)) world.benTypes('b');
			if (chance.chance(0.1)) world.exchange(chance.chance(0.5), chance.chance(0.5));
		}
		if (world.drafts.size > 1) counts.both++;
		if (chance.chance(0.5)) await world.end(chance.pick(world.lives));
		if (chance.chance(0.3)) while (world.lives.length > 0) await world.end();
		while (world.lives.length < 2) world.open();
		await world.rest(chance.pick([0, 500, 30_000]));
	}
	while (world.lives.length > 0) await world.end();
	if (world.drafts.size > 1) counts.left++;
	world.open();
	for (let i = 0; i < 2; i++) {
		await world.rest(60_000);
		world.exchange(true, true);
		world.life.writer.blur();
	}
	await world.rest(30_000);
	world.exchange(true, true);
	await world.rest(1_000);
	look(world, seed);
	expect([...world.drafts.keys()].length, `seed ${seed}: drafts left`).toBeLessThan(2);
	counts.known += world.acknowledged.size;
}

function look(world: KilledWriter, seed: number): void {
	for (const [name, words] of [['her', world.words], ['Ben’s', world.bensWords]] as const) {
		const letters = [...words].filter(isLetter);
		const twice = letters.filter((letter, i) => letters.indexOf(letter) !== i);
		expect(twice, `seed ${seed}: stands twice on ${name} screen: ${words}`).toEqual([]);
	}
	const missing = [...world.acknowledged].filter((letter) => !world.deleted.has(letter) && !world.words.includes(letter));
	expect(missing, `seed ${seed}: called saved and gone: ${world.words}`).toEqual([]);
}

describe('an app that is killed', () => {
	it(`[TXT44] [TXT49] loses nothing that it had called saved and doubles nothing, whenever it is (${STORIES} stories)`, async () => {
		const counts: Counts = { steps: new Map(), unwritten: 0, held: 0, known: 0 };
		const only = process.env['SEED'];
		for (let seed = Number(only ?? 1); seed <= Number(only ?? STORIES); seed++) await story(seed, counts);
		if (only !== undefined) return;
		console.log(counts);
		expect(counts.unwritten).toBeGreaterThan(STORIES / 10);
		expect(counts.held).toBeGreaterThan(STORIES / 4);
		expect(counts.known).toBeGreaterThan(STORIES * 5);
		for (const kind of ['draft', 'draft heard', 'log', 'log heard', 'frame', 'lost frame'] as const) expect(counts.steps.get(kind) ?? 0).toBeGreaterThan(STORIES / 2);
	}, 240_000);

	it(`[TXT44] [TXT64] nor where two tabs write into the same text, whichever is killed and opened again (${STORIES_OF_TABS} stories)`, async () => {
		const counts = { both: 0, left: 0, known: 0 };
		const only = process.env['SEED'];
		for (let seed = Number(only ?? 1); seed <= Number(only ?? STORIES_OF_TABS); seed++) await storyOfTabs(seed, counts);
		if (only !== undefined) return;
		console.log(counts);
		expect(counts.both).toBeGreaterThan(STORIES_OF_TABS / 4);
		expect(counts.left).toBeGreaterThan(STORIES_OF_TABS / 4);
		expect(counts.known).toBeGreaterThan(STORIES_OF_TABS * 5);
	}, 240_000);
});
