/** What every WebSocket of this process has in common: paths nobody answers are closed. */
import type { Server } from 'node:http';

export const SIGNAL_PATH = '/signal';

/** A WebSocket to any other path would hang unanswered. */
export function closeOtherUpgrades(server: Server, paths: readonly string[]): void {
	server.on('upgrade', (request, socket) => {
		if (!paths.includes(request.url?.split(/[?#]/u, 1)[0] ?? '')) socket.destroy();
	});
}
