/**
 * One document at one keeper: opens it, asks for what is lacking here, gives what is lacking there, and keeps account of what the keeper
 * has confirmed. What comes from there goes to the log like anything from a peer; what the keeper says it has is believed only after its
 * digest, or everything it gives, has shown it. Knows nothing of sockets or of which documents there are. Carries NET104 to NET109.
 */
import { toBase64, type Slot } from '$crypto/base';
import { envelopeId, MAX_ENVELOPE_BYTES } from '$crypto/envelope';
import { keeperDigest } from '$crypto/keeper';
import { sift, type GateCaps } from '$crdt/log/gate';
import { encodeRuns, type Run } from '$crdt/log/outer-doc';
import type { RawEntry } from '$crdt/log/ports';
import { sayAsk, sayClose, sayDigest, sayOpen, sayWrite, type Counts, type KeeperMessage } from './keeper-wire';
import { joinRuns } from './runs';

/** The part of a log that belongs in a document. */
export interface KeeperSource {
	/** What is held here and belongs there. */
	counts(): Counts;
	/** What is held here from these counts on and before those, in order of seq for each slot. */
	entries(from: Counts, to: Counts): Iterable<RawEntry>;
	/** Gate, verify, keep. @returns how many of them no honest device would have given. */
	receive(entries: readonly RawEntry[]): Promise<number>;
	/** Is this very entry in the log, at its place? */
	holds(entry: RawEntry): boolean;
	/** Continued two ways: who has which branch at its places depends on what came first. */
	isForked(slot: Slot): boolean;
	readonly ownSlot: Slot;
}

export type DocumentPhase = 'closed' | 'opening' | 'syncing' | 'live' | 'denied';

export interface KeeperDocumentState {
	readonly phase: DocumentPhase;
	/** Rubbish lies in it, or something else at a place of ours: it is read, and written no more. */
	readonly isSpoilt: boolean;
	/** Nothing lies in it, as far as the keeper says. */
	readonly isEmpty: boolean;
	/** Why it was not opened, or what there is no room for. */
	readonly trouble: string | null;
}

export interface KeeperDocumentLink extends KeeperDocumentState {
	readonly name: string;
	/** Places held here that the keeper has not confirmed, own ones apart. */
	unconfirmed(): { readonly own: number; readonly all: number };
	/** What the keeper has confirmed, in this run or before. */
	confirmed(): Counts;
	open(token: string): void;
	/** The line is gone. */
	lost(): void;
	hear(message: KeeperMessage): Promise<void>;
	/** Something came or was written: gives own entries at once; others' when `everything`, since somebody else may be about to. */
	give(everything: boolean): void;
	/** Compares with what the keeper has, where that is not known for sure. */
	audit(): void;
	/** Asks anew what the keeper has: there may be room again. */
	again(): void;
	/** Closes it at the keeper, until it is opened again. */
	close(): void;
}

interface Dependencies {
	readonly name: string;
	readonly source: KeeperSource;
	/** Confirmed when the app was last open: compared anew on the next line like what was confirmed on the one before. */
	readonly remembered: Counts;
	/** Nothing is given: read only. */
	isReadOnly(): boolean;
	send(bytes: Uint8Array): void;
	/** Anything above changed. */
	changed(): void;
}

/** Of one message. */
const WRITE_BYTES = 512 * 1024;
/** Writes that wait for their answer. */
const MAX_WRITES = 6;
const MAX_AUDITS = 3;
const CAPS: GateCaps = { maxUpdateBytes: 32 * 1024 * 1024, maxEntryBytes: MAX_ENVELOPE_BYTES, maxOffences: 1 };

export function createKeeperDocument({ name, source, remembered, isReadOnly, send, changed }: Dependencies): KeeperDocumentLink {
	let phase: DocumentPhase = 'closed';
	let isSpoilt = false;
	let trouble: string | null = null;
	/** What the keeper has or was sent. */
	let theirs = new Map<Slot, number>();
	let claimed: Counts = new Map();
	const confirmed = new Map(remembered);
	let writes: (readonly Run[])[] = [];
	let asked: { readonly of: string; readonly counts: Counts } | null = null;
	/** Everything is on its way, to be compared with what is here. */
	let isComparing = false;
	/** Of the answer to the first question: what the keeper has, and what it gives. */
	let answered = { has: false, all: false };
	/** Compared on this line. */
	let isAudited = false;
	let audits = 0;
	/** A digest that everything has been compared with already, and for which holdings of ours. */
	let explained = '';

	const nextOf = (counts: Counts, slot: Slot): number => counts.get(slot) ?? 0;

	function confirm(slot: Slot, from: number, to: number): void {
		const next = nextOf(confirmed, slot);
		if (from <= next && to > next) confirmed.set(slot, to);
	}

	function spoil(): void {
		if (isSpoilt) return;
		isSpoilt = true;
		changed();
	}

	function give(everything: boolean): void {
		if (phase !== 'live' || isReadOnly() || isSpoilt || trouble !== null) return;
		while (writes.length < MAX_WRITES) {
			const runs = nextRuns(everything);
			if (runs.length === 0) return;
			for (const { slot, fromSeq, entries } of runs) theirs.set(slot, fromSeq + entries.length);
			writes.push(runs);
			send(sayWrite(name, encodeRuns(runs)));
		}
	}

	function nextRuns(everything: boolean): readonly Run[] {
		const runs: Run[] = [];
		let size = 0;
		for (const { slot, seq, bytes } of source.entries(theirs, source.counts())) {
			if (!everything && slot !== source.ownSlot) continue;
			if (size > 0 && size + bytes.length > WRITE_BYTES) break;
			runs.push({ slot, fromSeq: seq, entries: [bytes] });
			size += bytes.length;
		}
		return joinRuns(runs);
	}

	async function take(entries: readonly RawEntry[], offences: number): Promise<void> {
		for (const { slot, seq } of entries) if (seq >= nextOf(theirs, slot)) theirs.set(slot, seq + 1);
		const fresh = entries.filter((entry) => !source.holds(entry));
		const refused = fresh.length > 0 ? await source.receive(fresh) : 0;
		for (const entry of [...entries].sort((a, b) => a.seq - b.seq))
			if (source.holds(entry)) confirm(entry.slot, entry.seq, entry.seq + 1);
			// something else at a place of ours: the other branch of a forked log, or rubbish
			else if (entry.seq < nextOf(source.counts(), entry.slot)) spoil();
		if (offences + refused > 0) spoil();
	}

	function audit(): void {
		if (phase !== 'live' || asked !== null || isComparing || writes.length > 0 || (isAudited && unconfirmed().all === 0)) return;
		// not while something is still to be given
		if (!isReadOnly() && !isSpoilt && trouble === null) for (const _ of source.entries(theirs, source.counts())) return;
		const counts = new Map(theirs);
		const places = [...source.entries(new Map(), counts)]
			.sort((a, b) => a.slot - b.slot || a.seq - b.seq)
			.map((entry) => ({ slot: entry.slot, seq: entry.seq, id: envelopeId(entry.bytes) }));
		asked = { of: toBase64(keeperDigest(places)), counts };
		send(sayDigest(name));
	}

	function onDigest(of: string): void {
		if (asked === null) return; // a sign of life
		const { of: mine, counts } = asked;
		asked = null;
		if (of === mine) {
			audits = 0;
			isAudited = true;
			for (const [slot, next] of counts) confirm(slot, 0, next);
			return changed();
		}
		if (explained === of + mine) return;
		// others may be giving at the same time: only what stays different is looked into
		if (++audits < MAX_AUDITS) return audit();
		audits = 0;
		explained = of + mine;
		isComparing = isAudited = true;
		confirmed.clear();
		send(sayAsk(name, new Map()));
	}

	/** Everything that the keeper gives has come: what it has not given it does not have. */
	function compared(given: readonly RawEntry[]): void {
		isComparing = false;
		theirs = new Map();
		for (const { slot, seq } of given) if (seq >= nextOf(theirs, slot)) theirs.set(slot, seq + 1);
		give(true);
	}

	function unconfirmed(): { readonly own: number; readonly all: number } {
		let [own, all] = [0, 0];
		for (const [slot, next] of source.counts()) {
			if (source.isForked(slot)) continue;
			const lacking = Math.max(0, next - nextOf(confirmed, slot));
			all += lacking;
			if (slot === source.ownSlot) own += lacking;
		}
		return { own, all };
	}

	function reset(next: DocumentPhase): void {
		phase = next;
		writes = [];
		asked = null;
		isComparing = isAudited = false;
		audits = 0;
		answered = { has: false, all: false };
	}

	/** The keeper has said what it has and given what was lacking here. */
	function settle(): void {
		if (phase !== 'syncing' || !answered.has || !answered.all) return;
		phase = 'live';
		for (const [slot, next] of [...confirmed]) confirmed.set(slot, Math.min(next, nextOf(theirs, slot)));
		give(true);
	}

	function ask(): void {
		phase = 'syncing';
		send(sayAsk(name, source.counts()));
	}

	return {
		name,
		get phase() {
			return phase;
		},
		get isSpoilt() {
			return isSpoilt;
		},
		get isEmpty() {
			return claimed.size === 0 && theirs.size === 0;
		},
		get trouble() {
			return trouble;
		},
		unconfirmed,
		confirmed: () => confirmed,
		open(token) {
			reset('opening');
			trouble = null;
			send(sayOpen(name, token));
		},
		lost: () => reset('closed'),
		again() {
			if (phase !== 'live') return;
			reset('syncing');
			trouble = null;
			ask();
		},
		close() {
			if (phase !== 'closed') send(sayClose(name));
			reset('closed');
		},
		give,
		audit,
		async hear(message) {
			switch (message.kind) {
				case 'opened':
					if (phase !== 'opening') return;
					return ask();
				case 'denied':
					reset('denied');
					trouble = message.reason;
					if (message.reason === 'other-pass') spoil();
					return changed();
				case 'has':
					claimed = message.counts;
					if (phase !== 'syncing') return;
					theirs = new Map(message.counts);
					answered.has = true;
					settle();
					audit();
					return changed();
				case 'entries': {
					const { entries, offenceCount } = sift(message.update, CAPS);
					await take(entries, offenceCount);
					if (message.all && isComparing) compared(entries);
					else if (message.all) answered.all = true;
					settle();
					audit();
					return changed();
				}
				case 'saved': {
					const runs = writes.shift();
					if (message.whole) for (const { slot, fromSeq, entries } of runs ?? []) confirm(slot, fromSeq, fromSeq + entries.length);
					else if (!isSpoilt) trouble ??= 'refused';
					give(false);
					audit();
					return changed();
				}
				case 'digest':
					return onDigest(message.of);
				case 'conflict':
					return spoil();
				case 'full':
					if (message.of === 'document') return spoil();
					trouble = 'full';
					return changed();
				case 'closed':
					if (phase === 'opening') return; // of the time before
					reset('closed');
					return changed();
				case 'frame':
				case 'stun':
				case 'other':
			}
		}
	};
}
