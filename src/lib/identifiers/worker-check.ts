/**
 * The check as the app asks for it: in a worker where there is one, else in the page. Knows neither the rules nor who starts the
 * worker. Keeps the last answers in memory only. Carries IDN30 to IDN33.
 */
import type { Check, CheckContext, Checked } from './types';
import { UNCHECKED, type CheckPort } from './worker-protocol';

export interface IdentifierChecker {
	/**
	 * One answer to each call, in the order of the calls; never rejects. When no check can be made (stopped, or its code cannot be
	 * loaded) nothing is settled, so nothing may be shared.
	 */
	check(text: string, context: CheckContext): Promise<Checked>;
	/** Ends the worker; what is still open is answered as unchecked. */
	stop(): void;
}

/** Answers kept: the paragraphs of a long page. */
const KEPT = 200;

interface Asked {
	readonly text: string;
	readonly context: CheckContext;
	/** The context written out: equal contexts share their answers. */
	readonly key: string;
	readonly answer: (checked: Checked) => void;
}

/**
 * @param spawn starts the worker when the first text comes; null where there are none.
 * @param load the same check for the page, when there is no worker or it fails.
 */
export function createIdentifierChecker(
	spawn: () => CheckPort | null,
	load: () => Promise<{ readonly check: Check }> = () => import('./check')
): IdentifierChecker {
	const open = new Map<number, Asked>();
	const answers = new Map<string, Checked>();
	let port: CheckPort | null = null;
	let inPage = false;
	let stopped = false;
	let next = 0;
	let sent = '';
	let kept = '';
	let last: Promise<unknown> = Promise.resolve();

	const settle = (id: number, checked: Checked): void => {
		const asked = open.get(id);
		if (!asked) return;
		open.delete(id);
		if (checked !== UNCHECKED && asked.key === kept) remember(answers, asked.text, checked);
		asked.answer(checked);
	};

	const checkInPage = async (): Promise<void> => {
		const waiting = [...open.keys()];
		const made = await load().catch(() => null);
		for (const id of waiting) {
			const asked = open.get(id);
			if (asked) settle(id, made && !stopped ? made.check(asked.text, asked.context) : UNCHECKED);
		}
	};

	const giveUpWorker = (): void => {
		port?.terminate();
		port = null;
		inPage = true;
		void checkInPage();
	};

	const start = (): CheckPort | null => {
		const made = spawn();
		if (!made) return null;
		made.addEventListener('message', ({ data }) => {
			if (made === port) settle(data.id, data.checked);
		});
		made.addEventListener('error', () => {
			if (made === port) giveUpWorker();
		});
		return made;
	};

	const ask = (id: number, { text, context, key }: Asked): void => {
		if (!port && !inPage) {
			port = startOrNull(start);
			inPage = port === null;
			sent = '';
		}
		if (!port) {
			void checkInPage();
			return;
		}
		if (sent !== key) port.postMessage({ type: 'context', context });
		sent = key;
		port.postMessage({ type: 'check', id, text });
	};

	return {
		check(text, context) {
			const key = JSON.stringify(context);
			if (key !== kept) answers.clear();
			kept = key;
			const known = recall(answers, text);
			const answered = known
				? Promise.resolve(known)
				: new Promise<Checked>((answer) => {
						if (stopped) {
							answer(UNCHECKED);
							return;
						}
						const id = next++;
						const asked = { text, context, key, answer };
						open.set(id, asked);
						ask(id, asked);
					});
			// a known answer waits for its turn too
			const turn = last.then(() => answered);
			last = turn;
			return turn;
		},
		stop() {
			stopped = true;
			port?.terminate();
			port = null;
			answers.clear();
			for (const id of [...open.keys()]) settle(id, UNCHECKED);
		}
	};
}

/** A worker that may not be started (policy, old browser) is no worker. */
function startOrNull(start: () => CheckPort | null): CheckPort | null {
	try {
		return start();
	} catch {
		return null;
	}
}

function recall(answers: Map<string, Checked>, text: string): Checked | undefined {
	const known = answers.get(text);
	if (known) remember(answers, text, known);
	return known;
}

/** The newest last; the oldest goes. */
function remember(answers: Map<string, Checked>, text: string, checked: Checked): void {
	answers.delete(text);
	answers.set(text, checked);
	if (answers.size > KEPT) answers.delete(answers.keys().next().value ?? text);
}
