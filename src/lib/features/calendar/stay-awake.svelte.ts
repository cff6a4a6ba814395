/** Keeps the screen on while a page is shown, where the browser allows it; asks again after the page was hidden. */

export class StayAwake {
	/** Null: not known yet. */
	awake = $state<boolean | null>(null);
	#lock: WakeLockSentinel | null = null;

	/** Starts asking; returns a way to let the screen sleep again. */
	start(): () => void {
		const ask = async () => {
			if (document.visibilityState !== 'visible' || this.#lock?.released === false) return;
			try {
				if (!('wakeLock' in navigator)) throw new Error('no wake lock');
				this.#lock = await navigator.wakeLock.request('screen');
				this.awake = true;
			} catch {
				this.awake = false; // low battery, or a browser without it: the page says how else
			}
		};
		void ask();
		const shown = () => void ask();
		document.addEventListener('visibilitychange', shown);
		return () => {
			document.removeEventListener('visibilitychange', shown);
			void this.#lock?.release();
		};
	}
}
