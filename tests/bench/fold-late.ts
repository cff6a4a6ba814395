/**
 * What a late entry costs: one that sorts 1,000 or 25,000 places back in a log of 50,000 entries of 40 devices, from insertion to
 * the new state; and folding the whole log from nothing. Entries are opened and verified already; hashes are the real ones.
 */
import type { CollectiveId, DeviceId, EntryId, MemberId, ObjectId, Slot } from '$crypto/base';
import { loadSodium } from '$crypto/sodium';
import { createDag, type Dag } from '$crdt/log/dag';
import { createHashes } from '$crdt/log/hashes';
import type { Hashes, LoggedEntry } from '$crdt/domain/context';
import { createFold, type Fold } from '$crdt/domain/fold';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { createSeeded, type Seeded } from '../support/seeded';
import { admitOp, Device, epochNamed, found, invite, keysNamed, sync } from '../support/story';
import type { Figure } from './figure';
import { medianOf } from './median';
import { addRoomOp, bookOp } from '../support/calendar-ops';
import { expenseOp } from '../support/ledger-ops';

const ENTRIES = 50_000;
const MEMBERS = 40;
const RUNS = 7;

interface Author {
	readonly member: MemberId;
	readonly device: DeviceId;
	readonly slot: Slot;
	head: EntryId | null;
}

interface History {
	readonly dag: Dag;
	readonly hashes: Hashes;
	readonly entries: LoggedEntry[];
	readonly authors: readonly Author[];
	readonly room: ObjectId;
	readonly chance: Seeded;
}

/** Target ≤ 20 ms. */
export const logLate1000 = (): Promise<Figure> => measureLate('log.late.1000', 1_000, 20);
/** Target ≤ 300 ms. */
export const logLate25000 = (): Promise<Figure> => measureLate('log.late.25000', 25_000, 300);

/** Target ≤ 500 ms. */
export async function foldCold(): Promise<Figure> {
	const history = await createHistory();
	const times: Timing[] = [];
	for (let run = 0; run <= RUNS; run++) {
		const time = timed(() => void foldOf(history));
		if (run > 0) times.push(time);
	}
	return figure('fold.cold', times, 500, { entries: ENTRIES, members: MEMBERS });
}

async function measureLate(name: string, back: number, target: number): Promise<Figure> {
	const history = await createHistory();
	const fold = foldOf(history);
	const times: Timing[] = [];
	for (let run = 0; run <= RUNS; run++) {
		const sorted = [...history.entries].sort((a, b) => a.lamport - b.lamport || (a.id < b.id ? -1 : 1));
		const parent = sorted[sorted.length - back]!;
		const author = history.authors[(run * 7) % MEMBERS]!;
		const late = entryOf(history, author, booking(history, author, run), parent.id, [], parent.lamport + 1);
		history.dag.add(late);
		history.entries.push(late);
		const time = timed(() => {
			fold.insert([late]);
			fold.state();
		});
		if (run > 0) times.push(time);
	}
	if (fold.state().entries !== ENTRIES + RUNS + 1) throw new Error('an entry was not folded');
	return figure(name, times, target, { entries: ENTRIES, back });
}

function foldOf({ dag, hashes, entries }: History): Fold {
	const fold = createFold({ dag, hashes });
	fold.insert(entries);
	const { calendar, ledger } = fold.state();
	if (calendar.bookings.size < ENTRIES / 5 || ledger.entries.size < ENTRIES / 5) throw new Error('the history was refused');
	return fold;
}

async function createHistory(): Promise<History> {
	await loadSodium();
	const hashes = createHashes('B'.repeat(43) as CollectiveId);
	const [ana, ben] = beginning();
	const authors: Author[] = Array.from({ length: MEMBERS }, (_, i) => {
		const { signKey } = keysNamed(nameOf(i));
		const device = new Device(nameOf(i), keysNamed(nameOf(i)));
		const head = i === 0 ? ana.head : i === 1 ? ben.head : null;
		return { member: device.memberId, device: device.id, slot: ana.hashes.slotOf(signKey), head };
	});
	const room = ana.post(addRoomOp('Attic'));
	authors[0]!.head = ana.head;
	const dag = createDag(ENTRIES + 64);
	const entries = Array.from({ length: ana.dag.size }, (_, at) => ana.held.get(ana.dag.idAt(at))!);
	for (const entry of entries) dag.add(entry);
	// devices and members are named by the story's hashes; only the rules' own hash is the real one
	const history: History = { dag, hashes: { ...ana.hashes, hash: hashes.hash }, entries, authors, room, chance: createSeeded(5) };
	for (let i = 0; entries.length < ENTRIES; i++) {
		const author = history.chance.pick(authors);
		const deps = author.head === null || history.chance.chance(0.3) ? dag.frontier(author.head, 4) : [];
		const entry = entryOf(history, author, opOf(history, author, i), author.head, deps, dag.nextLamport(author.head, deps));
		dag.add(entry);
		author.head = entry.id;
		entries.push(entry);
	}
	return history;
}

const nameOf = (i: number): string => `member ${i}`;

/** Forty people: Ana invites, Ben says yes. */
function beginning(): readonly [Device, Device] {
	const ana = found(nameOf(0));
	const ben = new Device(nameOf(1), keysNamed(nameOf(1)));
	for (let i = 1; i < MEMBERS; i++) {
		const invitation = invite(ana, nameOf(i));
		if (i > 1) sync(ana, ben);
		(i === 1 ? ana : ben).post(admitOp(invitation, nameOf(i)));
		sync(ana, ben);
	}
	return [ana, ben];
}

/** Seven in ten are bookings, the rest are expenses shared by three. */
function opOf(history: History, author: Author, i: number): OpInput {
	if (history.chance.chance(0.7)) return booking(history, author, i);
	const amountMinor = 1_000 + (i % 977);
	const between = [0, 1, 2].map((k) => history.authors[(i + k) % MEMBERS]!.member);
	return expenseOp(author.member, amountMinor, between, { description: 'Tea', date: '2026-03-01', category: 'supplies' });
}

function booking({ room }: History, _author: Author, i: number): OpInput {
	const day = new Date(Date.UTC(2000, 0, 1 + Math.floor(i / 14))).toISOString().slice(0, 10);
	const hour = String(7 + (i % 14)).padStart(2, '0');
	return bookOp(room, `${day}T${hour}:00`, `${day}T${hour}:50`);
}

function entryOf(
	history: History,
	author: Author,
	input: OpInput,
	prev: EntryId | null,
	deps: readonly EntryId[],
	lamport: number
): LoggedEntry {
	const op = parseOp(input);
	if (op.type === 'unknown-op') throw new Error('the history holds an op no schema knows');
	return {
		id: history.hashes.hash('entry', String(history.entries.length)) as EntryId,
		slot: author.slot,
		device: author.device,
		prev,
		deps,
		lamport,
		epoch: epochNamed('first'),
		area: op.type.startsWith('ledger') ? 'ledger' : 'calendar',
		claimedAt: 1_700_000_000_000 + history.entries.length * 60_000,
		ops: [op],
		proofs: [true]
	};
}

interface Timing {
	readonly ms: number;
	/** What the processors did for it, all threads together: what `ms` comes to when nothing else runs. */
	readonly cpuMs: number;
}

function timed(work: () => void): Timing {
	// Young garbage of one measurement is not collected during the next. A full collection would also throw away compiled
	// code, which no app that is running ever sees between two entries.
	void globalThis.gc?.({ type: 'minor' });
	const before = process.cpuUsage();
	const started = performance.now();
	work();
	const ms = performance.now() - started;
	const { user, system } = process.cpuUsage(before);
	return { ms, cpuMs: (user + system) / 1000 };
}

function figure(name: string, times: readonly Timing[], target: number, detail: Figure['detail']): Figure {
	const value = Math.round(medianOf(times.map(({ ms }) => ms)) * 10) / 10;
	const cpuMs = Math.round(medianOf(times.map((time) => time.cpuMs)) * 10) / 10;
	const all = times.map(({ ms }) => Math.round(ms));
	return { name, value, unit: 'ms', target, met: value <= target, runs: times.length, detail: { ...detail, cpuMs, ms: all } };
}
