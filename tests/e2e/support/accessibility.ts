/** Runs axe with its default rules on what is on screen now. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** One line per violation: rule, impact, and the elements concerned with what axe says of them. */
async function accessibilityProblems(page: Page): Promise<string[]> {
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
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.flatMap((violation) =>
		violation.nodes.map(
			(node) => `${violation.id} (${violation.impact}): ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary ?? ''}`
		)
	);
}

export async function expectAccessible(page: Page): Promise<void> {
	expect(await accessibilityProblems(page)).toEqual([]);
}

const SETTLE_MS = 5_000;

/** What is on screen now, in both colour schemes; the story goes on, so that one run tells of every screen. */
export async function checkScreen(page: Page, screen: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		// Now and then Chromium paints a line in the theme before for a moment: what is wrong in earnest stays wrong.
		let problems = await accessibilityProblems(page);
		const patienceEnds = Date.now() + SETTLE_MS;
		while (problems.length > 0 && Date.now() < patienceEnds) problems = await accessibilityProblems(page);
		expect.soft(problems, `${screen}, ${colorScheme}`).toEqual([]);
	}
}
