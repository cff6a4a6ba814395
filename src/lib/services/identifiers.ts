/**
 * The identifier check as screens ask for it: what it knows besides the text comes from the engine's views and this device's private
 * words; its code is fetched with the first text. Nothing leaves this device. Carries IDN34.
 */
import type { Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { CheckContext } from '$lib/identifiers/types';
import type { IdentifierChecker } from '$lib/identifiers/worker-check';
import { UNCHECKED, type CheckPort } from '$lib/identifiers/worker-protocol';
import { dateHere } from '$lib/time/date-here';
import { askView, type EngineEnd } from './engine-end';
import type { App } from './types';

export type Identifiers = App['identifiers'] & {
	/** Ends the worker and forgets every text; the next text begins anew. */
	stop(): void;
};

type Call = <T>(run: (api: EngineEnd['api']) => Promise<Result<T, Failure>>) => Promise<Result<T, Failure>>;

/** Names of members and rooms change seldom: asked for again after so long. */
const CONTEXT_MS = 10_000;

/**
 * @param engine null while locked: then nothing is checked.
 * @param loadStart fetches what starts the worker; that one gives null where there are no workers.
 */
export function identifiersBy(call: Call, engine: () => EngineEnd | null, loadStart: () => Promise<() => CheckPort | null>): Identifiers {
	let checker: Promise<IdentifierChecker> | null = null;
	let context: { readonly of: EngineEnd; readonly at: number; readonly made: Promise<CheckContext> } | null = null;

	/** While one tab takes over from another there is no engine for a moment: what was known last serves the last words typed. */
	let last: CheckContext | null = null;

	async function contextNow(): Promise<CheckContext> {
		const end = engine();
		const now = Date.now();
		if (end !== null && (context?.of !== end || now - context.at > CONTEXT_MS)) context = { of: end, at: now, made: contextOf(end) };
		try {
			if (end === null || context === null) throw new Error('no engine');
			last = await context.made;
		} catch (problem) {
			context = null;
			if (last === null) throw problem;
		}
		return last;
	}

	return {
		async check(text) {
			if (engine() === null && last === null) return UNCHECKED;
			try {
				checker ??= loadChecker(loadStart);
				const [made, known] = await Promise.all([checker, contextNow()]);
				return await made.check(text, known);
			} catch {
				// locked meanwhile, or its code could not be fetched: asked anew with the next text
				checker = null;
				context = null;
				return UNCHECKED;
			}
		},
		words: async () => (await engine()?.api.privateWords()) ?? { flag: [], pass: [] },
		async setWords({ flag, pass }) {
			// written out: what a form holds may be more than plain data
			const kept = await call((api) => api.setPrivateWords({ flag: [...flag], pass: [...pass] }));
			context = null;
			return kept;
		},
		stop() {
			void checker?.then((made) => made.stop()).catch(() => undefined);
			checker = null;
			context = null;
			last = null;
		}
	};
}

async function loadChecker(loadStart: () => Promise<() => CheckPort | null>): Promise<IdentifierChecker> {
	const [{ createIdentifierChecker }, start] = await Promise.all([import('$lib/identifiers/worker-check'), loadStart()]);
	return createIdentifierChecker(start);
}

async function contextOf(end: EngineEnd): Promise<CheckContext> {
	const [members, rooms, settings, words] = await Promise.all([
		askView(end, 'members', null), askView(end, 'calendar/rooms', null), askView(end, 'settings', null), end.api.privateWords()
	]);
	const people = [...members.members, ...members.former].map(({ profile }) => profile.name);
	return {
		ownNames: [...people, ...rooms.map(({ name }) => name), settings.settings.name].filter((name) => name !== ''),
		privateWords: words.flag,
		passWords: words.pass,
		today: dateHere(Date.now()),
		language: 'en',
		region: new Intl.Locale(navigator.language).region ?? 'US'
	};
}
