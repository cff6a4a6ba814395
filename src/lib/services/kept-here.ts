/** What stays on this device: drafts and busy times, and what lies beside the log: receipts; as screens ask for them. Knows neither keys nor disk. */
import type { Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { EngineEnd } from './engine-end';
import type { App } from './types';

type Call = <T>(run: (api: EngineEnd['api']) => Promise<Result<T, Failure>>) => Promise<Result<T, Failure>>;

/** @param engine null while locked: then there is no draft. */
export const draftsBy = (call: Call, engine: () => EngineEnd | null): App['drafts'] => ({
	async load(key) {
		const text = await engine()?.api.loadDraft(key);
		return text ? (JSON.parse(text) as unknown) : null;
	},
	// as text: what a form holds may be more than plain data
	save: (key, value) => call((api) => api.saveDraft(key, JSON.stringify(value))),
	remove: (key) => call((api) => api.removeDraft(key)),
	list: async (prefix) => (await engine()?.api.listDrafts(prefix)) ?? []
});

export const receiptsBy = (call: Call): App['receipts'] => ({
	keep: (file) => call((api) => api.keepReceipt(file)),
	// written out: what a form holds may be more than plain data
	open: ({ hash, key, sizeBytes, kind }) => call((api) => api.openReceipt({ hash, key, sizeBytes, kind }))
});

export const busyOverlayBy = (call: Call): App['busyOverlay'] => ({
	add: (input) => call((api) => api.addBusyOverlay(input)),
	remove: (id) => call((api) => api.removeBusyOverlay(id))
});
