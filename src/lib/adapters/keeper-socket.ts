/** A WebSocket as the keeper link wants it. The only place that knows the browser's own. Fetched when the first keeper is in use. */
import type { KeeperSocket, KeeperSocketHooks } from '$lib/worker/keeper-line';

/** @param url `wss:` or, on this machine, `ws:` */
export function openKeeperSocket(url: string, { opened, heard, closed }: KeeperSocketHooks): KeeperSocket {
	const socket = new WebSocket(url);
	socket.binaryType = 'arraybuffer';
	socket.onopen = opened;
	socket.onmessage = ({ data }: MessageEvent<unknown>) => heard(data instanceof ArrayBuffer ? new Uint8Array(data) : null);
	socket.onclose = closed;
	return {
		send: (bytes) => {
			if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(bytes));
		},
		close: () => {
			socket.onopen = socket.onmessage = socket.onclose = null;
			socket.close();
		}
	};
}
