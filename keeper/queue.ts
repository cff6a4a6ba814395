/** One thing after another for each key, side by side for different keys. Knows nothing of what the things are. */
export interface Queue {
	/** Starts `task` when everything given earlier under `key` has ended, well or badly. */
	run<T>(key: string, task: () => Promise<T>): Promise<T>;
	/** Resolves when nothing is under way. */
	drained(): Promise<void>;
}

export function createQueue(): Queue {
	const lastByKey = new Map<string, Promise<unknown>>();
	return {
		run(key, task) {
			const before = lastByKey.get(key) ?? Promise.resolve();
			const done = before.then(task, task);
			lastByKey.set(key, done);
			const forget = () => {
				if (lastByKey.get(key) === done) lastByKey.delete(key);
			};
			done.then(forget, forget);
			return done;
		},
		async drained() {
			while (lastByKey.size > 0) await Promise.allSettled(lastByKey.values());
		}
	};
}
