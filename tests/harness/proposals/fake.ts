/** The development double with one proposal in every state: what is written shows as a toast, not as a change. */
import { ok, type ObjectId } from '$crypto/base';
import type { App, ViewName, Views } from '$lib/services/types';
import { createApp as createFake } from '../../support/fake-app.svelte';
import { discussionCase, proposalCases } from './cases';

export function createApp(): App {
	const fake = createFake();
	const now = Date.now();
	const proposals = proposalCases(now);
	const discussion = discussionCase(now);
	const kept = new Map<string, unknown>();
	const own: Partial<App> = {
		view<N extends ViewName>(name: N, args: () => Views[N]['args']) {
			if (name !== 'proposal' && name !== 'discussion') return fake.view(name, args);
			return {
				get current() {
					const { id } = args() as { id: ObjectId }; // both of them have one
					return (name === 'proposal' ? (proposals.get(id) ?? null) : id === discussion.id ? discussion : null) as Views[N]['value']; // the name says which
				}
			};
		},
		post: (...ops) => {
			document.documentElement.dataset['posted'] = JSON.stringify(ops);
			return Promise.resolve(ok([]));
		},
		castSealed: (input) => {
			document.documentElement.dataset['posted'] = JSON.stringify(input);
			return Promise.resolve(ok(undefined));
		},
		closeAllTheSame: () => Promise.resolve(ok(undefined)),
		drafts: {
			load: (key) => Promise.resolve(kept.get(key) ?? null),
			save: (key, value) => {
				kept.set(key, value);
				return Promise.resolve(ok(undefined));
			},
			remove: (key) => {
				kept.delete(key);
				return Promise.resolve(ok(undefined));
			},
			list: (prefix) => Promise.resolve([...kept.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key, savedAt: 0 })))
		}
	};
	return new Proxy(fake, {
		get(target, key) {
			if (key in own) return own[key as keyof App];
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		}
	});
}
