/**
 * One text opened in this tab: the document the editor binds to, its session with the log, who is present, and what was said
 * beside the words. Sealing, signing and disk are the engine's; what is embedded in entries was judged there too. Carries TXT30, TXT31
 * and TXT62.
 */
import { err, ok, toBase64, type Result, type StreamId } from '$crypto/base';
import { beginText, headOf, onHead } from '$crdt/text/begin';
import { createPresence } from '$crdt/text/ephemeral';
import { createTextSession, type TextSession, type VerifyFailure } from '$crdt/text/session';
import { createTextDoc } from '$crdt/text/text-doc';
import { failure, type Failure } from '$lib/errors';
import type { TextEntry, TextFrame, TextOpening, Writer } from '$lib/worker/api';
import type { EngineEnd } from './engine-end';
import { Box } from './box.svelte';
import { createTextComments } from './text-comments';
import type { LiveText } from './types';
import { createOutbox, type Outbox } from './unwritten';

type Verdict = TextEntry['embedded'][number]['verdict'];

/** Where the disk refuses the last words of somebody who leaves, they are tried again for two minutes. */
const LAST_TRIES = 24;
const LAST_TRY_MS = 5_000;

export interface LiveTextPorts {
	readonly engine: EngineEnd;
	/** Colleagues' devices are connected. */
	isHeard(): boolean;
	/** The engine that follows one that was closed (this tab takes over from the one that wrote); null: none does. */
	next(closed: EngineEnd): Promise<EngineEnd | null>;
}

/** Opens a text by its stream. `MissingKey` while no colleague has passed its key on. */
export async function openNamedText(stream: StreamId, ports: LiveTextPorts): Promise<Result<LiveText, Failure>> {
	const { engine } = ports;
	let writers: ReadonlyMap<number, Writer> = new Map();
	let tell = (): void => undefined;
	const askNames = async (): Promise<void> => {
		writers = new Map(await engine.api.slotNames());
		tell();
	};
	// before anything is asked: what arrives while the answer is on its way is in no answer
	const news = hear(engine, stream);
	const stops = [news.stop, engine.on('changed', () => void askNames().catch(() => undefined))]; // a closed engine has no names
	const stop = (): void => stops.forEach((each) => each());
	try {
		const [opening] = await Promise.all([engine.api.openText(stream), askNames()]);
		const text = opening.ok ? openLiveText(opening.value, news, ports, { of: (slot) => writers.get(slot) ?? null, onChange: (hear) => (tell = hear) }) : opening;
		if (!text.ok) {
			stop();
			return text;
		}
		const { close } = text.value;
		return ok({
			...text.value,
			async close() {
				await close();
				stop();
			}
		});
	} catch (fault) {
		stop();
		throw fault;
	}
}

type News = { readonly entry: TextEntry } | { readonly frame: TextFrame } | { readonly gone: 'forgotten' | 'stepped-out' };

interface Hearing {
	/** What was heard so far, in order, and from now on each as it comes. */
	handTo(take: (news: News) => void): void;
	stop(): void;
}

function hear(engine: EngineEnd, stream: StreamId): Hearing {
	const kept: News[] = [];
	let pass = (news: News): void => void kept.push(news);
	const stops = [
		engine.on('textEntry', ({ stream: of, entry }) => of === stream && pass({ entry })),
		engine.on('textFrame', (frame) => frame.stream === stream && pass({ frame })),
		engine.on('textGone', ({ stream: of, because }) => of === stream && pass({ gone: because }))
	];
	return {
		handTo(take) {
			for (const news of kept.splice(0)) take(news);
			pass = take;
		},
		stop: () => stops.forEach((stop) => stop())
	};
}

/** Who is who, by slot; told again when that changes. */
interface Writers {
	of(slot: number): Writer | null;
	onChange(hear: () => void): void;
}

function openLiveText(
	opening: TextOpening,
	news: Hearing,
	ports: LiveTextPorts,
	writers: Writers
): Result<LiveText, Failure> {
	const { stream, slot } = opening;
	const { engine } = ports;
	const text = createTextDoc(slot, opening.session, (fault) => reportError(fault));
	if (!text.ok) return err(failure('Unexpected'));
	const verdicts = new Map<string, Verdict>();
	const gone = new Box<LiveText['gone']['current']>(null);
	const timers = {
		after(ms: number, run: () => void) {
			const timer = setTimeout(run, ms);
			return () => clearTimeout(timer);
		}
	};
	// nobody waits for a frame: what it says comes with an entry too
	const broadcast = (body: Uint8Array): void => void engine.api.sendLive(stream, body).catch(() => undefined);
	let writer = engine;
	/** Another engine of this device may write the same entry: what the first one wrote after all counts once. */
	async function append(payload: Uint8Array): Promise<Result<string, Failure>> {
		if (gone.current !== null) return err(failure(gone.current === 'forgotten' ? 'TextGone' : 'SteppedOut'));
		try {
			return await writer.api.appendText(stream, payload);
		} catch {
			const next = await ports.next(writer);
			if (next === null) return err(failure('Unexpected'));
			writer = next;
			return append(payload);
		}
	}
	const saved = new Box(true);
	const tellSaved = (): void => void (saved.current = session.state.saved && outbox.isTakenUp);
	const outbox: Outbox<Failure> = createOutbox<Failure>({ timers, session: () => session, append, broadcast, onTakenUp: tellSaved });
	const session: TextSession<Failure> = createTextSession<Failure>(slot, text.value, {
		timers,
		now: () => Date.now(),
		append: outbox.append,
		broadcast: outbox.broadcast,
		isHeard: ports.isHeard,
		verifySigned: (_bytes, signature) => toVerified(verdicts.get(toBase64(signature)))
	});
	const presence = createPresence(slot, text.value, { timers, now: () => Date.now(), broadcast, isHeard: ports.isHeard, nameOf: (of) => writers.of(of)?.name ?? null });
	const comments = createTextComments(writers.of, append);
	writers.onChange(comments.retell);

	const taken = new Set<string>();
	function take(entry: TextEntry): void {
		for (const { signature, verdict } of entry.embedded) verdicts.set(toBase64(signature), verdict);
		// a second time: by the opening and by the event, or because who signed what it embeds is known now
		if (taken.has(entry.id)) return session.retryHeld();
		taken.add(entry.id);
		session.receiveEntry(entry);
		comments.take(entry);
	}
	for (const entry of opening.entries) take(entry);

	const lost = new Box(false);
	const present = new Box<LiveText['present']['current']>([]);
	const head = new Box<readonly string[]>(headOf(text.value.fragment));
	const stops = [
		onHead(text.value.fragment, (lines) => (head.current = lines)),
		session.onState(tellSaved),
		presence.onPresent((list) => (present.current = list)),
		text.value.onClientLost(() => (lost.current = true)),
		onHide(() => void session.flush())
	];
	news.handTo((one) => {
		if (gone.current !== null) return;
		if ('gone' in one) return void (gone.current = one.gone);
		if ('entry' in one) return take(one.entry);
		session.receiveFrame(one.frame);
		presence.receive(one.frame);
	});
	presence.greet();

	return ok({
		doc: text.value.doc,
		awareness: presence.awareness,
		saved,
		unwritten: outbox,
		lost,
		gone,
		present,
		head,
		begin: (lines) => beginText(text.value.doc, lines),
		comments: comments.list,
		comment: comments.say,
		withdrawComment: comments.withdraw,
		flush: session.flush,
		async close() {
			presence.close();
			for (let tries = 0; tries < LAST_TRIES && gone.current === null && !(await session.flush()); tries++) await new Promise<void>((resolve) => timers.after(LAST_TRY_MS, resolve));
			await session.close();
			await outbox.close();
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

