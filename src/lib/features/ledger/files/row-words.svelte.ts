/**
 * The words of the rows of an import, looked through on this device before any is posted: what is flagged in each, and what was said of
 * it. Knows neither the check nor the screen. Carries LED64, CON60.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { Checked } from '$lib/identifiers/types';
import { isEveryday, type OpenFlag } from '$lib/parts/checked-text.svelte';

/** Kept knowingly, or posted without the words. */
export type WordsChoice = 'keep' | 'leave out';

/** Texts after which the screen is told. */
const AT_ONCE = 50;

export class RowWords {
	/** By the text; null: it could not be looked through. */
	readonly #flags = new SvelteMap<string, readonly OpenFlag[] | null>();
	readonly #chosen = new SvelteMap<number, WordsChoice>();
	readonly #check: (text: string) => Promise<Checked>;
	#readMyself = $state(false);
	#round = 0;

	constructor(check: (text: string) => Promise<Checked>) {
		this.#check = check;
	}

	/** Looks through those that were not yet, one after another; a newer call takes over. */
	async look(texts: readonly string[]): Promise<void> {
		const round = ++this.#round;
		const fresh = texts.filter((text, at) => !this.#flags.has(text) && texts.indexOf(text) === at);
		for (let from = 0; from < fresh.length && round === this.#round; from += AT_ONCE) {
			const some = fresh.slice(from, from + AT_ONCE);
			const flags: (readonly OpenFlag[] | null)[] = [];
			for (const text of some) flags.push(await this.#flagsIn(text));
			some.forEach((text, at) => this.#flags.set(text, flags[at] ?? null));
		}
	}

	isLooked(text: string): boolean {
		return this.#flags.has(text);
	}

	/** What may tell who a client is, in the order of the text. */
	flagsIn(text: string): readonly OpenFlag[] {
		return this.#flags.get(text) ?? [];
	}

	/** It could not be looked through, and nobody has said that they read such rows themselves. */
	isUnread(text: string): boolean {
		return !this.#readMyself && this.#flags.get(text) === null;
	}

	readMyself(): void {
		this.#readMyself = true;
	}

	chosen(row: number): WordsChoice | null {
		return this.#chosen.get(row) ?? null;
	}

	choose(rows: readonly number[], choice: WordsChoice): void {
		for (const row of rows) this.#chosen.set(row, choice);
	}

	/** Each kind once. */
	kindsIn(texts: readonly string[]): readonly IdentifierClass[] {
		const all = texts.flatMap((text) => this.flagsIn(text).map((flag) => flag.class));
		return all.filter((one, at) => all.indexOf(one) === at);
	}

	async #flagsIn(text: string): Promise<readonly OpenFlag[] | null> {
		try {
			// the end of a line is the end of whatever stood there
			const { flags, settledTo } = await this.#check(`${text}\n`);
			if (settledTo < 0) return null;
			return flags
				.filter((flag) => flag.from < text.length && !isEveryday('ledger', flag.class))
				.map((flag) => ({ ...flag, words: text.slice(flag.from, flag.to), key: `${flag.class} ${flag.from}` }));
		} catch (bug) {
			reportError(bug);
			return null;
		}
	}
}
