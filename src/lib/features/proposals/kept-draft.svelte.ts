/** Something being written, kept on this device as one types, so that a call or an empty battery loses nothing. */
import type { App } from '$lib/services/types';

const PAUSE_MS = 800;

export class KeptDraft<T extends object> {
	value = $state<T>() as T; // set at once in the constructor
	/** What was kept has been looked for. */
	#ready = $state(false);
	#saved = '';
	#timer: ReturnType<typeof setTimeout> | undefined;
	#done = false;

	/** @param read what was kept, or null, as a value. */
	constructor(
		private readonly drafts: App['drafts'],
		private readonly key: string,
		read: (kept: unknown) => T
	) {
		this.value = read(null);
		const begun = (this.#saved = this.#text());
		void drafts.load(key).then((kept) => {
			// whoever has begun to type meanwhile keeps what they typed
			if (kept !== null && kept !== undefined && this.#text() === begun && !this.#done) {
				this.value = read(kept);
				this.#saved = this.#text();
			}
			this.#ready = true;
		});
	}

	/** For an effect: saves what has changed after a pause, and at once where the screen is left. */
	keep(): () => void {
		const text = this.#text();
		if (!this.#ready || text === this.#saved) return () => undefined;
		this.#timer = setTimeout(() => this.flush(), PAUSE_MS);
		return () => clearTimeout(this.#timer);
	}

	flush(): void {
		const text = this.#text();
		if (this.#done || !this.#ready || text === this.#saved) return;
		this.#saved = text;
		void this.drafts.save(this.key, $state.snapshot(this.value));
	}

	/** It has been posted, or is not wanted any more. */
	forget(): void {
		this.#done = true;
		clearTimeout(this.#timer);
		void this.drafts.remove(this.key);
	}

	#text(): string {
		return JSON.stringify($state.snapshot(this.value));
	}
}
