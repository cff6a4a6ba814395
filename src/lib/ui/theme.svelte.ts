/** Light, dark, or as the device says. Kept in localStorage, which holds nothing else of ours: it is no secret. */
import { createContext } from 'svelte';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'commonhold-theme';

export class Theme {
	choice = $state<ThemeChoice>('system');

	constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
		const kept = storage?.getItem(KEY);
		if (kept === 'light' || kept === 'dark') this.choice = kept;
		this.#show();
	}

	choose(choice: ThemeChoice): void {
		this.choice = choice;
		this.storage?.setItem(KEY, choice);
		this.#show();
	}

	#show(): void {
		if (this.choice === 'system') delete document.documentElement.dataset['theme'];
		else document.documentElement.dataset['theme'] = this.choice;
	}
}

export const [getTheme, setTheme] = createContext<Theme>();
