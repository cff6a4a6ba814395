/**
 * `text.history.time`: opening a text with a long history, 100,000 single edits as people type them, from its sealed entries: hashes,
 * signatures, both seals, checks, document; against plain Yjs, which applies the same history as one update an edit, in the same run.
 * `text.history.bytes`: what lies on the disk, against the sum of plain updates.
 */
import * as Y from 'yjs';
import { createStreamKey, deriveStreamKeys } from '$crypto/stream-keys';
import type { RawBatch } from '$crdt/log/ports';
import { createMemoryStore } from '../support/memory-store';
import { createStage } from '../support/cast';
import { createFakeClock, settled } from '../unit/text/text-world';
import type { Figure } from './figure';
import { medianOf } from './median';
import { lineOf, sit } from './text-rig';
import { typingTrace, type Edit } from './text-trace';

const EDITS = 100_000;
const KEYSTROKE_MS = 200;
const RUNS = 5;
const TARGET_TIME = 2;
const TARGET_BYTES = 1.5;

export async function textHistory(): Promise<readonly Figure[]> {
	const edits = typingTrace(EDITS, 6);
	const updates = plainUpdates(edits);
	const plainBytes = updates.reduce((sum, update) => sum + update.length, 0);
	const stage = createStage(['Ana', 'Ben'], 6);
	const keys = deriveStreamKeys(createStreamKey(stage.random));
	const clock = createFakeClock();
	const writer = await sit(stage, stage.person('Ana'), keys, clock, false);
	const text = lineOf(writer.session.text.doc);
	for (const edit of edits) {
		apply(text, edit);
		clock.advance(KEYSTROKE_MS);
		if (writer.writing() === null) continue;
		while (writer.writing() !== null) await writer.writing();
		await settled();
	}
	await writer.session.flush();
	const batches: readonly RawBatch[] = [...writer.desk.log.missing(new Map())];
	const bytes = batches.reduce((sum, { entries }) => sum + entries.reduce((all, entry) => all + entry.bytes.length, 0), 0);

	const ours: number[] = [];
	const plain: number[] = [];
	for (let run = -1; run < RUNS; run++) {
		const store = createMemoryStore();
		for (const batch of batches) await store.commitReceived(batch);
		const begun = performance.now();
		const reader = await sit(stage, stage.person('Ben'), keys, createFakeClock(), false, run + 2, store);
		const openedMs = performance.now() - begun;
		const plainBegun = performance.now();
		const doc = new Y.Doc();
		for (const update of updates) Y.applyUpdate(doc, update);
		const plainMs = performance.now() - plainBegun;
		if (reader.session.text.fragment.toString() !== doc.getXmlFragment('default').toString()) throw new Error('text.history: another text');
		if (run < 0) continue;
		ours.push(openedMs);
		plain.push(plainMs);
	}
	const ratio = medianOf(ours.map((ms, i) => ms / plain[i]!));
	const detail = { edits: EDITS, entries: writer.desk.log.entries().length, ms: medianOf(ours), plainMs: medianOf(plain), bytes, plainBytes };
	const weight = bytes / plainBytes;
	return [
		{ name: 'text.history.time', value: ratio, unit: '× plain Yjs, one update an edit', target: TARGET_TIME, met: ratio <= TARGET_TIME, runs: RUNS, detail },
		{ name: 'text.history.bytes', value: weight, unit: '× plain Yjs, one update an edit', target: TARGET_BYTES, met: weight <= TARGET_BYTES, runs: 1, detail }
	];
}

function plainUpdates(edits: readonly Edit[]): readonly Uint8Array[] {
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	const text = lineOf(doc);
	for (const edit of edits) apply(text, edit);
	return updates;
}

function apply(text: Y.XmlText, edit: Edit): void {
	if (edit.remove > 0) text.delete(edit.at, edit.remove);
	else text.insert(edit.at, edit.insert);
}
