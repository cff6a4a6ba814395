/**
 * Destroys on this device what is to be forgotten: texts whose time has come or whose destruction was agreed, and texts of cases that its
 * member has stepped out of. Looks at every change, at every start and every few minutes; says in the core log what is gone for good. What
 * is to be forgotten, the rules say. Carries TXT60 to TXT63, CON36, CON52, CON53.
 */
import type { Slot, StreamId } from '$crypto/base';
import { currentDevices } from '$crdt/domain/membership/state';
import type { State } from '$crdt/domain/state';
import { StoreRefused } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { OpenCollective } from './collective';

/** The day changes without anything arriving. */
const LOOK_EVERY_MS = 300_000;
/** What is gone is said together, not text by text. */
const SAY_EVERY_MS = 60_000;
/** Texts named in one entry. */
const SAY_AT_ONCE = 50;

export interface ForgetterDependencies {
	readonly open: OpenCollective;
	readonly timers: Timers;
	/** What this device keeps beside the log and that names a text by its stream. @throws StoreRefused */
	forgetDrafts(texts: readonly StreamId[]): Promise<void>;
	/** Whoever has it open closes it. */
	gone(stream: StreamId, because: 'forgotten' | 'stepped-out'): void;
	notSaved(state: 'disk-full' | 'store-closed'): void;
}

export interface Forgetter {
	/** Something changed: look now. */
	poke(): void;
	/** Resolves when all that is to go is gone, or the disk refused it. */
	settle(): Promise<void>;
	stop(): void;
}

export function createForgetter({ open, timers, forgetDrafts, gone, notSaved }: ForgetterDependencies): Forgetter {
	/** Asked for, and the disk has not done it yet. */
	const owed = new Map<StreamId, 'for-good' | 'for-now'>();
	/** Of these the drafts are gone too. */
	const done = new Set<StreamId>();
	let recused: ReadonlySet<StreamId> = new Set();
	let seen: readonly [consultation: State['consultation'], day: unknown] | null = null;
	let running: Promise<void> | null = null;
	let again = false;
	let stopped = false;
	let saidMs = Number.NEGATIVE_INFINITY;
	let soon: (() => void) | null = null;

	const stopLooking = timers.every(LOOK_EVERY_MS, poke);

	function poke(): void {
		void settle();
	}

	function settle(): Promise<void> {
		again = true;
		return (running ??= rounds().finally(() => {
			running = null;
		}));
	}

	async function rounds(): Promise<void> {
		while (again && !stopped) {
			again = false;
			try {
				await act();
			} catch (problem) {
				if (!(problem instanceof StoreRefused)) throw problem;
				notSaved(problem.failure.type === 'DiskFull' ? 'disk-full' : 'store-closed');
				return;
			}
		}
	}

	async function act(): Promise<void> {
		noteDue();
		for (const [stream, how] of [...owed]) {
			gone(stream, how === 'for-good' ? 'forgotten' : 'stepped-out');
			await open.texts.forget(stream, how);
			if (how === 'for-now') await forgetDrafts([stream]);
			owed.delete(stream);
		}
		// also those of an earlier start that was cut off in between
		const fresh = open.texts.gone().filter((stream) => !done.has(stream));
		if (fresh.length > 0) await forgetDrafts(fresh);
		for (const stream of fresh) done.add(stream);
		await say();
	}

	function noteDue(): void {
		const due = open.ownTexts.due();
		const { consultation } = open.state();
		if (seen?.[0] === consultation && seen[1] === due) return;
		seen = [consultation, due];
		for (const stream of due) if (!open.texts.isGone(stream)) owed.set(stream, 'for-good');
		const held = new Set(open.texts.held());
		for (const stream of held) if (open.texts.isGone(stream)) owed.set(stream, 'for-good');
		const out = open.ownTexts.recused();
		// at the first look also those of which nothing is held: a draft may be left
		for (const stream of out) if (!owed.has(stream) && !open.texts.isGone(stream) && (held.has(stream) || !recused.has(stream))) owed.set(stream, 'for-now');
		recused = new Set(out);
	}

	async function say(): Promise<void> {
		const { signer, state } = open;
		const { consultation, membership } = state();
		if (!currentDevices(membership).some(({ deviceId }) => deviceId === signer.device)) return;
		const unsaid = open.texts.gone().filter((stream) => consultation.ownersByText.has(stream) && !saysSo(consultation, stream, signer.slot));
		if (unsaid.length === 0) return;
		const waitMs = saidMs + SAY_EVERY_MS - timers.now();
		if (waitMs > 0) {
			soon ??= timers.after(waitMs, () => {
				soon = null;
				poke();
			});
			return;
		}
		saidMs = timers.now();
		const written = await open.write('consultation', [{ type: 'consultation/forgot-texts', texts: unsaid.slice(0, SAY_AT_ONCE) }]);
		if (!written.ok && written.error.type === 'NotSaved') notSaved(written.error.failure.type === 'DiskFull' ? 'disk-full' : 'store-closed');
		else again = true;
	}

	return {
		poke,
		settle,
		stop() {
			stopped = true;
			soon?.();
			stopLooking();
		}
	};
}

const saysSo = (consultation: State['consultation'], stream: StreamId, slot: Slot): boolean => consultation.forgottenOn.get(stream)?.has(slot) ?? false;
