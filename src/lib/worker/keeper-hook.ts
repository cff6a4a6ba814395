/**
 * What the rest of the app asks of the keepers, whether there are any or not: they are loaded when the first one is in use, and without one
 * nothing happens. Also adds the servers in use to the plan of the network. Carries NET114.
 */
import type { ObjectId, StreamId } from '$crypto/base';
import type { NetworkPlan } from './api';
import type { KeeperLinks, KeeperLinksDependencies } from './keeper-links';
import type { KeeperStanding } from './keeper-link';
import type { Dial } from './keeper-line';
import type { KeeperPresence } from './keeper-presence';
import type { KeepersNow } from './keepers-now';
import { planServers, usedServers } from './servers-plan';
import type { KeptServerChoices } from './servers-choice';

export interface KeeperHook extends KeepersNow {
	readonly choices: KeptServerChoices;
	/** Something came, was written or was decided. */
	poke(): void;
	/** Devices that are on the line with a keeper of ours. */
	keeperPresence(): readonly KeeperPresence[];
	/** Null: not in use. */
	standing(server: ObjectId): KeeperStanding | null;
	live(stream: StreamId, frame: Uint8Array): void;
	/** The network is back. */
	kick(): void;
	plan(base: NetworkPlan): NetworkPlan;
	/** Resolves when what keepers have confirmed is on the disk. */
	close(): Promise<void>;
}

export interface KeeperHookDependencies extends Omit<KeeperLinksDependencies, 'dial' | 'choices' | 'memory'> {
	readonly choices: KeptServerChoices;
	/** Null: nothing is contacted. */
	readonly dial: Dial | null;
	/** Where the app came from. */
	fromHere(): readonly string[];
}

export function createKeeperHook(deps: KeeperHookDependencies): KeeperHook {
	const { open, choices, dial } = deps;
	let links: KeeperLinks | null = null;
	let isLoading = false;
	let isClosed = false;

	const servers = () => open.state().membership.servers;
	const keepers = () => usedServers(servers(), choices).flatMap(({ id, server }) => (server.kind === 'keeper' ? [{ id, name: server.name }] : []));

	function poke(): void {
		if (links) return links.update();
		if (dial === null || isLoading || isClosed || servers().size === 0 || keepers().length === 0) return;
		isLoading = true;
		void Promise.all([import('./keeper-links'), choices.openMemory(deps.timers)]).then(([{ createKeeperLinks }, memory]) => {
			if (isClosed || memory === null) return;
			links = createKeeperLinks({ ...deps, dial, memory });
			links.update();
			deps.changed();
		});
	}

	return {
		choices,
		poke,
		views: () =>
			keepers().map(({ id, name }) => {
				const { state, waiting, holdsAll } = links?.standing(id) ?? NOT_YET;
				return { id, name, state, waiting, holdsAll };
			}),
		present: () => new Set(links?.presence().map(({ member }) => member)),
		keeperPresence: () => links?.presence() ?? [],
		standing: (server) => links?.standing(server) ?? null,
		live: (stream, frame) => links?.live(stream, frame),
		kick: () => links?.kick(),
		plan(base) {
			const planned = planServers(servers(), choices, base.signaling, deps.fromHere());
			const stun = links?.stun() ?? [];
			return { ...base, ...planned, iceServers: [...planned.iceServers, ...stun.map((url) => ({ urls: [url] }))] };
		},
		async close() {
			isClosed = true;
			await links?.close();
			links = null;
		}
	};
}

const NOT_YET = { state: 'connecting', waiting: 0, holdsAll: false } as const;
