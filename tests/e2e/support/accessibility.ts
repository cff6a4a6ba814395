/** Runs axe with its default rules on what is on screen now. */
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

/** The rules of axe that look at colours: all that another theme can change, since a theme here is nothing but colours. */
const COLOUR_RULES: readonly string[] = ['color-contrast', 'link-in-text-block'];

/** One line per violation: rule, impact, and the elements concerned with what axe says of them. */
async function accessibilityProblems(page: Page, rules: readonly string[] | 'all' = 'all'): Promise<string[]> {
	// A colour on its way to another one belongs to no theme. What a closed part of the page holds stands still and never arrives.
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
	await expect
		.poll(() =>
			page.evaluate(
				() =>
					document.getAnimations().filter(({ effect, playState }) => {
						const target = effect instanceof KeyframeEffect ? effect.target : null;
						return playState === 'running' && effect?.getComputedTiming().endTime !== Infinity && target?.checkVisibility() === true;
					}).length
			)
		)
		.toBe(0);
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	return page.evaluate(async (names) => {
		const { axe: here } = window as unknown as { axe: typeof axe };
		// what holds would be listed too, element by element, which takes longer than the look itself
		const { violations } = await here.run(document, { resultTypes: ['violations'], ...(names === 'all' ? {} : { runOnly: [...names] }) });
		return violations.flatMap((violation) =>
			violation.nodes.map(
				(node) => `${violation.id} (${violation.impact}): ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary ?? ''}`
			)
		);
	}, rules);
}

const QUIET_MS = 100;
const PATIENCE_MS = 3_000;

/** What a page still fetches has come: nothing on it has changed for a moment, so that no empty frame is looked at. */
async function untilQuiet(page: Page): Promise<void> {
	await page.evaluate(
		([quiet, patience]) =>
			new Promise<void>((resolve) => {
				const done = () => {
					observer.disconnect();
					clearTimeout(timer);
					clearTimeout(last);
					resolve();
				};
				let timer = setTimeout(done, quiet);
				const last = setTimeout(done, patience);
				const observer = new MutationObserver(() => {
					clearTimeout(timer);
					timer = setTimeout(done, quiet);
				});
				observer.observe(document.body, { subtree: true, childList: true, characterData: true });
			}),
		[QUIET_MS, PATIENCE_MS] as const
	);
}

const SETTLE_MS = 5_000;

/** Now and then Chromium paints a line in the theme before for a moment: what is wrong in earnest stays wrong. */
async function lastingProblems(page: Page, rules: readonly string[] | 'all' = 'all'): Promise<string[]> {
	let problems = await accessibilityProblems(page, rules);
	const patienceEnds = Date.now() + SETTLE_MS;
	while (problems.length > 0 && Date.now() < patienceEnds) problems = await accessibilityProblems(page, rules);
	return problems;
}

/** Nothing moves meanwhile: what fades in between two looks (a colleague's caret that came) has no contrast yet. */
export async function expectAccessible(page: Page): Promise<void> {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const problems = await lastingProblems(page);
	await page.emulateMedia({ reducedMotion: null });
	expect(problems).toEqual([]);
}

/** What is on screen now, in both colour schemes; the story goes on, so that one run tells of every screen. */
export async function checkScreen(page: Page, screen: string): Promise<void> {
	await untilQuiet(page);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		const problems = await lastingProblems(page, colorScheme === 'light' ? 'all' : COLOUR_RULES);
		expect.soft(problems, `${screen}, ${colorScheme}`).toEqual([]);
	}
}
