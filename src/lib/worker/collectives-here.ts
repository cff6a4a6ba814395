/**
 * Several collectives in one vault: which are here and what they are called, which was open last, and forgetting one of them on this
 * device. Knows nothing of the page or of who is in them. Carries PRF1 to PRF6.
 */
import { err, ok, type CollectiveId, type Result } from '$crypto/base';
import { failure, type Failure } from '$lib/errors';
import { guarded } from './guarded';
import type { HouseParts } from './reach';
import type { ReachApi } from './reach-api';

/** Where nothing is known of it yet. */
const UNNAMED = 'A collective';

/** In the order of their names; empty while the vault is closed. */
export function collectivesHere({ holder, running }: HouseParts): ReturnType<ReachApi['collectivesHere']> {
	const open = running()?.open;
	const here = holder.current?.collectives ?? [];
	return here
		.map(({ id, name, joining, epochs, sample }) => {
			const own = open?.id === id ? open.state().membership.settings.name : '';
			return { id, name: own || name || joining?.collectiveName || UNNAMED, joining: joining !== null && epochs.length === 0, isSample: sample === true };
		})
		.sort((one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1));
}

/** The one that is open becomes the last one, and is known by the name it has now. Writes nothing where nothing changed. */
export function rememberOpened({ holder, running }: HouseParts, id: CollectiveId): Promise<Result<void, Failure>> {
	return guarded(async () => {
		const chain = holder.current;
		const stored = chain?.collectives.find((each) => each.id === id);
		if (!chain || !stored) return err(failure('NotAMember'));
		const open = running()?.open;
		const name = open?.id === id ? open.state().membership.settings.name : '';
		if (name && name !== stored.name) await chain.put({ ...stored, name });
		if (chain.last !== id) await chain.setLast(id);
		return ok(undefined);
	});
}

/** Its entries, its receipts, what was kept to oneself in it, and last its keys: broken off in the middle, it can be done again. */
export function forgetCollective(house: HouseParts, id: CollectiveId): Promise<Result<void, Failure>> {
	return guarded(async () => {
		const { deps, holder, running } = house;
		if (!holder.current) throw new Error('the vault is closed');
		if (running()?.open.id === id || !running()) await house.closeAll();
		await Promise.all([deps.deleteStore(id), deps.deleteReceipts(id)]);
		await house.forgetPrivate(id);
		await holder.current.remove(id);
		return ok(undefined);
	});
}
