/** The stage itself: pulling a person's cable must cut what Playwright leaves running. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';

type Probe = { connection: RTCPeerConnection; channel: RTCDataChannel; received: number; sent: number };

test('a pulled cable silences open data channels in both directions, for good', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const ben = await stage.enter('Ben');
	for (const { page } of [ana, ben]) await openProbe(page);
	const offer = await describe(ana.page);
	const answer = await describe(ben.page, offer);
	await describe(ana.page, answer);
	await expect.poll(() => received(ana.page)).toBeGreaterThan(2);
	await expect.poll(() => received(ben.page)).toBeGreaterThan(2);

	await ana.goOffline();
	expect(await ana.page.evaluate(() => navigator.onLine)).toBe(false);
	// what was under way when the cable was pulled may still arrive
	await sentOn(ana.page);
	const before = [await received(ana.page), await received(ben.page)];
	await ana.goOnline();
	for (const { page } of [ana, ben]) await sentOn(page);
	expect([await received(ana.page), await received(ben.page)]).toEqual(before);
});

/** Some more has been sent from this page. */
async function sentOn(page: Page): Promise<void> {
	const before = await sent(page);
	await expect.poll(() => sent(page)).toBeGreaterThan(before + 3);
}

async function openProbe(page: Page): Promise<void> {
	await page.evaluate(() => {
		const connection = new RTCPeerConnection();
		const channel = connection.createDataChannel('probe', { negotiated: true, id: 0 });
		const probe: Probe = { connection, channel, received: 0, sent: 0 };
		channel.onmessage = () => probe.received++;
		setInterval(() => {
			if (channel.readyState !== 'open') return;
			channel.send('x');
			probe.sent++;
		}, 100);
		Object.assign(window, { probe });
	});
}

/** Takes the other side's description, if any, and returns this side's once all its addresses are known. */
async function describe(page: Page, remote?: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit> {
	return page.evaluate(async (description) => {
		const { connection } = (window as unknown as { probe: Probe }).probe;
		if (description) await connection.setRemoteDescription(description);
		if (description?.type !== 'answer') {
			await connection.setLocalDescription();
			while (connection.iceGatheringState !== 'complete') {
				await new Promise((resolve) =>
					connection.addEventListener('icegatheringstatechange', resolve, { once: true })
				);
			}
		}
		const local = connection.localDescription;
		return { type: local?.type ?? 'offer', sdp: local?.sdp ?? '' };
	}, remote);
}

function received(page: Page): Promise<number> {
	return page.evaluate(() => (window as unknown as { probe: Probe }).probe.received);
}

function sent(page: Page): Promise<number> {
	return page.evaluate(() => (window as unknown as { probe: Probe }).probe.sent);
}
