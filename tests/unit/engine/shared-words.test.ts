/** Words typed on one page reach every other page, in whatever order keys, openings, entries and lines come. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CORE_STREAM, type Slot } from '$crypto/base';
import { encodeWords } from '$crdt/text/live-body';
import { encodePayload } from '$crdt/text/payload';
import { decodeSide } from '$lib/worker/side-protocol';
import { must, type Device, type Rig, type RigOptions } from '../../support/engine-rig';
import { house, invite, isMember, knock, knockOf, MEETING } from '../../support/engine-people';
import { createSeeded } from '../../support/seeded';
import { openPage, run, stubPage, unstubPage, until, type Page } from '../../support/text-page';

beforeEach(stubPage);
afterEach(unstubPage);

async function meeting(names: readonly string[], options: RigOptions = {}) {
	const { rig, people } = await house(names, options);
	const id = must(await people[0]!.engine.planMeeting(MEETING, []));
	await rig.run(30_000);
	const { notes } = (await people[0]!.view('consultation/meeting', { id }))!;
	return { rig, people, notes };
}

/** Stands at the door of these members; nobody has opened yet. */
async function atTheDoor(rig: Rig, members: readonly Device[], name: string): Promise<Device> {
	const device = await rig.device(name);
	await knock(device, await invite(members[0]!));
	for (const member of members.slice(0, 2)) await rig.until(async () => (await knockOf(member, device)) !== undefined);
	return device;
}

/** One or two say yes; resolves as soon as the newcomer is in and knows of the meeting, long before it has every key. */
async function letIn(rig: Rig, members: readonly Device[], newcomer: Device): Promise<void> {
	const isIn = async () => (await isMember(newcomer)) && (await newcomer.view('consultation')).upcoming.length > 0;
	for (let spent = 0; !(await isIn()); spent++) {
		for (const member of members.slice(0, 2)) {
			const shown = await knockOf(member, newcomer);
			if (shown) must(await member.engine.admit(shown.id));
		}
		if (spent > 400) throw new Error('not let in');
		await run(rig, 250);
	}
}

const isOpen = (page: Page): boolean => page.text !== null;
const storeOf = (device: Device) => [...device.stores.values()][0]!;

/** The disk takes its time with the next session number; the result ends that. */
function holdOpening(device: Device): () => void {
	const store = storeOf(device);
	const { nextCounter } = store;
	let go = (): void => undefined;
	const gate = new Promise<void>((resolve) => (go = resolve));
	store.nextCounter = async (name) => {
		await gate;
		return nextCounter(name);
	};
	return go;
}

describe('a page that opens while words arrive', () => {
	it.each(['disk', 'answer'])('[TXT30] shows an entry that comes before the page itself can take it, held up by the %s', async (by) => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const writing = openPage(ana, notes, { isHeard: () => false });
		await until(rig, () => isOpen(writing));
		let go = (): void => undefined;
		const names = by === 'answer' ? new Promise<void>((resolve) => (go = resolve)) : Promise.resolve();
		if (by === 'disk') go = holdOpening(ben);
		const reading = openPage(ben, notes, { names });
		await rig.quiet();
		writing.type('Umbrawhisper');
		await run(rig, 5_000);
		expect(writing.text!.saved.current).toBe(true);
		expect(isOpen(reading)).toBe(false);
		go();
		await until(rig, () => reading.words() === 'Umbrawhisper', 5_000);
	});

	it('[TXT30] shows a live frame that comes while it opens, though its entry comes much later', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const writing = openPage(ana, notes);
		await until(rig, () => isOpen(writing));
		storeOf(ana).refuseWith({ type: 'DiskFull' });
		const go = holdOpening(ben);
		const reading = openPage(ben, notes);
		await rig.quiet();
		writing.type('Umbrawhisper');
		await run(rig, 500);
		go();
		await until(rig, () => reading.words() === 'Umbrawhisper', 1_000);
		expect(writing.text!.saved.current).toBe(false);
	});

	it('[TXT30] two pages that open at the same moment and type at once show both', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben']);
		const pages = (people as [Device, Device]).map((device) => openPage(device, notes)) as [Page, Page]; // as many as devices
		await until(rig, () => pages.every(isOpen));
		pages[0].type('Umbra');
		pages[1].type('whisper');
		await until(rig, () => pages.every((page) => page.words().includes('Umbra') && page.words().includes('whisper')), 10_000);
		expect(pages[0].words()).toBe(pages[1].words());
	});
});

describe('a newcomer', () => {
	it('[TXT23] [TXT30] reads what was written before it had the key, and opens before the writer does', async () => {
		const { rig, people, notes } = await meeting(['Ana']);
		const [ana] = people as [Device];
		const ben = await atTheDoor(rig, [ana], 'Ben');
		await letIn(rig, [ana], ben);
		const reading = openPage(ben, notes);
		await run(rig, 250);
		expect(isOpen(reading)).toBe(false);
		const writing = openPage(ana, notes);
		await until(rig, () => isOpen(writing));
		writing.type('Umbrawhisper');
		await until(rig, () => reading.words() === 'Umbrawhisper', 15_000);
	});

	it('[TXT23] whose offer and entries are lost on the way is given them by asking', async () => {
		let isLossy = false;
		const { rig, people, notes } = await meeting(['Ana'], {
			intercept: (_from, _to, bytes) => {
				const message = decodeSide(bytes);
				const isPushed = message?.kind === 'entries' && message.batch.entries.length === 1 && message.batch.stream !== CORE_STREAM;
				return isLossy && isPushed ? null : bytes;
			}
		});
		const [ana] = people as [Device];
		const ben = await atTheDoor(rig, [ana], 'Ben');
		isLossy = true;
		await letIn(rig, [ana], ben);
		const [writing, reading] = [openPage(ana, notes, { isHeard: () => false }), openPage(ben, notes)];
		await until(rig, () => isOpen(writing));
		writing.type('Umbra');
		await run(rig, 8_000);
		writing.type('whisper');
		await run(rig, 2_000);
		isLossy = false;
		await until(rig, () => reading.words() === 'Umbrawhisper', 60_000);
	});

	it('[TXT23] whose line drops before the key has come reads everything once it is back', async () => {
		const { rig, people, notes } = await meeting(['Ana']);
		const [ana] = people as [Device];
		const ben = await atTheDoor(rig, [ana], 'Ben');
		await letIn(rig, [ana], ben);
		rig.part(ana, ben);
		const [writing, reading] = [openPage(ana, notes), openPage(ben, notes)];
		await until(rig, () => isOpen(writing));
		writing.type('Umbrawhisper');
		await run(rig, 20_000);
		expect(isOpen(reading)).toBe(false);
		rig.rejoin(ana, ben);
		await until(rig, () => reading.words() === 'Umbrawhisper', 60_000);
	});

	it('[TXT30] reads it wherever in the opening the words fall, and however long the disk takes', async () => {
		const random = createSeeded(7);
		const { rig, people, notes } = await meeting(['Ana']);
		const [ana] = people as [Device];
		const writing = openPage(ana, notes);
		await until(rig, () => isOpen(writing));
		for (const name of ['Ben', 'Chloé', 'Dele', 'Eve']) {
			const newcomer = await atTheDoor(rig, people, name);
			await letIn(rig, people, newcomer);
			people.push(newcomer);
			const store = storeOf(newcomer);
			const { nextCounter } = store;
			store.nextCounter = async (counter) => {
				await new Promise<void>((resolve) => setTimeout(resolve, random.int(3_000)));
				return nextCounter(counter);
			};
			const reading = openPage(newcomer, notes);
			await run(rig, 250 * random.int(24));
			writing.type(name);
			await until(rig, () => reading.words() === writing.words(), 30_000);
			await reading.close();
		}
	});
});

describe('lines that lose things', () => {
	it.each([1, 2, 3, 4, 5, 6])('[TXT18] [TXT23] words arrive, at a newcomer too, whatever a line loses, once it stops losing (seed %i)', async (seed) => {
		const random = createSeeded(seed);
		let loss = 0;
		const { rig, people, notes } = await meeting(['Ana', 'Ben'], {
			intercept: (_from, _to, bytes) => (decodeSide(bytes)?.kind !== 'lobby' && random.int(100) < loss ? null : bytes)
		});
		const pages = people.map((device) => openPage(device, notes));
		await until(rig, () => pages.every(isOpen));
		const newcomer = await atTheDoor(rig, people, 'Chloé');
		loss = 40;
		await letIn(rig, people, newcomer);
		people.push(newcomer);
		pages.push(openPage(newcomer, notes));
		let words = 0;
		for (let round = 0; round < 10; round++) {
			const page = pages[random.int(pages.length)]!;
			if (isOpen(page)) page.type(`${words++} `);
			if (random.int(4) === 0) {
				const device = random.pick(people);
				device.online = !device.online;
			}
			await run(rig, 250 * random.int(12));
		}
		loss = 0;
		for (const device of people) device.online = true;
		const agree = () => new Set(pages.map((page) => page.words())).size === 1;
		await until(rig, () => agree() && pages[0]!.words().split(' ').length === words + 1, 120_000);
	});
});

describe('an engine that goes while somebody types', () => {
	it.each(['before', 'while'])('[TXT34] takes no words with it: the next one writes them, gone %s it is asked to write', async (when) => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const [writing, reading] = [openPage(ana, notes, { isHeard: () => false }), openPage(ben, notes)];
		await until(rig, () => isOpen(writing) && isOpen(reading));
		writing.type('Umbra');
		if (when === 'before') writing.loseEngine();
		const written = writing.text!.flush();
		if (when === 'while') writing.loseEngine();
		writing.type('whisper');
		await until(rig, () => reading.words() === 'Umbrawhisper');
		expect(await written).toBe(true);
		expect(await writing.text!.flush()).toBe(true);
		await run(rig, 1_000);
		expect(new Set([writing.words(), reading.words()])).toEqual(new Set(['Umbrawhisper']));
	});
});

describe('a disk that refuses', () => {
	it('[TXT18] keeps no words from those who leave the text before there is room again', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const [writing, reading] = [openPage(ana, notes, { isHeard: () => false }), openPage(ben, notes)];
		await until(rig, () => isOpen(writing) && isOpen(reading));
		storeOf(ana).refuseWith({ type: 'DiskFull' });
		writing.type('Umbrawhisper');
		void writing.close();
		await run(rig, 30_000);
		expect(reading.words()).toBe('');
		storeOf(ana).refuseWith(null);
		await until(rig, () => reading.words() === 'Umbrawhisper', 15_000);
	});
});

describe('what a page cannot place yet, or not any more', () => {
	it('[TXT32] words embedded by a colleague come to the screen when their author’s device is known, without reopening', async () => {
		let isNarrow = false;
		const { rig, people, notes } = await meeting(['Ana', 'Ben'], {
			carriesOuter: false,
			intercept: (_from, to, bytes) => {
				const message = decodeSide(bytes);
				return isNarrow && to.name === 'Ana' && message?.kind === 'entries' && message.batch.stream === CORE_STREAM ? null : bytes;
			}
		});
		const [ana, ben] = people as [Device, Device];
		const link = await invite(ana);
		await rig.run(20_000);
		const chloe = await rig.device('Chloé');
		rig.part(ana, ben);
		rig.part(ana, chloe);
		await knock(chloe, link);
		await rig.until(async () => (await knockOf(ben, chloe)) !== undefined);
		await letIn(rig, [ben], chloe);
		const [first, second] = [openPage(chloe, notes), openPage(ben, notes)];
		await until(rig, () => isOpen(first) && isOpen(second));
		storeOf(chloe).refuseWith({ type: 'DiskFull' });
		first.type('Umbra');
		await until(rig, () => second.words() === 'Umbra');
		second.type('whisper');
		await until(rig, () => second.text!.saved.current);
		chloe.online = false;
		isNarrow = true;
		const third = openPage(ana, notes);
		rig.rejoin(ana, ben);
		const knowsBens = async () => must(await ana.engine.openText(notes)).entries.length > 0;
		for (let spent = 0; spent < 120 && !(await knowsBens()); spent++) await run(rig, 500);
		expect(await knowsBens()).toBe(true);
		expect(isOpen(third)).toBe(true);
		expect(third.words()).toBe('');
		isNarrow = false;
		await until(rig, () => third.words() === 'Umbrawhisper');
	});

	it('[TXT31] a session under whose id somebody else writes says that it is lost', async () => {
		const { rig, people, notes } = await meeting(['Ana']);
		const [ana] = people as [Device];
		const page = openPage(ana, notes);
		await until(rig, () => isOpen(page));
		const { clientID } = page.text!.doc as Y.Doc; // the Y.Doc of the text session
		const other = new Y.Doc();
		other.clientID = clientID;
		other.getXmlFragment('default').insert(0, [new Y.XmlElement('paragraph')]);
		const slot = Math.floor(clientID / 2 ** 20) as Slot; // TXT1
		const body = encodeWords(clientID % 2 ** 20, 0, Y.encodeStateAsUpdate(other));
		const signature = new Uint8Array(64);
		const payload = encodePayload([{ kind: 'embedded', signature, signedBytes: body }]);
		const entry = { id: 'a copy', slot, segment: 0, seq: 9, lamport: 9, payload, remarks: [], embedded: [{ signature, verdict: { status: 'good', slot, body } }] };
		expect(page.text!.lost.current).toBe(false);
		for (const hear of ana.listeners) hear('textEntry', { stream: notes, entry });
		await until(rig, () => page.text!.lost.current, 1_000);
	});
});

describe('what a device says of itself', () => {
	it('[NET71] is said again when somebody comes: the page may not have heard it the first time', async () => {
		const { rig, people } = await meeting(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		rig.part(ana, ben);
		await rig.run(30_000);
		ana.events.length = 0;
		rig.rejoin(ana, ben);
		await rig.run(5_000);
		expect(ana.events.some(({ name }) => name === 'heartbeat')).toBe(true);
	});
});
