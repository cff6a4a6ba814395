/**
 * `text.hour`: what one hour of four people who write one text together, each typing a third of the time, adds to the log. Five
 * keystrokes a second in bursts of 20 s on a fake clock, words shared one by one as they are complete, corrections included; live
 * frames and entries reach the others as in a meeting. `text.hour.perchar`: the same divided by the keystrokes.
 */
import { XmlElement, XmlText } from 'yjs';
import { createStreamKey, deriveStreamKeys } from '$crypto/stream-keys';
import { createSeeded } from '../support/seeded';
import { createStage } from '../support/cast';
import { createFakeClock, settled } from '../unit/text/text-world';
import type { Figure } from './figure';
import { sit, type Seat } from './text-rig';
import { typingTrace } from './text-trace';

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele'] as const;
const HOUR_MS = 3_600_000;
const KEYSTROKE_MS = 200;
const BURST_MS = 20_000;
const TARGET_BYTES = 1_000_000;

/** A person at their own paragraph: keystrokes gather to words, each shared when it is complete, or corrected. */
interface Typist {
	readonly seat: Seat;
	readonly line: XmlText;
	/** Bursts begin here in every minute, ms. */
	readonly offset: number;
	keystrokes: number;
	word: { at: number; text: string } | null;
}

export async function textHour(): Promise<readonly Figure[]> {
	const seed = 6;
	const stage = createStage([...PEOPLE], seed);
	const chance = createSeeded(seed);
	const keys = deriveStreamKeys(createStreamKey(stage.random));
	const clock = createFakeClock();
	const seats: Seat[] = [];
	for (const name of PEOPLE) seats.push(await sit(stage, stage.person(name), keys, clock, true));
	const lines: XmlText[] = [];
	for (const seat of seats) {
		lines.push(addLine(seat));
		await seat.session.flush();
		await carry(seats);
	}
	const before = bytesOf(seats[0]!);
	const traces = seats.map((_, i) => typingTrace(HOUR_MS / KEYSTROKE_MS / 3, seed + i));
	const typists: Typist[] = seats.map((seat, i) => ({ seat, line: lines[i]!, offset: chance.int(60_000), keystrokes: 0, word: null }));
	for (let time = 0; time < HOUR_MS; time += KEYSTROKE_MS) {
		typists.forEach((typist, i) => {
			if ((time + typist.offset) % 60_000 < BURST_MS) press(typist, traces[i]!);
		});
		clock.advance(KEYSTROKE_MS);
		await share(seats);
	}
	for (const seat of seats) await seat.session.flush();
	await carry(seats);
	const texts = new Set(seats.map((seat) => seat.session.text.fragment.toString()));
	if (texts.size !== 1) throw new Error('text.hour: four people, more than one text');
	const bytes = bytesOf(seats[0]!) - before;
	const keystrokes = typists.reduce((sum, typist) => sum + typist.keystrokes, 0);
	const entries = seats[0]!.desk.log.entries().length;
	const detail = { people: PEOPLE.length, keystrokes, entries, letters: [...texts][0]!.length };
	return [
		{ name: 'text.hour.bytes', value: bytes, unit: 'bytes added to the log', target: TARGET_BYTES, met: bytes < TARGET_BYTES, runs: 1, detail },
		{ name: 'text.hour.perchar', value: bytes / keystrokes, unit: 'bytes a keystroke', target: null, met: null, runs: 1, detail }
	];
}

function press(typist: Typist, trace: ReturnType<typeof typingTrace>): void {
	const edit = trace[typist.keystrokes];
	if (edit === undefined) return;
	typist.keystrokes++;
	const { word, line } = typist;
	// still the same word: nobody else sees it yet
	if (word !== null && edit.remove === 0 && edit.at === word.at + word.text.length && edit.insert !== ' ') {
		word.text += edit.insert;
		return;
	}
	if (word !== null && edit.remove > 0 && edit.at === word.at + word.text.length - 1) {
		word.text = word.text.slice(0, -1);
		if (word.text === '') typist.word = null;
		return;
	}
	if (word !== null) line.insert(word.at, word.text);
	typist.word = null;
	if (edit.remove > 0) line.delete(edit.at, edit.remove);
	else if (edit.insert === ' ') line.insert(edit.at, ' ');
	else typist.word = { at: edit.at, text: edit.insert };
}

/** Everybody's own paragraph, below those of the others. */
function addLine({ session }: Seat): XmlText {
	const fragment = session.text.fragment;
	const paragraph = new XmlElement('paragraph');
	const line = new XmlText();
	paragraph.insert(0, [line]);
	fragment.insert(fragment.length, [paragraph]);
	return line;
}

async function share(seats: readonly Seat[]): Promise<void> {
	for (const seat of seats) {
		for (const frame of seat.frames.splice(0)) for (const other of seats) if (other !== seat) other.openFrame(frame);
	}
	if (seats.every((seat) => seat.writing() === null)) return;
	for (const seat of seats) while (seat.writing() !== null) await seat.writing();
	await settled();
	await carry(seats);
}

async function carry(seats: readonly Seat[]): Promise<void> {
	await settled();
	for (const from of seats)
		for (const to of seats)
			if (from !== to) for (const batch of from.desk.log.missing(to.desk.log.have())) await to.desk.log.receive(batch);
}

function bytesOf({ desk }: Seat): number {
	let bytes = 0;
	for (const { entries } of desk.log.missing(new Map())) for (const entry of entries) bytes += entry.bytes.length;
	return bytes;
}
