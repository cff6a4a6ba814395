/**
 * One text opened in this tab: the document the editor binds to, its session with the log, and who is present. Sealing,
 * signing and disk are the engine's; what is embedded in entries was judged there too.
 */
import { err, ok, toBase64, type Result, type StreamId } from '$crypto/base';
import { createPresence } from '$crdt/text/ephemeral';
import { createTextSession, type VerifyFailure } from '$crdt/text/session';
import { createTextDoc } from '$crdt/text/text-doc';
import { failure, type Failure } from '$lib/errors';
import type { TextEntry, TextOpening } from '$lib/worker/api';
import type { EngineEnd } from './engine-end';
import { Box } from './box.svelte';
import type { LiveText } from './types';

type Verdict = TextEntry['embedded'][number]['verdict'];

export interface LiveTextPorts {
	readonly engine: EngineEnd;
	/** Colleagues' devices are connected. */
	isHeard(): boolean;
	nameOf(slot: number): string | null;
}

/** Opens a text by its stream. `MissingKey` while no colleague has passed its key on. */
export async function openNamedText(engine: EngineEnd, stream: StreamId, isHeard: () => boolean): Promise<Result<LiveText, Failure>> {
	const [opening, listed] = await Promise.all([engine.api.openText(stream), engine.api.slotNames()]);
	if (!opening.ok) return opening;
	let names: ReadonlyMap<number, string> = new Map(listed);
	const stop = engine.on('changed', () => void engine.api.slotNames().then((list) => (names = new Map(list))));
	const text = openLiveText(opening.value, { engine, isHeard, nameOf: (slot) => names.get(slot) ?? null });
	if (!text.ok) return text;
	const { close } = text.value;
	return ok({
		...text.value,
		close: async () => {
			stop();
			await close();
		}
	});
}

export function openLiveText(opening: TextOpening, ports: LiveTextPorts): Result<LiveText, Failure> {
	const { stream, slot } = opening;
	const { engine } = ports;
	const text = createTextDoc(slot, opening.session, (fault) => reportError(fault));
	if (!text.ok) return err(failure('Unexpected'));
	const verdicts = new Map<string, Verdict>();
	const timers = {
		after(ms: number, run: () => void) {
			const timer = setTimeout(run, ms);
			return () => clearTimeout(timer);
		}
	};
	const broadcast = (body: Uint8Array) => void engine.api.sendLive(stream, body);
	const session = createTextSession<Failure>(slot, text.value, {
		timers,
		now: () => Date.now(),
		append: (payload) => engine.api.appendText(stream, payload),
		broadcast,
		isHeard: ports.isHeard,
		verifySigned: (_bytes, signature) => toVerified(verdicts.get(toBase64(signature)))
	});
	const presence = createPresence(slot, text.value, { timers, now: () => Date.now(), broadcast, isHeard: ports.isHeard, nameOf: ports.nameOf });

	const take = (entry: TextEntry): void => {
		for (const { signature, verdict } of entry.embedded) verdicts.set(toBase64(signature), verdict);
		session.receiveEntry(entry);
	};
	for (const entry of opening.entries) take(entry);

	const saved = new Box(true);
	const present = new Box<LiveText['present']['current']>([]);
	const stops = [
		session.onState((state) => (saved.current = state.saved)),
		presence.onPresent((list) => (present.current = list)),
		engine.on('textEntry', ({ stream: of, entry }) => {
			if (of === stream) take(entry);
		}),
		engine.on('textFrame', (frame) => {
			if (frame.stream !== stream) return;
			session.receiveFrame(frame);
			presence.receive(frame);
		}),
		engine.on('changed', () => session.retryHeld()),
		onHide(() => void session.flush())
	];
	presence.greet();

	return ok({
		doc: text.value.doc,
		awareness: presence.awareness,
		saved,
		present,
		async close() {
			presence.close();
			await session.close();
			for (const stop of stops) stop();
			text.value.doc.destroy();
		}
	});
}

function toVerified(verdict: Verdict | undefined): Result<{ readonly slot: TextOpening['slot']; readonly body: Uint8Array }, VerifyFailure> {
	if (verdict?.status === 'good') return ok({ slot: verdict.slot, body: verdict.body });
	return err(verdict?.status === 'unknown' ? { type: 'UnknownSlot', slot: verdict.slot } : { type: 'BadSignature' });
}

/** The last moment at which a phone still lets us write. */
function onHide(run: () => void): () => void {
	const hidden = () => document.visibilityState === 'hidden' && run();
	document.addEventListener('visibilitychange', hidden);
	window.addEventListener('blur', run);
	return () => {
		document.removeEventListener('visibilitychange', hidden);
		window.removeEventListener('blur', run);
	};
}

