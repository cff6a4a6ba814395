/** What the browser's databases refuse, as the stores say it. Knows no store. */
import { StoreRefused } from '$crdt/log/ports';

/** Turns the browser's refusals into the port's typed one. */
export async function refusing<T>(run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof DOMException)) throw error;
		if (error.name === 'QuotaExceededError') throw new StoreRefused({ type: 'DiskFull' });
		if (error.name === 'InvalidStateError') throw new StoreRefused({ type: 'StoreClosed' });
		throw new StoreRefused({ type: 'StoreBroken', detail: error.name });
	}
}
