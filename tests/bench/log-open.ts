/**
 * How long a device with years of history takes to open its log: 50,000 entries of 40 devices, as a ratio to plain Yjs applying
 * the same outer documents in the same run. Opening means hash, chain, signatures at the ends of runs, both openings of every
 * entry, parsing of every payload, and the graph; from a checkpoint, payloads are parsed when first read.
 */
import * as Y from 'yjs';
import { createSecret } from '$crypto/secret';
import type { LogDeps } from '$crdt/log/log-types';
import { encodeRuns } from '$crdt/log/outer-doc';
import type { RawBatch } from '$crdt/log/ports';
import { sitDown, type Desk } from '../support/cast';
import { createMemoryStore } from '../support/memory-store';
import type { Figure } from './figure';
import { createHistory, type History } from './log-history';

const ENTRIES = 50_000;
const DEVICES = 40;
const RUNS = 7;

let history: History | null = null;
const theHistory = (): History => (history ??= createHistory(ENTRIES, DEVICES));

/** Target ≤ 8, aim 5. */
export async function logOpenCold(): Promise<Figure> {
	const { batches } = theHistory();
	return measure('log.open.cold', 8, batches, () => openLog(batches, {}));
}

/** Target ≤ 1.5. */
export async function logOpenCheckpoint(): Promise<Figure> {
	const { batches } = theHistory();
	let saved: Uint8Array | null = null;
	const checkpoint: NonNullable<LogDeps['checkpoint']> = {
		key: createSecret(new Uint8Array(32).fill(1)),
		store: {
			load: async () => saved,
			save: async (bytes) => {
				saved = bytes;
			}
		}
	};
	const first = await openLog(batches, { checkpoint });
	await first.log.saveCheckpoint();
	return measure('log.open.checkpoint', 1.5, batches, async () => {
		const desk = await openLog(batches, { checkpoint });
		if (desk.loaded.fromCheckpoint !== ENTRIES) throw new Error('the checkpoint was not used');
		return desk;
	});
}

async function openLog(batches: readonly RawBatch[], deps: Partial<LogDeps>): Promise<Desk> {
	const { stage } = theHistory();
	const store = { ...createMemoryStore(), load: async () => ({ batches, damagedRows: 0 }) };
	const desk = await sitDown(stage, stage.people[0]!, { store, deps });
	if (desk.log.dag.size !== ENTRIES) throw new Error(`only ${desk.log.dag.size} entries were admitted`);
	return desk;
}

async function measure(name: string, target: number, batches: readonly RawBatch[], open: () => Promise<unknown>): Promise<Figure> {
	const updates = batches.map(outerUpdateOf);
	const ratios: number[] = [];
	const openMs: number[] = [];
	const plainMs: number[] = [];
	for (let run = 0; run <= RUNS; run++) {
		const plain = await timed(async () => updates.map(applyPlain));
		const opened = await timed(open);
		if (run === 0) continue; // the first one warms up
		plainMs.push(plain);
		openMs.push(opened);
		ratios.push(opened / plain);
	}
	const value = Math.round((median(openMs) / median(plainMs)) * 100) / 100;
	const detail = { openMs: Math.round(median(openMs)), plainMs: Math.round(median(plainMs)), entries: ENTRIES, devices: DEVICES, ratios: ratios.map((r) => Math.round(r * 10) / 10) };
	return { name, value, unit: 'x', target, met: value <= target, runs: RUNS, detail };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	// Without this, garbage of one measurement is collected during the next.
	globalThis.gc?.();
	const started = performance.now();
	await work();
	return performance.now() - started;
}

function applyPlain(update: Uint8Array): Y.Doc {
	const doc = new Y.Doc({ gc: false });
	Y.applyUpdate(doc, update);
	return doc;
}

function outerUpdateOf(batch: RawBatch): Uint8Array {
	const bySlot = new Map<(typeof batch.entries)[number]['slot'], Uint8Array[]>();
	for (const { slot, bytes } of batch.entries) {
		const list = bySlot.get(slot);
		if (list === undefined) bySlot.set(slot, [bytes]);
		else list.push(bytes);
	}
	return encodeRuns([...bySlot].map(([slot, entries]) => ({ slot, fromSeq: 0, entries })));
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
