/** Gathers what "test my connection" needs to know, from whichever engine answers, and has it tried. */
import { askView } from './engine-end';
import type { PageHost } from './page-reach';
import type { ConnectionCheck } from './reach-types';

export async function tryConnectionBy(host: PageHost, told: (check: ConnectionCheck) => void): Promise<void> {
	const engine = host.writer() ?? host.worker();
	const [plan, servers, connection] = await Promise.all([engine.api.plan(), askView(engine, 'servers', null), askView(engine, 'connection', null)]);
	await host.tryConnection({ plan: plan ?? { signaling: [], iceServers: [] }, fallback: host.configuration(), servers, connection }, told);
}
