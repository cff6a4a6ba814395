/** The present moment as screens show it: moves every twenty seconds while the page is visible. Display only. */
import { createContext } from 'svelte';

const STEP_MS = 20_000;

export class Clock {
	now = $state(Date.now());

	/** Starts moving; returns a way to stop. */
	start(): () => void {
		const tick = () => {
			if (document.visibilityState === 'visible') this.now = Date.now();
		};
		const timer = setInterval(tick, STEP_MS);
		document.addEventListener('visibilitychange', tick);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', tick);
		};
	}
}

export const [getClock, setClock] = createContext<Clock>();
