/** How the app is installed, step by step, in the words of each browser. Pure. */
import type { InstallWay } from '$lib/services/installing.svelte';

export interface Step {
	readonly words: string;
	readonly sign?: 'share' | 'add' | 'menu';
}

const WHY_IOS = 'On an iPhone or iPad the browser deletes data of sites that are not installed after seven days without a visit.';
const WHY_OTHERS = 'Installed, it has a sign of its own, opens without a network, and the browser keeps its data more firmly.';

export const whyInstall = (way: InstallWay): string => (way === 'ios-safari' || way === 'ios-other' ? WHY_IOS : WHY_OTHERS);

/** What a person does; empty where a button does it, or nothing is left to do. */
export const STEPS: Readonly<Record<InstallWay, readonly Step[]>> = {
	installed: [],
	offer: [],
	'ios-safari': [
		{ words: 'Tap the share sign in Safari’s bar. Behind the three dots, where you do not see it.', sign: 'share' },
		{ words: 'Choose “Add to Home Screen”. You may have to scroll.', sign: 'add' },
		{ words: 'Tap “Add”, then open Commonhold from the Home Screen.' }
	],
	'ios-other': [
		{ words: 'Tap the share sign beside the address.', sign: 'share' },
		{ words: 'Choose “Add to Home Screen”. Where it is missing, open this address in Safari and do it there.', sign: 'add' },
		{ words: 'Tap “Add”, then open Commonhold from the Home Screen.' }
	],
	'mac-safari': [
		{ words: 'Open the File menu, or the share sign beside the address.', sign: 'share' },
		{ words: 'Choose “Add to Dock”.' }
	],
	'android-menu': [
		{ words: 'Open the browser’s menu.', sign: 'menu' },
		{ words: 'Choose “Add to Home screen” or “Install app”.', sign: 'add' }
	],
	'desktop-menu': [
		{ words: 'Open the browser’s menu, or look for the install sign at the end of the address.', sign: 'menu' },
		{ words: 'Choose “Install Commonhold” or “Cast, save and share”, then “Install page as app”.' }
	],
	'android-firefox': [
		{ words: 'Open Firefox’s menu.', sign: 'menu' },
		{ words: 'Choose “Add app to Home screen”.', sign: 'add' }
	],
	'desktop-firefox': [{ words: 'Firefox on a computer does not install apps of this kind. A bookmark or a pinned tab does: what is kept here stays here as long as you do not clear the site’s data.' }]
};
