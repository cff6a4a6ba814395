/**
 * Asks the check about every block with held words and shares what it passes; flags what it does not.
 *
 * Knows nothing of how the check works or where it runs. What is asked about and not answered is not shared. Carries TXT41 and
 * TXT42.
 */
import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import type { Checked, Flag } from '$lib/identifiers/types';
import type { Host } from './binding';
import { heldOf, withNews, type HeldState, type PlacedFlag } from './held-state';
import { areSame, joined, overlaps, shifted, within, without, type Range } from './ranges';
import { blocksOf, blockText, type Block } from './strip';
import { shareable } from './words';

export type AskCheck = (text: string) => Promise<Checked>;

/** The slice of a page's clock that is needed: the result ends the wait. */
export type After = (ms: number, run: () => void) => () => void;

export interface CheckedHost extends Host {
	hasFocus(): boolean;
	/** An input method is at work on the word at the caret. */
	readonly composing: boolean;
}

/** Who stops typing for so long has finished the word. */
export const PAUSE_MS = 1_500;
/** A check that has not answered by then is asked again. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 1_000;
/** Who leaves waits no longer than this; what is unchecked then stays in the draft. */
const SETTLE_MS = 2_000;
/** Answers remembered, by text. */
const MEMORY = 64;
/** Questions under way at once: while somebody types, the newest text matters and the ones between do not. */
const UNDER_WAY = 2;

export class HeldCheck {
	#host: CheckedHost | null = null;
	#isQueued = false;
	/** Nobody is in the middle of a word: they paused, or went elsewhere. */
	#isResting = true;
	readonly #answers = new Map<string, Checked>();
	readonly #asked = new Map<string, () => void>();
	#waiting: (() => void)[] = [];
	#stopPause = (): void => undefined;
	#stopRetry = (): void => undefined;
	#nextId = 1;

	/** `ask` null: every finished word may be shared. */
	constructor(
		private readonly ask: AskCheck | null,
		private readonly after: After
	) {}

	connect(host: CheckedHost): void {
		this.#host = host;
		this.#queue();
	}

	disconnect(): void {
		this.#host = null;
		this.#stopPause();
		this.#stopRetry();
		for (const stop of this.#asked.values()) stop();
		this.#asked.clear();
	}

	/** After every change of the host's state. `isTyped`: the person changed the words. */
	updated(isTyped: boolean): void {
		if (isTyped) {
			this.#isResting = false;
			this.#stopPause();
			this.#stopPause = this.after(PAUSE_MS, () => this.rest());
		}
		this.#queue();
	}

	/** Whatever is typed is finished: the person left the text, or hides it. */
	rest(): void {
		this.#stopPause();
		this.#isResting = true;
		this.#queue();
	}

	/** Takes everything typed as finished; resolves when all of it is checked, or the check is too slow to wait for. */
	settle(): Promise<void> {
		this.rest();
		this.sweep();
		if (this.#isSettled) return Promise.resolve();
		return new Promise((resolve) => {
			const stop = this.after(SETTLE_MS, resolve);
			this.#waiting.push(() => {
				stop();
				resolve();
			});
		});
	}

	get #isSettled(): boolean {
		if (this.#host === null || this.ask === null) return true;
		const { state } = this.#host;
		return blocksOf(state.doc, heldOf(state).held).every(({ node }) => this.#answers.has(blockText(node)));
	}

	/** Shares and flags by the answers that are there; asks for those that are not. */
	sweep(): void {
		const host = this.#host;
		if (host === null) return;
		const { state } = host;
		const before = heldOf(state);
		if (before.held.length === 0 && before.flags.length === 0) return;
		let held = before.held;
		const flags: PlacedFlag[] = [];
		for (const block of blocksOf(state.doc, joined([...before.held, ...before.flags]))) {
			const here = (list: readonly PlacedFlag[]): readonly PlacedFlag[] =>
				list.filter(({ from }) => from >= block.start && from < block.start + block.node.content.size);
			const answer = this.#answerTo(block.node);
			if (answer === null) {
				flags.push(...here(before.flags));
				continue;
			}
			const isCaretHere = state.selection.$head.start() === block.start;
			const isWriting = isCaretHere && !this.#isResting && host.hasFocus();
			const found = placed(answer.flags, block, before);
			const share = shareable({
				text: blockText(block.node),
				held: shifted(within(before.held, block.start, block.start + block.node.content.size), -block.start),
				checked: answer,
				// what may have been shared by an earlier session waits like a flag
				open: shifted([...found, ...within(before.restored, block.start, block.start + block.node.content.size)], -block.start),
				caret: isWriting ? state.selection.head - block.start : null
			});
			held = without(held, shifted(share, block.start));
			// what an input method is at work on is left alone, lines under it included
			flags.push(...(isCaretHere && host.composing ? here(before.flags) : this.#named(found, state, before)));
		}
		const after = flags.map((flag) => ({ ...flag, isHeld: overlaps(held, flag) }));
		if (areSame(held, before.held) && areSameFlags(after, before.flags)) return;
		host.dispatch(withNews(state.tr, { from: 'check', held, flags: after }));
	}

	#queue(): void {
		if (this.#isQueued) return;
		this.#isQueued = true;
		queueMicrotask(() => {
			this.#isQueued = false;
			this.sweep();
		});
	}

	#answerTo(block: Node): Checked | null {
		const text = blockText(block);
		if (this.ask === null) return { flags: [], settledTo: text.length };
		const known = this.#answers.get(text);
		if (known === undefined && !this.#asked.has(text) && this.#asked.size < UNDER_WAY) this.#askAbout(text, this.ask);
		return known ?? null;
	}

	#askAbout(text: string, ask: AskCheck): void {
		const done = (answer: Checked | null): void => {
			if (this.#asked.get(text) !== stop) return;
			stop();
			this.#asked.delete(text);
			if (answer === null || answer.settledTo < 0) {
				this.#stopRetry();
				this.#stopRetry = this.after(RETRY_MS, () => this.#queue());
				return;
			}
			this.#answers.set(text, answer);
			for (const oldest of this.#answers.keys()) {
				if (this.#answers.size <= MEMORY) break;
				this.#answers.delete(oldest);
			}
			this.sweep();
			if (this.#isSettled) for (const tell of this.#waiting.splice(0)) tell();
		};
		const stop = this.after(PATIENCE_MS, () => done(null));
		this.#asked.set(text, stop);
		ask(text).then(done, () => done(null));
	}

	/** The same flag as before keeps its number, so that nothing moves under a finger. */
	#named(found: readonly Found[], state: EditorState, before: HeldState): readonly PlacedFlag[] {
		return found.map((flag) => {
			const text = state.doc.textBetween(flag.from, flag.to, undefined, '\uFFFC');
			const old = before.flags.find((one) => one.from === flag.from && one.class === flag.class && one.text === text);
			return { ...flag, text, id: old?.id ?? this.#nextId++, isHeld: true };
		});
	}
}

type Found = Range & Pick<Flag, 'class' | 'reason' | 'suggestions'>;

/** Flags of a block where they stand in the document, without those kept knowingly. */
function placed(flags: readonly Flag[], block: Block, { kept }: HeldState): readonly Found[] {
	return flags
		.map((flag) => ({ ...flag, from: flag.from + block.start, to: flag.to + block.start }))
		.filter(({ from, to }) => !kept.some((one) => one.from <= from && to <= one.to));
}

const areSameFlags = (one: readonly PlacedFlag[], other: readonly PlacedFlag[]): boolean =>
	areSame(one, other) && one.every((flag, i) => flag.id === other[i]?.id && flag.isHeld === other[i]?.isHeld);
