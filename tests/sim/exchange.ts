/** What devices say to each other: tell what you hold, serve what the other lacks, let everything through the gate. */
import { CORE_STREAM, type EntryId, type Slot } from '$crypto/base';
import { sift } from '$crdt/log/gate';
import { encodeRuns, type Run } from '$crdt/log/outer-doc';
import type { HaveInStream } from '$crdt/log/places';
import type { RawBatch } from '$crdt/log/ports';
import type { Message } from './network';
import type { SimNode } from './node';

export function heartbeatOf(node: SimNode, alsoWanted: readonly EntryId[] = []): Message {
	const { log } = node.open();
	const evidence = log.evidence().flatMap(({ entries }) => entries);
	return { kind: 'heartbeat', have: log.have(), wanted: [...alsoWanted, ...log.wanted()].slice(0, 64), evidence: evidence.slice(0, 64) };
}

export interface Tally {
	offences: number;
	rejected: number;
	received: number;
}

/** Handles one message and returns the answers to its sender. Never throws, whatever came. */
export async function handle(node: SimNode, message: Message, tally: Tally): Promise<Message[]> {
	const { log } = node.open();
	switch (message.kind) {
		case 'heartbeat':
			node.hear(message.have as HaveInStream as ReadonlyMap<number, ReadonlyMap<never, number>>);
			return answers(node, message);
		case 'update': {
			const { entries, offenceCount } = sift(message.bytes);
			tally.offences += offenceCount;
			await take(node, { stream: CORE_STREAM, segment: message.segment, entries }, tally);
			return [];
		}
		case 'batch':
			await take(node, message.batch, tally);
			return [];
		case 'served':
			// Whoever claimed to hold more of our log than they can show is not believed.
			if (log.ownLogAhead() && !showsMore(message.yours, log.have(), node.open().signer.slot)) log.dismissClaims();
			return [];
	}
}

async function take(node: SimNode, batch: RawBatch, tally: Tally): Promise<void> {
	const report = await node.open().log.receive(batch);
	tally.received += report.admitted.length;
	tally.rejected += report.rejectedCount;
}

function answers(node: SimNode, { have, wanted, evidence }: Extract<Message, { kind: 'heartbeat' }>): Message[] {
	const { log } = node.open();
	const messages: Message[] = [];
	const bySegment = new Map<number, Map<Slot, { fromSeq: number; entries: Uint8Array[] }>>();
	for (const { segment, entries } of log.missing(have)) {
		let runs = bySegment.get(segment);
		if (runs === undefined) bySegment.set(segment, (runs = new Map()));
		for (const { slot, seq, bytes } of entries) {
			const run = runs.get(slot);
			if (run === undefined) runs.set(slot, { fromSeq: seq, entries: [bytes] });
			else run.entries.push(bytes);
		}
	}
	for (const [segment, runs] of bySegment) {
		const update: Run[] = [...runs].map(([slot, run]) => ({ slot, ...run }));
		messages.push({ kind: 'update', segment, bytes: encodeRuns(update) });
	}
	for (const batch of log.give(wanted)) messages.push({ kind: 'batch', batch });
	messages.push({ kind: 'served', yours: log.have() });
	const unseen = evidence.filter((id) => log.get(id) === undefined);
	if (unseen.length > 0 || lacksAny(log.have(), have)) messages.push(heartbeatOf(node, unseen));
	return messages;
}

/** Does `mine` lack anything of `theirs`? */
function lacksAny(mine: HaveInStream, theirs: HaveInStream): boolean {
	for (const [segment, counts] of theirs)
		for (const [slot, count] of counts) if ((mine.get(segment)?.get(slot) ?? 0) < count) return true;
	return false;
}

function showsMore(theirs: HaveInStream, mine: HaveInStream, slot: Slot): boolean {
	for (const [segment, counts] of theirs) if ((counts.get(slot) ?? 0) > (mine.get(segment)?.get(slot) ?? 0)) return true;
	return false;
}
