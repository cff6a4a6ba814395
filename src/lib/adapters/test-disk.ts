/** Writes a little beside the app's own data, reads it back and forgets it. Knows nothing of what the app keeps. */
import { deleteDB, openDB } from 'idb';
import { StoreRefused } from '$crdt/log/ports';
import { refusing } from './refusing';

const NAME = 'commonhold/test';
/** As much as a few entries and their row. */
const SIZE_BYTES = 65_536;

/** `full`: no room; `refused`: it does not answer, or gives back something else. Never rejects. */
export async function tryDisk(): Promise<'good' | 'full' | 'refused'> {
	try {
		return await refusing(async () => {
			const database = await openDB(NAME, 1, { upgrade: (found) => void found.createObjectStore('test') });
			try {
				const written = crypto.getRandomValues(new Uint8Array(SIZE_BYTES));
				await database.put('test', written, 'bytes');
				const read: unknown = await database.get('test', 'bytes');
				return read instanceof Uint8Array && read.length === SIZE_BYTES && read.every((byte, at) => byte === written[at]) ? 'good' : 'refused';
			} finally {
				database.close();
				await deleteDB(NAME);
			}
		});
	} catch (problem) {
		return problem instanceof StoreRefused && problem.failure.type === 'DiskFull' ? 'full' : 'refused';
	}
}
