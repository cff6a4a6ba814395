/**
 * Calls and events across a message port, in plain data: page to worker, or second tab to first tab.
 * Knows nothing of what is called. An unanswered call fails when the port closes; it never hangs silently.
 */
export interface MessagePortLike {
	send(message: unknown): void;
	/** One listener; returns how to stop. */
	listen(receive: (message: unknown) => void): () => void;
}

/** The other side threw: a bug there, or the port is gone. Expected failures travel as values. */
export class CallFailed extends Error {}

interface Call {
	readonly kind: 'call';
	readonly id: number;
	readonly method: string;
	readonly args: readonly unknown[];
}
interface Answer {
	readonly kind: 'answer';
	readonly id: number;
	readonly ok: boolean;
	readonly value: unknown;
}
interface Notice {
	readonly kind: 'event';
	readonly name: string;
	readonly value: unknown;
}
type Message = Call | Answer | Notice;

const isMessage = (value: unknown): value is Message =>
	typeof value === 'object' && value !== null && 'kind' in value;

/** Any object of functions; calls are looked up among its own properties only. */
export type Methods = { readonly [name: string]: (...args: never[]) => unknown };

/** Serves `methods` on `port`, and what `later` finds for other names. `emit` sends an event to the other side. */
export function expose(
	port: MessagePortLike,
	methods: Methods,
	later?: (method: string) => Promise<((...args: never[]) => unknown) | undefined>
): { emit(name: string, value: unknown): void; stop(): void } {
	const stop = port.listen((message) => {
		if (!isMessage(message) || message.kind !== 'call') return;
		const { id, method, args } = message;
		const answer = (ok: boolean, value: unknown) => port.send({ kind: 'answer', id, ok, value } satisfies Answer);
		const known = Object.hasOwn(methods, method) ? methods[method] : undefined;
		Promise.resolve(known ?? later?.(method))
			.then((run) => {
				if (typeof run !== 'function') throw new Error(`no method ${method}`);
				// Arguments were checked by the caller's types: both ends are this same build.
				return run(...(args as never[]));
			})
			.then(
				(value) => answer(true, value),
				(error: unknown) => answer(false, error instanceof Error ? error.message : 'failed')
			);
	});
	return { emit: (name, value) => port.send({ kind: 'event', name, value } satisfies Notice), stop };
}

/** What a remote object looks like: every method answers with a promise. */
export type Remote<T> = {
	readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export interface RemoteEnd<T, Events> {
	readonly api: Remote<T>;
	on<N extends keyof Events & string>(name: N, run: (value: Events[N]) => void): () => void;
	/** Fails every open call. */
	close(reason: string): void;
}

/** The calling end. `T` and `Events` describe what the other end exposes. */
export function connectRemote<T, Events>(port: MessagePortLike): RemoteEnd<T, Events> {
	const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
	const listeners = new Map<string, Set<(value: never) => void>>();
	let nextId = 1;
	let closed: string | null = null;
	const stop = port.listen((message) => {
		if (!isMessage(message)) return;
		if (message.kind === 'answer') {
			const call = open.get(message.id);
			open.delete(message.id);
			if (message.ok) call?.resolve(message.value);
			else call?.reject(new CallFailed(String(message.value)));
		} else if (message.kind === 'event') {
			for (const run of listeners.get(message.name) ?? []) run(message.value as never); // typed by `on`
		}
	});
	const api = new Proxy(
		{},
		{
			get: (_target, method) => {
				if (typeof method !== 'string' || method === 'then') return undefined;
				return (...args: unknown[]) =>
					new Promise((resolve, reject) => {
						if (closed !== null) return reject(new CallFailed(closed));
						const id = nextId++;
						open.set(id, { resolve, reject });
						port.send({ kind: 'call', id, method, args } satisfies Call);
					});
			}
		}
	) as Remote<T>; // the proxy answers every method name with a call
	return {
		api,
		on(name, run) {
			const set = listeners.get(name) ?? new Set();
			listeners.set(name, set);
			set.add(run);
			return () => set.delete(run);
		},
		close(reason) {
			closed = reason;
			stop();
			for (const call of open.values()) call.reject(new CallFailed(reason));
			open.clear();
		}
	};
}
