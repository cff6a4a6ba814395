/** A tablet at a door on the rig: a device of nobody, with a disk in memory and the real engine of such a tablet. */
import type { TabletStore } from '$lib/adapters/tablet-store';
import { systemRandom } from '$crypto/random';
import type { TabletView } from '$lib/services/tablet-types';
import type { Failure } from '$lib/errors';
import type { Result } from '$crypto/base';
import { createTablet } from '$lib/worker/tablet';
import { RIG_START_MS, type Device, type Rig } from './engine-rig';

export interface TabletOnRig {
	readonly device: Device;
	/** What lies on its disk, as if its lock were open. */
	readonly disk: () => string;
	/** Opens a link, or as it was left; a second call is a reload. */
	open(link: string | null): Promise<Result<TabletView, Failure>>;
	view(): Promise<TabletView>;
}

export async function tabletOn(rig: Rig, name = 'Tablet'): Promise<TabletOnRig> {
	const device = await rig.device(name);
	const { engine: house } = device;
	let kept: Uint8Array | null = null;
	const store: TabletStore = { load: async () => kept, save: async (plain) => void (kept = plain) };
	let tablet: ReturnType<typeof createTablet> | null = null;
	return {
		device,
		disk: () => new TextDecoder().decode(kept ?? new Uint8Array(0)),
		async open(link) {
			const fresh = createTablet({
				openStore: async () => store, random: systemRandom, clock: { now: () => RIG_START_MS + rig.timeMs },
				emit: (event, value) => device.events.push({ name: event, value })
			});
			tablet = fresh;
			const opened = await fresh.openTablet(link);
			device.engine = { ...house, ...fresh };
			await rig.quiet();
			return opened;
		},
		view: () => tablet!.tabletView() // opened before
	};
}
