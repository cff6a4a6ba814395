/**
 * One keeper in use: its line, the documents opened on it, and what can be said about it. Where a document is spoilt the next generation
 * takes its place. Knows nothing of other keepers. Carries NET114 to NET117.
 */
import { fromBase64 } from '$crypto/base';
import { keeperHostOf, signKeeperToken } from '$crypto/keeper';
import { keeperDocument, type KeeperPlace } from '$crypto/keeper-documents';
import type { KeyPair } from '$crypto/keys';
import type { Random } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { KeeperView } from '$lib/services/reach-types';
import { createKeeperDocument, type KeeperDocumentLink } from './keeper-document';
import { createKeeperLine, type Dial } from './keeper-line';
import type { KeeperSeries } from './keeper-sources';
import { sayDigest, sayFrame, type Counts } from './keeper-wire';

export type KeeperStanding = Pick<KeeperView, 'state' | 'waiting' | 'holdsAll' | 'disturbed'>;

export interface KeeperLink {
	/** Something came or was written, or other documents are wanted. */
	update(): void;
	/** How it stands with one series; null: not among those wanted. */
	standing(key: string): { readonly isSettled: boolean; readonly isConfirmed: boolean } | null;
	view(): KeeperStanding;
	/** What it has confirmed of the log and of texts, by document. */
	confirmed(): ReadonlyMap<string, Counts>;
	/** Where this keeper answers STUN, as it says; null: it has not said so. */
	stun(): string | null;
	/** To whoever else has this series open there. */
	sendFrame(key: string, frame: Uint8Array): void;
	kick(): void;
	close(): void;
}

interface Dependencies {
	readonly url: string;
	/** base64url; empty: none. */
	readonly pass: string;
	readonly dial: Dial;
	readonly timers: Timers;
	readonly random: Random;
	/** The most important first. */
	wanted(): readonly KeeperSeries[];
	/** What it had confirmed when the app was last open. */
	remembered(document: string): Counts;
	onFrame(place: KeeperPlace, series: KeeperSeries, frame: Uint8Array): void;
	/** What `view` says changed, or a document settled. */
	changed(): void;
}

interface Generation {
	readonly document: KeeperDocumentLink;
	readonly keys: KeyPair;
	readonly place: KeeperPlace;
	/** When the keeper closed or refused it: not opened again before a while has passed. */
	restUntilMs: number;
}
interface Held {
	readonly series: KeeperSeries;
	readonly generations: Generation[];
}

export const MAX_GENERATIONS = 16;
/** The keeper's limit is 2,048 for one line. */
const MAX_OPEN = 1_024;
/** On their way at the same time. */
const MAX_OPENING = 16;
const REST_MS = 60_000;
const ROUND_MS = 30_000;
/** Others' entries are given after this, and as much again by chance: who wrote them gives them first. */
const OTHERS_MS = 2_000;
const NO_PASS = new Uint8Array(32);

export function createKeeperLink(deps: Dependencies): KeeperLink {
	const { timers, random } = deps;
	const pass = createSecret(fromBase64(deps.pass) ?? NO_PASS);
	const held = new Map<string, Held>();
	const byName = new Map<string, { readonly held: Held; readonly generation: Generation }>();
	let challenge: Uint8Array | null = null;
	let isRefused = false;
	let isFull = false;
	let stunPort: number | null = null;
	let turn = 0;
	let stopOthers: (() => void) | null = null;
	let closed = false;

	const line = createKeeperLine({
		url: deps.url,
		dial: deps.dial,
		timers, random,
		up(fresh) {
			challenge = fresh;
			isRefused = isFull = false;
			openMore();
			deps.changed();
		},
		async heard(name, message) {
			const found = byName.get(name);
			if (!found) return;
			if (message.kind === 'stun') {
				stunPort = message.port;
				return deps.changed();
			}
			const { document } = found.generation;
			if (message.kind === 'frame') return deps.onFrame(found.generation.place, found.held.series, message.frame);
			await document.hear(message);
			if (message.kind === 'closed' || message.kind === 'denied') found.generation.restUntilMs = timers.now() + REST_MS;
			if (message.kind === 'denied' && REFUSALS.has(message.reason)) {
				isRefused = true;
				line.rest();
			}
			isFull ||= message.kind === 'full' && message.of !== 'document';
			follow(found.held);
			openMore();
		},
		down() {
			challenge = null;
			for (const { generation } of byName.values()) generation.document.lost();
			deps.changed();
		},
		probe() {
			for (const [name, { generation }] of byName) if (generation.document.phase === 'live') return line.send(sayDigest(name));
			line.rest();
		}
	});

	function add(one: Held): void {
		const place = one.series.placeOf(one.generations.length);
		const { name, keys } = keeperDocument(one.series.epoch, place);
		const document = createKeeperDocument({
			name,
			source: one.series.source,
			remembered: deps.remembered(name),
			isReadOnly: () => writerOf(one)?.document.name !== name,
			send: (bytes) => line.send(bytes),
			changed: () => deps.changed()
		});
		const generation = { document, keys, place, restUntilMs: 0 };
		one.generations.push(generation);
		byName.set(name, { held: one, generation });
	}

	const writerOf = (one: Held): Generation | undefined => one.generations.find(({ document }) => !document.isSpoilt);

	/** Is the next generation opened too? Of the core always where something lies: others may have found it spoilt. */
	function follow(one: Held): void {
		for (;;) {
			const { document } = one.generations.at(-1)!;
			const isOver = document.isSpoilt || (document.phase === 'live' && !document.isEmpty && one.series.kind === 'core');
			if (!isOver || one.generations.length >= MAX_GENERATIONS) return;
			add(one);
		}
	}

	function openMore(): void {
		if (challenge === null || closed) return;
		const now = timers.now();
		let opening = 0;
		let isOpen = 0;
		for (const { generation } of byName.values()) {
			const { phase } = generation.document;
			if (phase === 'opening' || phase === 'syncing') opening++;
			if (phase !== 'closed' && phase !== 'denied') isOpen++;
		}
		for (const one of held.values())
			for (const generation of one.generations) {
				const { document } = generation;
				if (opening >= MAX_OPENING || isOpen >= MAX_OPEN) return;
				if ((document.phase !== 'closed' && document.phase !== 'denied') || generation.restUntilMs > now) continue;
				opening++;
				isOpen++;
				document.open(signKeeperToken({ challenge, host: keeperHostOf(deps.url), document: document.name }, generation.keys, pass));
			}
	}

	function take(): void {
		const wanted = deps.wanted();
		const keys = new Set(wanted.map(({ key }) => key));
		for (const [key, one] of [...held]) {
			if (keys.has(key)) continue;
			held.delete(key);
			for (const { document } of one.generations) {
				document.close();
				byName.delete(document.name);
			}
		}
		for (const series of wanted) {
			if (held.has(series.key)) continue;
			const one: Held = { series, generations: [] };
			held.set(series.key, one);
			add(one);
		}
	}

	function giveAll(everything: boolean): void {
		for (const one of held.values()) {
			const document = writerOf(one)?.document;
			document?.give(everything);
			document?.audit();
		}
	}

	/** Where there are more documents than may be open, those that have settled make room for others in turn. */
	function round(): void {
		let isTrouble = false;
		for (const { generation } of byName.values()) {
			if (generation.document.trouble === null || generation.document.phase !== 'live') continue;
			isTrouble = true;
			generation.document.again();
		}
		if (!isTrouble) isFull = false;
		const idle = [...byName.values()].filter(({ held: { series }, generation: { document } }) => series.kind === 'text' && document.phase === 'live' && document.unconfirmed().all === 0);
		if (byName.size > MAX_OPEN)
			for (let i = 0; i < Math.min(64, idle.length); i++) {
				const { generation } = idle[turn++ % idle.length]!;
				generation.restUntilMs = timers.now() + REST_MS;
				generation.document.close();
			}
		openMore();
	}
	const stopRounds = timers.every(ROUND_MS, round);

	return {
		update() {
			if (closed) return;
			take();
			for (const one of held.values()) follow(one);
			openMore();
			giveAll(false);
			stopOthers ??= timers.after(OTHERS_MS + (OTHERS_MS * random.bytes(1)[0]!) / 255, () => {
				stopOthers = null;
				giveAll(true);
			});
		},
		standing(key) {
			const one = held.get(key);
			if (!one) return null;
			const document = writerOf(one)?.document;
			const isSettled = document === undefined || document.phase === 'live' || document.phase === 'denied';
			return { isSettled, isConfirmed: document?.phase === 'live' && document.unconfirmed().all === 0 };
		},
		view() {
			let waiting = 0;
			let lacking = 0;
			let disturbed = false;
			// by what is wanted now: what has just been written may need documents that are not held yet
			for (const series of deps.wanted()) {
				const one = held.get(series.key);
				disturbed ||= one?.generations[0]!.document.isSpoilt === true;
				const document = one && writerOf(one)?.document;
				const { own, all } = document?.unconfirmed() ?? { own: series.source.counts().get(series.source.ownSlot) ?? 0, all: 1 };
				if (!series.isEarlier()) waiting += own;
				// of an earlier key that others have spoilt in every way there is nothing to be had any more
				if (!series.isEarlier() || document !== undefined) lacking += all;
			}
			const state = isRefused ? 'refused' : isFull ? 'full' : line.state();
			return { state, waiting, holdsAll: held.size > 0 && lacking === 0, disturbed };
		},
		confirmed: () =>
			new Map(
				[...byName].flatMap(([name, { held: { series }, generation: { document } }]) => (series.kind === 'receipt' || document.confirmed().size === 0 ? [] : [[name, document.confirmed()] as const]))
			),
		stun: () => (stunPort === null ? null : `stun:${new URL(deps.url).hostname}:${stunPort}`),
		sendFrame(key, frame) {
			const first = held.get(key)?.generations[0]?.document;
			if (first?.phase === 'live' || first?.phase === 'syncing') line.send(sayFrame(first.name, frame));
		},
		kick: line.kick,
		close() {
			closed = true;
			stopRounds();
			stopOthers?.();
			line.close();
		}
	};
}

/** The keeper will say so again until its owner or the collective changes something. */
const REFUSALS: ReadonlySet<string> = new Set(['bad-token', 'bad-signature', 'unknown-pass']);
