/** What stays on this device: drafts and busy times, and what lies beside the log: receipts; as screens ask for them. Knows neither keys nor disk. */
import { err, type Result } from '$crypto/base';
import { failure, type Failure } from '$lib/errors';
import type { EngineEnd } from './engine-end';
import type { App } from './types';

type Call = <T>(run: (api: EngineEnd['api']) => Promise<Result<T, Failure>>) => Promise<Result<T, Failure>>;

/**
 * @param engine null while locked: then there is no draft.
 * @param next the engine that follows one that was closed (another tab takes over): what is saved in that moment waits for it.
 */
export function draftsBy(engine: () => EngineEnd | null, next: (closed: EngineEnd | null) => Promise<EngineEnd | null>): App['drafts'] {
	const call: Call = async (run) => {
		const end = engine();
		try {
			if (end) return await run(end.api);
		} catch (problem) {
			if (engine() === end) throw problem;
		}
		const following = await next(end);
		return following ? run(following.api) : err(failure('Unexpected'));
	};
	return {
		async load(key) {
			const text = await engine()?.api.loadDraft(key);
			return text ? (JSON.parse(text) as unknown) : null;
		},
		// as text, and at once: what a form holds may be more than plain data, and may change meanwhile
		save(key, value, instead = []) {
			const text = JSON.stringify(value);
			return call((api) => api.saveDraft(key, text, instead));
		},
		remove: (key, also = []) => call((api) => api.removeDraft(key, also)),
		list: async (prefix) => (await engine()?.api.listDrafts(prefix)) ?? []
	};
}

export const receiptsBy = (call: Call): App['receipts'] => ({
	keep: (file) => call((api) => api.keepReceipt(file)),
	// written out: what a form holds may be more than plain data
	open: ({ hash, key, sizeBytes, kind }) => call((api) => api.openReceipt({ hash, key, sizeBytes, kind }))
});

export const busyOverlayBy = (call: Call): App['busyOverlay'] => ({
	add: (input) => call((api) => api.addBusyOverlay(input)),
	remove: (id) => call((api) => api.removeBusyOverlay(id))
});
