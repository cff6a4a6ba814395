import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '$crypto/base';
import type { PrivateWords } from '$lib/services/consultation-types';
import type { EngineEnd } from '$lib/services/engine-end';
import { identifiersBy } from '$lib/services/identifiers';

const TEXT = 'Marianne called about the Garden room, and Zebulon came along.';

function openApp() {
	let words: PrivateWords = { flag: [], pass: [] };
	const views: Record<string, unknown> = {
		'members': { members: [{ profile: { name: 'Marianne' } }], former: [] }, 'calendar/rooms': [{ name: 'Garden room' }], 'settings': { settings: { name: 'House' } }
	};
	const api = {
		view: async (name: string) => views[name],
		privateWords: async () => words,
		setPrivateWords: async (fresh: PrivateWords) => {
			words = fresh;
			return ok(undefined);
		}
	};
	const shown = { engine: { api } as unknown as EngineEnd | null }; // only what the check asks for is there
	const identifiers = identifiersBy((run) => run(shown.engine!.api), () => shown.engine, async () => () => null);
	const flagged = async () => (await identifiers.check(TEXT)).flags.map(({ from, to }) => TEXT.slice(from, to));
	return { identifiers, shown, flagged };
}

describe('the identifier check of the app', () => {
	beforeEach(() => vi.stubGlobal('navigator', { language: 'en-GB' }));
	afterEach(() => vi.unstubAllGlobals());

	it('[IDN34] knows the house’s own names, and the private words as soon as they are set', async () => {
		const { identifiers, flagged } = openApp();
		expect((await flagged()).join()).not.toContain('Marianne');
		await identifiers.setWords({ flag: ['called'], pass: ['Zebulon'] });
		const after = await flagged();
		expect(after).toContain('called');
		expect(after.join()).not.toContain('Zebulon');
		expect(await identifiers.words()).toEqual({ flag: ['called'], pass: ['Zebulon'] });
	});

	it('[IDN34] settles nothing while it is locked or its code cannot be fetched, and begins anew', async () => {
		const { identifiers, shown } = openApp();
		const { engine } = shown;
		shown.engine = null;
		expect(await identifiers.check(TEXT)).toEqual({ flags: [], settledTo: -1 });
		expect(await identifiers.words()).toEqual({ flag: [], pass: [] });
		shown.engine = engine;
		expect((await identifiers.check(TEXT)).settledTo).toBeGreaterThan(0);
		// another tab takes over: what was known last serves until its engine answers
		shown.engine = null;
		expect((await identifiers.check(TEXT)).settledTo).toBeGreaterThan(0);
		identifiers.stop();
		expect(await identifiers.check(TEXT)).toEqual({ flags: [], settledTo: -1 });
		shown.engine = engine;
		expect((await identifiers.check(TEXT)).settledTo).toBeGreaterThan(0);
		const broken = identifiersBy(async () => ok(undefined) as never, () => engine, () => Promise.reject(new Error('offline')));
		expect(await broken.check(TEXT)).toEqual({ flags: [], settledTo: -1 });
	});
});
