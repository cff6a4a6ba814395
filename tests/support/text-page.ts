/**
 * Pages with shared notes open, on the engines of a rig: the real live text behind a message port in memory, opened again
 * every second while the key is missing, as the screen does. Needs faked `setTimeout` and `Date` (see `stubPage`).
 */
import { vi } from 'vitest';
import * as Y from 'yjs';
import type { StreamId } from '$crypto/base';
import { openNamedText } from '$lib/services/live-text';
import type { EngineEnd } from '$lib/services/engine-end';
import type { LiveText } from '$lib/services/types';
import { connectRemote, expose, type MessagePortLike, type Methods } from '$lib/worker/rpc';
import type { Device, Rig } from './engine-rig';
import { settled } from './fake-timers';

const RETRY_MS = 1_000;
const STEP_MS = 250;

export interface Page {
	/** Null until the key has come. */
	readonly text: LiveText | null;
	words(): string;
	/** Types at the end, as an editor does. @throws while the text is not open. */
	type(words: string): void;
	/** The engine is gone, with every call that is open; another one on the same device follows. */
	loseEngine(): void;
	close(): Promise<void>;
}

/** What live text needs of a browser. */
export function stubPage(): void {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
	vi.stubGlobal('window', new EventTarget());
	vi.stubGlobal('reportError', (fault: unknown) => {
		throw fault;
	});
}

export function unstubPage(): void {
	vi.useRealTimers();
	vi.unstubAllGlobals();
}

/** Messages arrive in order and never at once. */
function createPorts(): readonly [MessagePortLike, MessagePortLike] {
	const ears = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const;
	const portAt = (here: 0 | 1): MessagePortLike => ({
		send(message) {
			const copy: unknown = structuredClone(message);
			setImmediate(() => ears[here === 0 ? 1 : 0].forEach((hear) => hear(copy)));
		},
		listen(receive) {
			ears[here].add(receive);
			return () => void ears[here].delete(receive);
		}
	});
	return [portAt(0), portAt(1)];
}

/** The engine as a page sees it; its answer to who is who waits for `names`. */
function engineEndOf(device: Device, names: Promise<unknown>): EngineEnd {
	const [inside, outside] = createPorts();
	const methods: Methods = {
		openText: (stream: StreamId) => device.engine.openText(stream),
		appendText: (stream: StreamId, payload: Uint8Array) => device.engine.appendText(stream, payload),
		sendLive: (stream: StreamId, body: Uint8Array) => device.engine.sendLive(stream, body),
		slotNames: () => names.then(() => device.engine.slotNames())
	};
	const served = expose(inside, methods);
	device.listeners.add((name, value) => {
		if (name === 'textEntry' || name === 'textFrame' || name === 'textGone' || name === 'changed') served.emit(name, value);
	});
	return connectRemote(outside) as EngineEnd; // answers what live text asks; nothing else is asked here
}

export interface PageOptions {
	/** Whether live frames are sent; true unless given. */
	readonly isHeard?: () => boolean;
	/** Holds the opening up after the log was read. */
	readonly names?: Promise<unknown>;
}

export function openPage(device: Device, stream: StreamId, { isHeard = () => true, names = Promise.resolve() }: PageOptions = {}): Page {
	let engine = engineEndOf(device, names);
	let text: LiveText | null = null;
	let closed = false;
	const open = async (): Promise<void> => {
		const opened = await openNamedText(stream, { engine, isHeard, next: (closed) => Promise.resolve(closed === engine ? null : engine) });
		if (opened.ok) {
			if (closed) return opened.value.close();
			text = opened.value;
		} else if (opened.error.type !== 'MissingKey') throw new Error(opened.error.type);
		else if (!closed) setTimeout(() => void open(), RETRY_MS);
	};
	void open();
	const fragment = (): Y.XmlFragment => (text!.doc as Y.Doc).getXmlFragment('default'); // the Y.Doc of the text session
	return {
		get text() {
			return text;
		},
		words: () => (text ? fragment().toString().replace(/<[^>]*>/g, '') : ''),
		type(words) {
			const doc = text!.doc as Y.Doc; // likewise
			doc.transact(() => {
				if (fragment().length === 0) {
					const paragraph = new Y.XmlElement('paragraph');
					paragraph.insert(0, [new Y.XmlText()]);
					fragment().insert(0, [paragraph]);
				}
				const line = (fragment().get(0) as Y.XmlElement).get(0) as Y.XmlText; // paragraphs of one text each
				line.insert(line.length, words);
			}, 'editor');
		},
		loseEngine() {
			const gone = engine;
			engine = engineEndOf(device, names);
			gone.close('gone');
		},
		async close() {
			closed = true;
			await text?.close();
		}
	};
}

/** Moves the time of pages and engines on together. */
export async function run(rig: Rig, ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= STEP_MS) {
		vi.advanceTimersByTime(Math.min(left, STEP_MS));
		await settled();
		await rig.run(Math.min(left, STEP_MS));
	}
}

/** @throws when the claim does not come true in time. */
export async function until(rig: Rig, claim: () => boolean, limitMs = 60_000): Promise<number> {
	for (let spent = 0; ; spent += STEP_MS) {
		if (claim()) return spent;
		if (spent >= limitMs) throw new Error('the claim did not come true in time');
		await run(rig, STEP_MS);
	}
}
