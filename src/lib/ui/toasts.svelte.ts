/** What just happened, said in a live region for a few seconds, with a way back where there is one. */
import { createContext } from 'svelte';

export interface Toast {
	readonly id: number;
	readonly sentence: string;
	/** What the one button does: "Undo". */
	readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** Long enough to read and reach; a toast with a way back stays longer. */
const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 10_000;

export class Toasts {
	list = $state.raw<readonly Toast[]>([]);
	#next = 1;

	say(sentence: string, action: Toast['action'] = null): void {
		const id = this.#next++;
		this.list = [...this.list.slice(-2), { id, sentence, action }];
		setTimeout(() => this.dismiss(id), action === null ? SHOWN_MS : SHOWN_WITH_ACTION_MS);
	}

	dismiss(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const [getToasts, setToasts] = createContext<Toasts>();
