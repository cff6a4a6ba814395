/**
 * Whether the app is installed here, and how it would be (PWA30, PWA31): which browser this is, and the browser's own offer, which is caught as
 * it comes, because it comes once and early. Knows no words.
 */
import { createContext } from 'svelte';

/** How this browser installs the app. `offer`: by one button of ours. */
export type InstallWay = 'installed' | 'offer' | 'ios-safari' | 'ios-other' | 'mac-safari' | 'android-menu' | 'desktop-menu' | 'android-firefox' | 'desktop-firefox';

/** What browsers that can install fire when they could. */
type InstallOffer = Event & { prompt(): Promise<unknown>; readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }> };

export class Installing {
	#offer = $state.raw<InstallOffer | null>(null);
	#installed = $state(false);
	readonly #usual: InstallWay;

	constructor(page: Window) {
		this.#installed = isStandalone(page);
		this.#usual = wayOf(page.navigator);
		page.addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#offer = event as InstallOffer; // the event's own shape, which no library types
		});
		page.addEventListener('appinstalled', () => {
			this.#installed = true;
			this.#offer = null;
		});
		page.matchMedia?.('(display-mode: standalone)').addEventListener('change', ({ matches }) => (this.#installed ||= matches));
	}

	get way(): InstallWay {
		return this.#installed ? 'installed' : this.#offer ? 'offer' : this.#usual;
	}

	/** Shows the browser's own question, which it allows once. @returns whether the person said yes. */
	async ask(): Promise<boolean> {
		const offer = this.#offer;
		this.#offer = null;
		if (!offer) return false;
		await offer.prompt();
		return (await offer.userChoice).outcome === 'accepted';
	}
}

/** By what the browser says of itself; an iPad that calls itself a Mac is known by its touch screen. */
export function wayOf({ userAgent, maxTouchPoints = 0 }: Pick<Navigator, 'userAgent'> & { readonly maxTouchPoints?: number }): InstallWay {
	const isApplePhone = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
	if (isApplePhone) return /CriOS|FxiOS|EdgiOS|OPiOS|DuckDuckGo|GSA\//.test(userAgent) ? 'ios-other' : 'ios-safari';
	if (/Firefox\//.test(userAgent)) return /Android/.test(userAgent) ? 'android-firefox' : 'desktop-firefox';
	if (/Android/.test(userAgent)) return 'android-menu';
	return /Macintosh/.test(userAgent) && !/Chrome\/|Chromium\/|Edg\//.test(userAgent) ? 'mac-safari' : 'desktop-menu';
}

/** On an iPhone or iPad the browser deletes what was kept for sites that are not installed. */
export const losesData = (way: InstallWay): boolean => way === 'ios-safari' || way === 'ios-other';

function isStandalone(page: Window): boolean {
	const { standalone } = page.navigator as Navigator & { readonly standalone?: boolean }; // Safari's own
	return standalone === true || (page.matchMedia?.('(display-mode: standalone)').matches ?? false);
}

export const [getInstalling, setInstalling] = createContext<Installing>();
