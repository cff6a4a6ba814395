/**
 * What the page tells us about sleep and return, as a port: coming back from the page cache, being online again, being
 * looked at again.
 *
 * Knows nothing of connections. Carries NET33.
 */

import { hushSignalingNoise } from './noise';

export interface Lifecycle {
	isHidden(): boolean;
	/** Returns a way to stop listening. */
	listen(handlers: {
		/** Every connection is surely dead or was torn down behind our back. */
		resumed(): void;
		/** The page is looked at again: make sure that everybody is still there. */
		shown(): void;
	}): () => void;
}

/** For Node: nothing ever happens. */
export const noLifecycle: Lifecycle = { isHidden: () => false, listen: () => () => {} };

/** Also keeps the page's error handling free of what strangers provoke while somebody listens (NET25). */
export function browserLifecycle(page: Window): Lifecycle {
	return {
		isHidden: () => page.document.hidden,
		listen({ resumed, shown }) {
			const controller = new AbortController();
			const options = { signal: controller.signal };
			page.addEventListener('online', resumed, options);
			page.addEventListener('pageshow', (event) => event.persisted && resumed(), options);
			page.document.addEventListener(
				'visibilitychange',
				() => !page.document.hidden && shown(),
				options
			);
			// y-webrtc leaves every room here, even when the person then decides to stay.
			page.addEventListener(
				'beforeunload',
				() => {
					setTimeout(() => !controller.signal.aborted && resumed(), 1000);
				},
				options
			);
			const stopHushing = hushSignalingNoise(page);
			return () => {
				controller.abort();
				stopHushing();
			};
		}
	};
}
