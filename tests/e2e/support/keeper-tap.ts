/** Stands between browsers and a keeper, passes everything on and keeps what went by: what the line to a keeper shows to whoever listens. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

export type KeeperTap = {
	/** To be pasted in place of the keeper's own. */
	readonly address: string;
	readonly host: string;
	/** Messages in both directions, as latin1. */
	readonly overheard: string[];
	close(): Promise<void>;
};

/** @param address as the keeper prints it */
export async function tapKeeper(address: string): Promise<KeeperTap> {
	const [url = '', pass = ''] = address.split('/#');
	const overheard: string[] = [];
	const server = createServer((_, response) => response.writeHead(404).end());
	const sockets = new WebSocketServer({ server, perMessageDeflate: false });
	sockets.on('connection', (near, request) => {
		// the browser signs the host that it dialled: that is what the keeper must be told
		const far = new WebSocket(`${url.replace('http', 'ws')}${request.url ?? ''}`, { headers: { host: request.headers.host ?? '' }, perMessageDeflate: false });
		const early: Buffer[] = [];
		const keep = (data: RawData): Buffer => {
			const bytes = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat().map((part) => Buffer.from(part as Buffer))); // ws gives nothing else
			overheard.push(bytes.toString('latin1'));
			return bytes;
		};
		near.on('message', (data, isBinary) => {
			const bytes = keep(data);
			if (far.readyState === WebSocket.OPEN) far.send(bytes, { binary: isBinary });
			else early.push(bytes);
		});
		far.on('open', () => early.forEach((bytes) => far.send(bytes)));
		far.on('message', (data, isBinary) => near.send(keep(data), { binary: isBinary }));
		for (const [one, other] of [[near, far], [far, near]] as const) {
			one.on('close', () => other.terminate());
			one.on('error', () => other.terminate());
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // of a port
	return {
		address: `http://localhost:${port}/#${pass}`,
		host: `localhost:${port}`,
		overheard,
		async close() {
			for (const socket of sockets.clients) socket.terminate();
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
}
