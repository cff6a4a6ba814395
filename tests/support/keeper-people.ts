/** People who share a keeper in memory and, once told apart, nothing else. */
import { formatKeeperAddress } from '$crypto/keeper';
import { loadSodium } from '$crypto/sodium';
import type { KeeperView } from '$lib/services/reach-types';
// fetched by the first device that needs it, which would take longer here than the clock waits
import '$lib/worker/keeper-links';
import '$lib/worker/keeper-memory';
import { house } from './engine-people';
import { must, type Device, type Rig } from './engine-rig';
import { createFakeKeeper, dialAny, type FakeKeeper } from './fake-keeper';

export const addressOf = (keeper: FakeKeeper): string => formatKeeperAddress(keeper.url, keeper.pass);
export const keeperView = async (device: Device, at = 0): Promise<KeeperView> => (await device.view('servers')).keepers[at]!;
/** The app says that everything is stored there. */
export const isSaved = (device: Device, at = 0) => async (): Promise<boolean> => {
	const { state, waiting, holdsAll } = await keeperView(device, at);
	return state === 'connected' && waiting === 0 && holdsAll;
};

/** Nobody meets anybody any more. */
export async function tellApart(rig: Rig, people: readonly Device[]): Promise<void> {
	for (const a of people) for (const b of people) if (a !== b) rig.part(a, b);
	await rig.quiet();
}

/** Everybody in, keepers in use, all of it there; from then on nobody meets anybody. */
export async function apart(names: readonly string[], count = 1): Promise<{ rig: Rig; people: Device[]; keepers: FakeKeeper[] }> {
	await loadSodium();
	const keepers = Array.from({ length: count }, (_, i) => createFakeKeeper(`https://keeper${i}.example`));
	const { rig, people } = await house(names, { dial: dialAny(keepers) });
	for (const keeper of keepers) must(await people[0]!.engine.addKeeper(addressOf(keeper), 'Shelf'));
	await rig.run(2_000);
	for (const each of people) for (let at = 0; at < count; at++) await rig.until(isSaved(each, at));
	await tellApart(rig, people);
	return { rig, people, keepers };
}
