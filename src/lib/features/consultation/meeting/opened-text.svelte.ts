/**
 * A text of a page: opened when shown, closed when left, opened anew when it is lost, asked for again while its key is on the way. Knows
 * nothing of what is written in it. Make it while a component is made.
 */
import { untrack } from 'svelte';
import type { StreamId } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { App, LiveText } from '$lib/services/types';

const RETRY_MS = 1_000;

export class OpenedText {
	text = $state.raw<LiveText | null>(null);
	/** Why it is not open. */
	failure = $state.raw<Failure | null>(null);
	#tries = $state(0);

	/** @param stream null: none is to be open. @param beforeClose what is typed and not yet in the text. */
	constructor(app: App, stream: () => StreamId | null, beforeClose: () => Promise<void> = () => Promise.resolve()) {
		// by value: what is around it is a new object after every change, and nobody's sheet may be swapped while they type
		const wanted = $derived(stream());
		$effect(() => {
			void this.#tries;
			const id = wanted;
			let opened: LiveText | null = null;
			let left = false;
			let again: ReturnType<typeof setTimeout> | undefined;
			if (id !== null)
				untrack(() => app.openText(id))
					.then((result) => {
						if (left) {
							if (result.ok) void result.value.close();
							return;
						}
						this.failure = result.ok ? null : result.error;
						if (result.ok) this.text = opened = result.value;
						// the key is on its way from a colleague's device
						else if (result.error.type === 'MissingKey') again = setTimeout(() => this.#tries++, RETRY_MS);
					})
					.catch(() => undefined); // the engine was closed while it was asked; whoever closed it says so
			return () => {
				left = true;
				clearTimeout(again);
				this.text = null;
				this.failure = null;
				const closing = opened;
				if (closing) void untrack(beforeClose).finally(() => closing.close());
			};
		});
		$effect(() => {
			if (this.text?.lost.current) untrack(() => this.#tries++);
		});
	}

	/** It is not here yet, and nothing is wrong: a colleague's device has its key. */
	get waiting(): boolean {
		return this.failure?.type === 'MissingKey';
	}
}
