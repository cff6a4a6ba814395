/** A disk for one text that takes nothing more once the text is forgotten. Knows nothing of what is written. Carries TXT60. */
import { StoreRefused, type EntryStore } from '$crdt/log/ports';

/** What is on its way to the disk at that moment does not reach it; own entries are refused. */
export function whileOpen(store: EntryStore, isOpen: () => boolean): EntryStore {
	return {
		...store,
		commitReceived: async (batch) => (isOpen() ? store.commitReceived(batch) : undefined),
		async commitOwn(entry, head) {
			if (!isOpen()) throw new StoreRefused({ type: 'StoreClosed' });
			await store.commitOwn(entry, head);
		}
	};
}
