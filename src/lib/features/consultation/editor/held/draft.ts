/**
 * Held words on this device's disk, sealed there by whoever keeps them: what is typed and not shared survives a reload and a kill.
 *
 * In the same draft, written in one go, is what was shared and is in no entry on the disk yet; nothing shared leaves the device before
 * that. So at any moment a word is in exactly one of three: held, unwritten, or in the log. Knows nothing of how a draft is stored;
 * `restore.ts` puts one back. Carries TXT44.
 */
import { writtenSoFar } from '$lib/services/text-tree';
import type { UnwrittenWords } from '$lib/services/unwritten';
import type { HeldBinding, Host } from './binding';
import { draftSchema, textOfRun, toRun, type Draft, type Run } from './draft-format';
import type { After } from './held-check';
import { heldOf } from './held-state';
import { Restoring } from './restore';

/** Where one opening of a text keeps held words on this device (services/draft-place.ts). */
export interface HeldStore {
	/** The draft of this place (null: none), and those that openings which have ended left elsewhere. */
	load(): Promise<readonly unknown[]>;
	/** What was loaded is gone with the same step. */
	save(value: unknown): Promise<unknown>;
	remove(): Promise<unknown>;
	/** Nothing is saved any more. Once for each load. */
	release(): void;
}

const SAVE_MS = 300;
/** A save that failed, and words whose entry is on its way to the disk, are looked at again. */
const AGAIN_MS = 1_000;

const textsOf = (runs: readonly Run[]): string => JSON.stringify(runs.map(textOfRun));
const NO_WORDS = textsOf([]);

export class HeldDraft {
	#host: Host | null = null;
	/** The held words when the editor was closed. */
	#last: readonly Run[] = [];
	/** The held words as they are on the disk. */
	#keptTexts = NO_WORDS;
	/** How far the text's changes are on the disk, in the draft or in entries. */
	#keptChanges = 0;
	/** The draft on the disk has words that were in no entry then. */
	#hasUnwritten = false;
	/** The disk has a draft. */
	#isKept = false;
	#state: 'new' | 'loading' | 'loaded' = 'new';
	#isCurrent = true;
	/** The editor is closed. */
	#isClosed = false;
	/** The text is: no more of it will have to be kept. */
	#isEnded = false;
	#isReleased = false;
	/** One for each draft. */
	#restoring: readonly Restoring[] = [];
	#stopTimer: (() => void) | null = null;
	/** How long that one waits altogether. */
	#wait = 0;
	#saving: Promise<void> = Promise.resolve();
	/** Asked for and not begun. */
	#next: Promise<void> | null = null;

	/** `unwritten` null: what is shared is kept elsewhere. `onSaved` hears whether every held word is in the draft. */
	constructor(
		private readonly binding: HeldBinding,
		private readonly store: HeldStore | null,
		private readonly after: After,
		private readonly unwritten: UnwrittenWords | null,
		private readonly onSaved: (saved: boolean) => void,
		private readonly sweep: () => void
	) {}

	connect(host: Host): void {
		this.#host = host;
		if (this.#state !== 'new') return;
		this.#state = 'loading';
		const loaded = this.store === null ? Promise.resolve([]) : this.store.load().catch(() => []);
		void loaded.then((values) => this.#restore(values));
	}

	/** After every change of the host's state. `isShared`: what was held is shared now. */
	updated(isShared = false): void {
		if (this.#host === null) return;
		for (const one of this.#restoring) one.updated();
		const isCurrent = this.#state === 'loaded' && textsOf(this.#runs()) === this.#keptTexts;
		this.#say(isCurrent);
		// what was shared waits for it
		if (isShared) void this.save();
		else if (!isCurrent) this.#plan(SAVE_MS);
	}

	/** Saves now; resolves when it is on the disk or was refused. */
	save(): Promise<void> {
		this.#stopTimer?.();
		this.#stopTimer = null;
		if (this.store === null || this.#state !== 'loaded' || this.#isReleased) return Promise.resolve();
		const { store } = this;
		// one after the other, each with what there is when it begins
		this.#next ??= this.#saving = this.#saving.then(() => {
			this.#next = null;
			return this.#write(store);
		});
		return this.#next;
	}

	/** The last of it: what is held is saved, and stays in the draft until the text is opened again. */
	close(): void {
		for (const one of this.#restoring) one.stop();
		this.#last = this.#runs();
		this.#host = null;
		this.#isClosed = true;
		void this.save();
		this.#release();
	}

	/** Others may have the place when the last of it is on the disk: the text writes for a while after its editor is gone. */
	#release(): void {
		if (!this.#isClosed || !this.#isEnded || this.#isReleased) return;
		void this.#saving.then(() => this.store?.release());
		this.#isReleased = true;
	}

	/** Resolves when everything that this session changed in the text is on the disk, here or in entries. */
	#keep(): Promise<void> {
		const { unwritten } = this;
		if (unwritten === null || (unwritten.changes === this.#keptChanges && !(this.#hasUnwritten && unwritten.entries()?.length === 0))) return Promise.resolve();
		return this.save();
	}

	async #write(store: HeldStore): Promise<void> {
		const entries = this.unwritten?.entries() ?? (this.unwritten === null ? [] : null);
		// too much for a draft: the one before stays until an entry has it
		if (entries === null) return this.#plan(AGAIN_MS);
		const changes = this.unwritten?.changes ?? 0;
		const draft: Draft = { version: 2, at: writtenSoFar(this.binding.shared.doc), runs: [...this.#runs()], unwritten: [...entries] };
		const isNothing = draft.runs.length === 0 && entries.length === 0;
		try {
			const result = isNothing ? this.#isKept && (await store.remove()) : await store.save(draft);
			if (isRefused(result)) return this.#plan(AGAIN_MS);
		} catch {
			return this.#plan(AGAIN_MS);
		}
		this.#isKept = !isNothing;
		this.#keptTexts = textsOf(draft.runs);
		this.#keptChanges = changes;
		this.#hasUnwritten = entries.length > 0;
		if (this.#hasUnwritten) this.#plan(AGAIN_MS);
		this.updated();
	}

	async #restore(values: readonly unknown[]): Promise<void> {
		const drafts = values.flatMap((value) => draftSchema.safeParse(value).data ?? []);
		this.#isKept = values.some((value) => value !== null && value !== undefined);
		if (drafts.length > 0) await this.unwritten?.takeUp(drafts.flatMap(({ unwritten }) => unwritten));
		this.#state = 'loaded';
		const end = (): void => {
			this.#isEnded = true;
			this.#release();
		};
		const host = this.#host;
		// closed before it was looked at: it stays as it is
		if (host === null) return end();
		if (this.unwritten === null) this.#isEnded = true;
		else this.unwritten.keepFirst(() => this.#keep(), end);
		for (const draft of drafts) this.#restoring = [...this.#restoring, new Restoring(host, this.binding, draft, this.after, this.sweep)];
		this.updated();
	}

	#plan(ms: number): void {
		if (this.store === null || this.#host === null || (this.#stopTimer !== null && this.#wait <= ms)) return;
		this.#stopTimer?.();
		this.#wait = ms;
		this.#stopTimer = this.after(ms, () => {
			this.#stopTimer = null;
			void this.save();
		});
	}

	#say(isCurrent: boolean): void {
		if (isCurrent === this.#isCurrent) return;
		this.#isCurrent = isCurrent;
		this.onSaved(isCurrent);
	}

	#runs(): readonly Run[] {
		const host = this.#host;
		if (host === null) return this.#last;
		return heldOf(host.state).held.map(({ from, to }) => toRun(host.state.doc.slice(from, to).content, this.binding.anchorAt(from), from));
	}
}

/** A store that answers with a failed result did not save. */
const isRefused = (result: unknown): boolean => typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;
