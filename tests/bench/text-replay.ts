/**
 * `text.replay.time`, `text.replay.bytes`: 10,000 single edits at five keystrokes a second on a fake clock, written in batches
 * as the app does, through seal, store, send, gate, verify, open and apply on a second device; against plain Yjs, which
 * sends one update for each edit. `text.live.time`, `text.live.bytes`: the live frames of such typing, apart.
 */
import * as Y from 'yjs';
import { settled } from '../unit/text/text-world';
import type { Figure } from './figure';
import { createRig, lineOf } from './text-rig';
import { typingTrace, type Edit } from './text-trace';

const EDITS = 10_000;
const LIVE_EDITS = 2_000;
const KEYSTROKE_MS = 200;
const RUNS = 5;

interface Run {
	readonly ms: number;
	readonly bytes: number;
	readonly messages: number;
	readonly words: string;
}

function apply(text: Y.XmlText, edit: Edit): void {
	if (edit.remove > 0) text.delete(edit.at, edit.remove);
	else text.insert(edit.at, edit.insert);
}

/** What stock Yjs costs: every edit becomes an update, travels, and is applied. */
function plainRun(edits: readonly Edit[]): Run {
	const writer = new Y.Doc();
	const reader = new Y.Doc();
	let bytes = 0;
	let messages = 0;
	writer.on('update', (update: Uint8Array) => {
		bytes += update.length;
		messages++;
		Y.applyUpdate(reader, update);
	});
	const text = lineOf(writer);
	bytes = 0;
	messages = 0;
	const start = performance.now();
	for (const edit of edits) apply(text, edit);
	const ms = performance.now() - start;
	return { ms, bytes, messages, words: reader.getXmlFragment('default').toString() };
}

async function replayRun(edits: readonly Edit[], seed: number): Promise<Run> {
	const { clock, writer, reader, carryEntries } = await createRig(seed, false);
	const text = lineOf(writer.session.text.doc);
	await writer.session.flush();
	await carryEntries();
	let bytes = 0;
	let spent = 0;
	let entries = writer.desk.log.entries().length;
	const before = entries;
	const start = performance.now();
	for (const edit of edits) {
		apply(text, edit);
		clock.advance(KEYSTROKE_MS);
		if (writer.writing() === null) continue;
		while (writer.writing() !== null) await writer.writing();
		await settled();
		const now = writer.desk.log.entries().length;
		if (now > entries) {
			entries = now;
			bytes += await carryEntries();
		}
	}
	await writer.session.flush();
	bytes += await carryEntries();
	spent = performance.now() - start;
	const words = reader.session.text.fragment.toString();
	return { ms: spent, bytes, messages: writer.desk.log.entries().length - before, words };
}

/** Sealing, opening, checking and applying of the frames alone; entries are written beside them as ever. */
async function liveRun(edits: readonly Edit[], seed: number): Promise<Run> {
	const { clock, writer, reader, carryEntries } = await createRig(seed, true);
	const text = lineOf(writer.session.text.doc);
	await writer.session.flush();
	await carryEntries();
	writer.frames.length = 0;
	const sealedBefore = writer.sealingMs();
	let bytes = 0;
	let messages = 0;
	let opening = 0;
	for (const edit of edits) {
		apply(text, edit);
		clock.advance(KEYSTROKE_MS);
		for (const frame of writer.frames.splice(0)) {
			bytes += frame.length;
			messages++;
			const start = performance.now();
			reader.openFrame(frame);
			opening += performance.now() - start;
		}
		if (writer.writing() === null) continue;
		while (writer.writing() !== null) await writer.writing();
		await settled();
		await carryEntries();
	}
	const ms = writer.sealingMs() - sealedBefore + opening;
	return { ms, bytes, messages, words: reader.session.text.fragment.toString() };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Runs plain Yjs beside each run of `measured`; throws when the second device has another text. */
async function sideBySide(
	name: string,
	edits: number,
	measured: (edits: readonly Edit[], seed: number) => Promise<Run>
): Promise<readonly { readonly run: Run; readonly plain: Run }[]> {
	const pairs: { run: Run; plain: Run }[] = [];
	for (let seed = 0; seed <= RUNS; seed++) {
		const trace = typingTrace(edits, seed);
		const plain = plainRun(trace);
		const run = await measured(trace, seed);
		if (run.words !== plain.words) throw new Error(`${name}: the second device has another text`);
		// the first run warms the machine up
		if (seed > 0) pairs.push({ run, plain });
	}
	return pairs;
}

function summary(pairs: readonly { readonly run: Run; readonly plain: Run }[]): Readonly<Record<string, unknown>> {
	return {
		ms: rounded(median(pairs.map(({ run }) => run.ms))),
		plainMs: rounded(median(pairs.map(({ plain }) => plain.ms))),
		bytes: median(pairs.map(({ run }) => run.bytes)),
		plainBytes: median(pairs.map(({ plain }) => plain.bytes)),
		messages: median(pairs.map(({ run }) => run.messages))
	};
}

export async function textReplay(): Promise<readonly Figure[]> {
	const pairs = await sideBySide('text.replay', EDITS, replayRun);
	const detail = { edits: EDITS, ...summary(pairs) };
	const unit = 'ratio to plain Yjs, one update an edit';
	const figure = (name: string, values: readonly number[], target: number): Figure => {
		const value = rounded(median(values));
		return { name, value, unit, target, met: value <= target, runs: values.length, detail };
	};
	return [
		figure('text.replay.time', pairs.map(({ run, plain }) => run.ms / plain.ms), 2),
		figure('text.replay.bytes', pairs.map(({ run, plain }) => run.bytes / plain.bytes), 1.5)
	];
}

/** Each keystroke here is a frame of its own, signed and verified by itself: a cost for each frame, not a ratio. */
export async function textLive(): Promise<readonly Figure[]> {
	const pairs = await sideBySide('text.live', LIVE_EDITS, liveRun);
	const detail = { edits: LIVE_EDITS, ...summary(pairs) };
	const figure = (name: string, unit: string, values: readonly number[], target: number): Figure => {
		const value = rounded(median(values));
		return { name, value, unit, target, met: value <= target, runs: values.length, detail };
	};
	return [
		figure('text.live.time', 'ms a frame: seal, open, verify, apply', pairs.map(({ run }) => run.ms / run.messages), 2),
		figure('text.live.bytes', 'bytes a frame', pairs.map(({ run }) => run.bytes / run.messages), 300)
	];
}
