/** No meeting point anywhere: a newcomer comes in by codes from screen to camera, stays, and the two write to each other. */
import { checkScreen } from './support/accessibility';
import type { Person } from './support/fixtures';
import { expect, test } from './support/fixtures';

/** The page's camera sees what `show` was given last. */
async function giveCamera({ page, context }: Person): Promise<{ show(picture: Buffer): Promise<void> }> {
	const install = () => {
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = 720;
		const draw = canvas.getContext('2d')!;
		const picture = new Image();
		const repaint = () => {
			draw.fillStyle = '#ddd';
			draw.fillRect(0, 0, 720, 720);
			if (picture.complete && picture.naturalWidth > 0) draw.drawImage(picture, 40, 40, 640, 640);
		};
		setInterval(repaint, 100);
		Object.assign(window, { cameraSees: (url: string) => (picture.src = url) });
		navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
	};
	await context.addInitScript(install);
	await page.evaluate(install);
	return {
		async show(picture) {
			const url = `data:image/png;base64,${picture.toString('base64')}`;
			await page.evaluate((address) => (window as unknown as { cameraSees(url: string): void }).cameraSees(address), url);
		}
	};
}

const codeOn = ({ page }: Person, label: string) => page.getByRole('img', { name: label }).screenshot();

test('[PAIR4] [PAIR9] [PAIR10] Ben comes in over codes alone, and what Ana writes reaches him', async ({ stage }) => {
	const [ana, ben] = [await stage.enter('Ana'), await stage.enter('Ben')];
	for (const { context, watch } of [ana, ben]) {
		watch.tolerate(/WebSocket/);
		await context.routeWebSocket(/signal/, (socket) => void socket.close());
	}
	await Promise.all([ana, ben].map(({ page }) => page.reload()));
	await ana.app.found({ me: 'Ana' });
	await ana.app.addRoom('Garden room');
	const link = await ana.app.invite('Ben');
	await ben.page.goto(link);
	await ben.app.press('Accept the invitation');
	await ben.app.introduce('Ben');
	await expect(ben.app.heading).toHaveText(/^At the door of/, { timeout: 60_000 });

	const camera = await giveCamera(ana);
	await ana.app.goTo('Connection');
	await ana.page.getByRole('link', { name: 'Connect two devices' }).click();
	await checkScreen(ana.page, 'connect two devices');
	await ana.app.press('Show a code');
	const offer = await codeOn(ana, 'Code of this device');
	await checkScreen(ana.page, 'code of this device');

	await ben.page.getByText('Face to face, without any server').click();
	await ben.app.press('Read a code');
	const choosing = ben.page.waitForEvent('filechooser');
	await ben.app.press('A picture of it');
	await (await choosing).setFiles({ name: 'code.png', mimeType: 'image/png', buffer: offer });
	const answer = await codeOn(ben, 'Answer of this device');

	await ana.app.press('Use the camera');
	await camera.show(answer);
	await expect(ana.page.getByRole('heading', { name: 'The two devices are connected' })).toBeVisible({ timeout: 60_000 });

	await ben.app.acceptCharter();
	await expect(ben.app.heading).toHaveText(/^(At the door of|Welcome to)/, { timeout: 60_000 });
	await ana.app.letIn('Ben', ben.app);
	await ben.app.untilHome();
	await ana.app.untilHere('Ben');
	await ben.app.untilHere('Ana');
	await ana.app.addExpense('12.00', 'Tea for two');
	await ben.app.goTo('Ledger');
	await expect(ben.page.getByText('Tea for two').first()).toBeVisible({ timeout: 60_000 });
});
