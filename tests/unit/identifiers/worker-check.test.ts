import { describe, expect, it } from 'vitest';
import { check } from '$lib/identifiers/check';
import type { CheckContext } from '$lib/identifiers/types';
import { createIdentifierChecker } from '$lib/identifiers/worker-check';
import type { CheckPort, FromWorker, ToWorker } from '$lib/identifiers/worker-protocol';
import { CONTEXT } from './labelled';

/** A worker whose answers wait until the test lets them go. */
class StubWorker implements CheckPort {
	readonly heard: ToWorker[] = [];
	terminated = false;
	#context: CheckContext | null = null;
	#waiting: FromWorker[] = [];
	#message: (event: MessageEvent<FromWorker>) => void = () => {};
	#error: (event: Event) => void = () => {};

	postMessage(message: ToWorker): void {
		this.heard.push(message);
		if (message.type === 'context') this.#context = message.context;
		else this.#waiting.push({ type: 'checked', id: message.id, checked: check(message.text, this.#context!) }); // a context comes first
	}
	addEventListener(type: 'message' | 'error', run: ((event: MessageEvent<FromWorker>) => void) & ((event: Event) => void)): void {
		if (type === 'message') this.#message = run;
		else this.#error = run;
	}
	terminate(): void {
		this.terminated = true;
	}
	/** Answers what it was asked, the last first if wanted. */
	answer(backwards = false): void {
		const waiting = backwards ? this.#waiting.reverse() : this.#waiting;
		this.#waiting = [];
		for (const data of waiting) this.#message(new MessageEvent('message', { data }));
	}
	break(): void {
		this.#error(new Event('error'));
	}
	get texts(): readonly string[] {
		return this.heard.flatMap((message) => (message.type === 'check' ? [message.text] : []));
	}
}

const JONATHAN = 'Jonathan said no. ';
const noLoad = (): Promise<never> => Promise.reject(new Error('no code in the page'));

describe('the check as the app asks for it', () => {
	it('[IDN31] starts the worker with the first text and tells it the context once', async () => {
		const worker = new StubWorker();
		let spawned = 0;
		const checker = createIdentifierChecker(() => (spawned++, worker), noLoad);
		expect(spawned).toBe(0);
		const answers = [checker.check(JONATHAN, CONTEXT), checker.check('calm', { ...CONTEXT }), checker.check('calm', { ...CONTEXT, passWords: ['Jonathan'] })];
		worker.answer();
		expect((await Promise.all(answers)).map(({ flags }) => flags.length)).toEqual([1, 0, 0]);
		expect(spawned).toBe(1);
		expect(worker.heard.map(({ type }) => type)).toEqual(['context', 'check', 'check', 'context', 'check']);
	});

	it('[IDN30] answers every call, in the order of the calls', async () => {
		const worker = new StubWorker();
		const checker = createIdentifierChecker(() => worker, noLoad);
		const order: number[] = [];
		const first = checker.check('one ', CONTEXT);
		worker.answer();
		await first;
		const all = ['two ', 'one ', 'two ', 'three '].map((text, at) => checker.check(text, CONTEXT).then(() => order.push(at)));
		worker.answer(true);
		await Promise.all(all);
		expect(order).toEqual([0, 1, 2, 3]);
	});

	it('[IDN32] asks once for a text, until the context changes', async () => {
		const worker = new StubWorker();
		const checker = createIdentifierChecker(() => worker, noLoad);
		const ask = async (context: CheckContext) => {
			const answer = checker.check(JONATHAN, context);
			worker.answer();
			return (await answer).flags.length;
		};
		expect([await ask(CONTEXT), await ask({ ...CONTEXT })]).toEqual([1, 1]);
		expect(worker.texts).toHaveLength(1);
		const passing = { ...CONTEXT, passWords: ['jonathan'] };
		expect([await ask(passing), await ask(CONTEXT)]).toEqual([0, 1]);
		expect(worker.texts).toHaveLength(3);
	});

	it('[IDN32] forgets the text that was not asked for the longest when there are more than 200', async () => {
		const worker = new StubWorker();
		const checker = createIdentifierChecker(() => worker, noLoad);
		const ask = async (text: string) => {
			const answer = checker.check(text, CONTEXT);
			worker.answer();
			await answer;
		};
		for (let at = 0; at < 200; at++) await ask(`text ${at} `);
		await ask('text 0 ');
		await ask('one more ');
		const before = worker.texts.length;
		await ask('text 0 ');
		expect(worker.texts).toHaveLength(before);
		await ask('text 1 ');
		expect(worker.texts).toHaveLength(before + 1);
	});

	it('[IDN31] checks in the page where there is no worker, where it may not start, and what a broken one left open', async () => {
		const inPage = () => Promise.resolve({ check });
		const none = createIdentifierChecker(() => null, inPage);
		expect((await none.check(JONATHAN, CONTEXT)).flags).toHaveLength(1);
		const refused = createIdentifierChecker(() => {
			throw new TypeError('no script may be started');
		}, inPage);
		expect((await refused.check(JONATHAN, CONTEXT)).flags).toHaveLength(1);
		const worker = new StubWorker();
		const broken = createIdentifierChecker(() => worker, inPage);
		const answers = [broken.check(JONATHAN, CONTEXT), broken.check('calm ', CONTEXT)];
		worker.break();
		expect((await Promise.all(answers)).map(({ settledTo }) => settledTo)).toEqual([JONATHAN.length, 5]);
		expect(worker.terminated).toBe(true);
		expect((await broken.check('calmer ', CONTEXT)).settledTo).toBe(7);
	});

	it('[IDN30] settles nothing when nothing can check, and asks again the next time', async () => {
		let loads = 0;
		const checker = createIdentifierChecker(() => null, () => (loads++ === 0 ? noLoad() : Promise.resolve({ check })));
		expect(await checker.check('calm ', CONTEXT)).toEqual({ flags: [], settledTo: -1 });
		expect(await checker.check('calm ', CONTEXT)).toEqual({ flags: [], settledTo: 5 });
	});

	it('[IDN30] answers what is open when it is stopped, and what is asked later', async () => {
		const worker = new StubWorker();
		const checker = createIdentifierChecker(() => worker, noLoad);
		const open = checker.check(JONATHAN, CONTEXT);
		checker.stop();
		expect(await open).toEqual({ flags: [], settledTo: -1 });
		expect(await checker.check(JONATHAN, CONTEXT)).toEqual({ flags: [], settledTo: -1 });
		expect(worker.terminated).toBe(true);
	});
});
