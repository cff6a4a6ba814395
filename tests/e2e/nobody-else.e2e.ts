/** The watch of every story sees each way in which an app could talk to somebody else; without it, "no third party" would be a hope. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './support/fixtures';

test('[PWA38] a socket, a request or a STUN server that is nobody’s own fails a story, from the page, its workers and the service worker', async ({ stage }) => {
	const arrived: string[] = [];
	const stranger = createServer((request, response) => {
		arrived.push(request.url ?? '');
		response.end();
	});
	stranger.on('upgrade', ({ url }, socket) => {
		arrived.push(url ?? '');
		socket.destroy();
	});
	await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
	const { port } = stranger.address() as AddressInfo; // listening on TCP, so never a string
	const host = `127.0.0.1:${port}`;
	try {
		const ana = await stage.enter('Ana');
		await ana.app.untilStoredForOffline();
		await expect(ana.page.getByRole('button', { name: 'Found a collective' })).toBeVisible();
		expect(ana.watch.problems).toEqual([]);

		const request = (address: string) => fetch(address).then(() => undefined, () => undefined);
		const openSocket = (address: string) => {
			const socket = new WebSocket(address);
			return new Promise<void>((resolve) => (socket.onerror = socket.onclose = () => resolve()));
		};
		const [worker] = ana.page.workers();
		const [serviceWorker] = ana.context.serviceWorkers();
		expect([worker?.url(), serviceWorker?.url()]).toEqual([expect.stringContaining('/workers/worker'), expect.stringContaining('service-worker')]);
		await ana.page.evaluate(request, `http://${host}/request-page`);
		await worker!.evaluate(request, `http://${host}/request-worker`);
		await serviceWorker!.evaluate(request, `http://${host}/request-service`);
		await ana.page.evaluate(openSocket, `ws://${host}/socket-page`);
		await worker!.evaluate(openSocket, `ws://${host}/socket-worker`);
		await ana.page.evaluate((server) => new RTCPeerConnection({ iceServers: [{ urls: [`stun:${server}`] }] }).close(), host);

		// requests are stopped by the policy of the app; sockets may go to whatever a collective names, and are seen
		expect(arrived).toEqual(['/socket-page', '/socket-worker']);
		for (const one of ['/request-page', ...arrived, `a connection is told to ask stun:${host}`]) await expect.poll(() => ana.watch.problems.join('\n')).toContain(one);
		// sockets of a service worker are not seen by the watch: it has none
		expect(await serviceWorker!.evaluate(async () => (await fetch(location.href)).text())).not.toContain('WebSocket');
		ana.watch.problems.length = 0;
	} finally {
		stranger.closeAllConnections();
		await new Promise((resolve) => stranger.close(resolve));
	}
});
