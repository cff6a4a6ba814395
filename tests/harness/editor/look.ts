/** `npx tsx --tsconfig tsconfig.node.json tests/harness/editor/look.ts FOLDER`: screenshots of the editor in use, phone and desk, light and dark. */
import { mkdirSync } from 'node:fs';
import { launchBrowser } from '../../e2e/harness/browser';
import { serveEditor } from './serve';
import { writeTogether } from './story';

const folder = process.argv[2] ?? 'test-results/editor';
mkdirSync(folder, { recursive: true });
const server = await serveEditor();
const browser = await launchBrowser();
for (const theme of ['light', 'dark']) {
	for (const width of [360, 1440]) {
		const page = await browser.newPage({ viewport: { width, height: 800 } });
		page.on('console', (message) => console.log(theme, width, message.type(), message.text()));
		page.on('pageerror', (error) => console.log(theme, width, 'error', error.message));
		await page.goto(`${server.url}?theme=${theme}`);
		await page.screenshot({ path: `${folder}/empty-${theme}-${width}.png` });
		await writeTogether(page);
		await page.screenshot({ path: `${folder}/written-${theme}-${width}.png`, fullPage: true });
		console.log(theme, width, await page.evaluate(() => window.violations), await page.evaluate(() => window.seats.map((seat) => seat.html())));
		await page.close();
	}
}
await browser.close();
await server.stop();
