/** Web Locks in memory: one exclusive holder a name, the others in line. */
interface Waiting {
	readonly run: () => void;
}

export function createFakeLocks(): LockManager {
	const held = new Set<string>();
	const queues = new Map<string, Waiting[]>();
	const release = (name: string) => {
		held.delete(name);
		queues.get(name)?.shift()?.run();
	};
	const hold = async (name: string, work: (lock: Lock | null) => unknown) => {
		held.add(name);
		try {
			return await work({ name, mode: 'exclusive' });
		} finally {
			release(name);
		}
	};
	async function request(name: string, ...rest: unknown[]): Promise<unknown> {
		const work = rest.at(-1) as (lock: Lock | null) => unknown; // the last argument, as the standard has it
		const options = (rest.length > 1 ? rest[0] : {}) as LockOptions;
		await Promise.resolve();
		if (!held.has(name)) return hold(name, work);
		if (options.ifAvailable) return work(null);
		await new Promise<void>((resolve, reject) => {
			const queue = queues.get(name) ?? [];
			queues.set(name, queue);
			const waiting: Waiting = { run: () => resolve() };
			queue.push(waiting);
			options.signal?.addEventListener('abort', () => {
				if (!queue.includes(waiting)) return;
				queue.splice(queue.indexOf(waiting), 1);
				reject(new DOMException('', 'AbortError'));
			});
		});
		return hold(name, work);
	}
	return { request, query: async () => ({ held: [], pending: [] }) } as unknown as LockManager; // only what is used here
}
