/** A long, realistic history for measurements: many devices that see each other, small ledger and calendar entries. */
import { CORE_STREAM, type EntryId, type Slot } from '$crypto/base';
import { sealEnvelope } from '$crypto/envelope';
import { createDag } from '$crdt/log/dag';
import { encodeHeader } from '$crdt/log/entry';
import { encodePayload } from '$crdt/log/payload';
import type { RawBatch, RawEntry } from '$crdt/log/ports';
import { createStage, type Stage } from '../support/cast';
import { createSeeded } from '../support/seeded';

export interface History {
	readonly stage: Stage;
	/** One batch per segment, in causal order. */
	readonly batches: readonly RawBatch[];
	readonly count: number;
}

const SEGMENT_ENTRIES = 20_000;

export function createHistory(count: number, devices: number): History {
	const stage = createStage(Array.from({ length: devices }, (_, i) => `member ${i}`), 'bench');
	const chance = createSeeded(99);
	const dag = createDag(count);
	const lastBySlot = new Map<Slot, { id: EntryId; segment: number; seq: number }>();
	const segments: RawEntry[][] = [];
	for (let i = 0; i < count; i++) {
		const person = stage.people[chance.int(devices)]!;
		const { slot } = person;
		const last = lastBySlot.get(slot) ?? null;
		const segment = Math.floor(i / SEGMENT_ENTRIES);
		const prev = last?.id ?? null;
		// People work alone for a while and then hear of the others.
		const deps = chance.chance(0.6) ? dag.frontier(prev, 64).slice(0, 1 + chance.int(3)) : [];
		const isCatchingUp = last === null || last.segment !== segment;
		const parents = isCatchingUp ? dag.frontier(prev, 64) : deps;
		const seq = isCatchingUp ? 0 : last.seq + 1;
		const lamport = dag.nextLamport(prev, parents);
		const payload = encodePayload({ kind: 'ops', claimedAt: 1_700_000_000_000 + i * 60_000, ops: [opOf(i, chance.int(1000))] });
		if (!payload.ok) throw new Error(payload.error.type);
		const { bytes, id } = sealEnvelope({
			collective: stage.collective,
			stream: CORE_STREAM,
			epochHint: stage.epoch.hint,
			headerKey: stage.epoch.headerKey,
			payloadKey: stage.epoch.areaKey('calendar'),
			header: encodeHeader({ segment, area: 'calendar', slot, seq, lamport, prev, deps: parents }),
			payload: payload.value,
			signSecretKey: person.signer.signSecretKey,
			random: stage.random
		});
		dag.add({ id, slot, prev, deps: parents, lamport });
		lastBySlot.set(slot, { id, segment, seq });
		(segments[segment] ??= []).push({ slot, seq, bytes });
	}
	const batches = segments.map((entries, segment) => ({ stream: CORE_STREAM, segment, entries }));
	return { stage, batches, count };
}

function opOf(i: number, pick: number): unknown {
	const room = `${'R'.repeat(43)}.0`;
	const day = String(1 + (i % 28)).padStart(2, '0');
	return pick < 700
		? { type: 'calendar/book', room, start: `2026-03-${day}T09:00`, end: `2026-03-${day}T09:50`, note: `session ${i}` }
		: { type: 'calendar/grant', occurrences: Array.from({ length: 3 }, (_, k) => `${'B'.repeat(43)}.${(pick + k) % 256}`) };
}
