/**
 * What a five-year book costs: 30 people, 6,000 entries, four closed years. From opened entries to what the ledger opens on (balances,
 * funds, what waits) and to one member's whole statement: from nothing, over reading and checking the same ops as text; and again
 * after one more entry.
 */
import type { LoggedEntry } from '$crdt/domain/context';
import { createFold, type Fold } from '$crdt/domain/fold';
import type { Lens } from '$crdt/domain/lens';
import { selectOverview } from '$crdt/domain/ledger/select-overview';
import { selectStatement } from '$crdt/domain/ledger/select-statement';
import { memberAccount } from '$crdt/domain/ledger/state';
import { parseOp } from '$crdt/domain/op';
import { createFiveYearBook, type LongBook } from '../support/five-year-book';
import type { Figure } from './figure';
import { medianOf } from './median';

const COLD_RUNS = 7;
const CHANGES = 21;
const ENTRIES = 6000;

/** The first member's balance, by a view. */
type View = (lens: Lens) => number;

const balances: View = (lens) => selectOverview(lens).mine.amountMinor;
const statement: View = (lens) => {
	const { closingMinor, lines } = selectStatement(lens, lens.me, null)!; // a member
	if (lines.length < ENTRIES / 5) throw new Error('a short statement');
	return closingMinor;
};

/** Targets: from nothing ≤ 5 × reading the ops, by processor time; after one more entry ≤ 50 ms (our own aims). */
export async function ledgerBook(): Promise<readonly Figure[]> {
	const book = createFiveYearBook({ entries: ENTRIES });
	const texts = book.entries.map(({ ops }) => JSON.stringify(ops));
	return [cold('ledger.balances.cold', book, texts, balances), cold('ledger.statement.cold', book, texts, statement), ...changes(book)];
}

function cold(name: string, book: LongBook, texts: readonly string[], view: View): Figure {
	const ratios: number[] = [];
	const timings: Timing[] = [];
	const readings: Timing[] = [];
	for (let run = 0; run <= COLD_RUNS; run++) {
		const reading = timed(() => read(texts));
		const timing = timed(() => {
			const fold = foldOf(book, book.entries);
			check(book, fold, view(lensOf(book, fold)));
		});
		// the first is for warming up
		if (run === 0) continue;
		ratios.push(timing.cpuMs / reading.cpuMs);
		timings.push(timing);
		readings.push(reading);
	}
	const value = medianOf(ratios);
	return { name, value, unit: '× reading the same ops', target: 5, met: value <= 5, runs: COLD_RUNS, detail: { ...middle(timings), reading: middle(readings) } };
}

function changes(book: LongBook): readonly Figure[] {
	const fold = foldOf(book, book.entries);
	return ([['ledger.balances.change', balances], ['ledger.statement.change', statement]] as const).map(([name, view]) => {
		const timings: Timing[] = [];
		for (let run = 0; run <= CHANGES; run++) {
			book.writeOneMore();
			const added = book.entries.at(-1)!; // just written
			let found = 0;
			const timing = timed(() => {
				fold.insert([added]);
				found = view(lensOf(book, fold));
			});
			check(book, fold, found);
			if (run > 0) timings.push(timing);
		}
		const value = medianOf(timings.map(({ ms }) => ms));
		return { name, value, unit: 'ms', target: 50, met: value <= 50, runs: CHANGES, detail: middle(timings) };
	});
}

function read(texts: readonly string[]): void {
	for (const text of texts) {
		const ops: unknown = JSON.parse(text);
		if (!Array.isArray(ops) || ops.some((op) => parseOp(op).type === 'unknown-op')) throw new Error('an op no schema knows');
	}
}

function foldOf({ dag, hashes }: LongBook, entries: readonly LoggedEntry[]): Fold {
	const fold = createFold({ dag, hashes });
	fold.insert(entries);
	return fold;
}

function lensOf(book: LongBook, fold: Fold): Lens {
	const state = fold.state();
	const [me] = book.members;
	return {
		state,
		me: me!, // there are thirty
		device: state.membership.members.get(me!)!.voice,
		now: Date.UTC(2026, 0, 31, 12),
		today: '2026-01-31',
		nowWall: '2026-01-31T13:00',
		heldBy: () => book.members,
		nameOf: (id) => state.membership.members.get(id)?.profile.name ?? ''
	};
}

/** The view says what the postings of all entries come to. */
function check(book: LongBook, fold: Fold, found: number): void {
	const account = memberAccount(book.members[0]!);
	let owed = 0;
	for (const { counts, postings } of fold.state().ledger.entries.values()) if (counts) owed += postings.find((posting) => posting.account === account)?.amountMinor ?? 0;
	if (fold.state().ledger.entries.size < ENTRIES || found !== 0 - owed) throw new Error(`${found} instead of ${0 - owed}`);
}

interface Timing {
	readonly ms: number;
	/** Of the processor: what it costs on a machine that does nothing else. */
	readonly cpuMs: number;
}

function timed(work: () => void): Timing {
	// young garbage of one measurement is not collected during the next
	void globalThis.gc?.({ type: 'minor' });
	const [before, cpu] = [performance.now(), process.cpuUsage()];
	work();
	const { user, system } = process.cpuUsage(cpu);
	return { ms: performance.now() - before, cpuMs: (user + system) / 1000 };
}

const middle = (timings: readonly Timing[]) => ({ ms: medianOf(timings.map(({ ms }) => ms)), cpuMs: medianOf(timings.map(({ cpuMs }) => cpuMs)) });
