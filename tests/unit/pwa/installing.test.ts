/** How the app is installed: by which browser this is, its own offer caught, and "later" remembered. */
import { describe, expect, it } from 'vitest';
import { HIDDEN_MS, isDue, readLater, sayLater } from '$lib/parts/install/later';
import { STEPS, whyInstall } from '$lib/parts/install/install-words';
import { Installing, losesData, wayOf } from '$lib/services/installing.svelte';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15';
const AGENTS = [
	['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1', 5, 'ios-safari'],
	['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1', 5, 'ios-other'],
	[MAC, 5, 'ios-safari'],
	[MAC, 0, 'mac-safari'],
	['Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36', 5, 'android-menu'],
	['Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0', 5, 'android-firefox'],
	['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 0, 'desktop-firefox'],
	['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0', 0, 'desktop-menu'],
	['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36', 0, 'desktop-menu']
] as const;

class Page extends EventTarget {
	readonly navigator = { userAgent: AGENTS[4][0], maxTouchPoints: 5 };
	constructor(private readonly standalone = false) {
		super();
	}
	matchMedia = () => Object.assign(new EventTarget(), { matches: this.standalone });
}
const installingOn = (page: Page): Installing => new Installing(page as unknown as Window); // as much of a window as it uses

describe('installing', () => {
	it.each(AGENTS)('[PWA30] %s (touch points: %i) is told the way of %s', (userAgent, maxTouchPoints, way) => {
		expect(wayOf({ userAgent, maxTouchPoints })).toBe(way);
		expect(STEPS[way].length).toBeGreaterThan(0);
	});

	it('[PWA30] on an iPhone or iPad, and only there, the seven days are named', () => {
		const named = AGENTS.filter(([, , way]) => whyInstall(way).includes('seven days'));
		expect(new Set(named.map(([, , way]) => way))).toEqual(new Set(['ios-safari', 'ios-other']));
		expect(named.every(([, , way]) => losesData(way))).toBe(true);
	});

	it('[PWA31] the browser’s offer does not appear by itself, and is made once by our button', async () => {
		const page = new Page();
		const installing = installingOn(page);
		expect(installing.way).toBe('android-menu');
		let asked = 0;
		const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
			prompt: async () => void asked++,
			userChoice: Promise.resolve({ outcome: 'accepted' as const })
		});
		page.dispatchEvent(offer);
		expect(offer.defaultPrevented).toBe(true);
		expect(installing.way).toBe('offer');
		expect(await installing.ask()).toBe(true);
		expect(await installing.ask()).toBe(false);
		expect(asked).toBe(1);
		page.dispatchEvent(new Event('appinstalled'));
		expect(installing.way).toBe('installed');
	});

	it('[PWA32] what runs installed asks nothing', () => {
		expect(installingOn(new Page(true)).way).toBe('installed');
	});

	it('[PWA32] "later" hides it for three days, the third one for good', () => {
		let later = readLater(null);
		let now = 1_000_000;
		expect(isDue(later, now)).toBe(true);
		for (const rest of ['due again', 'due again', 'gone']) {
			later = sayLater(later, now);
			expect(isDue(later, now + HIDDEN_MS - 1)).toBe(false);
			now += HIDDEN_MS;
			expect(isDue(readLater(JSON.parse(JSON.stringify(later))), now)).toBe(rest === 'due again');
		}
		expect(isDue(later, now + 100 * HIDDEN_MS)).toBe(false);
	});
});
