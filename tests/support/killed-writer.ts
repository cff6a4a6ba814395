/**
 * Ana writes into a text whose words are held, in one tab or in several, on a disk and a line that do one thing at a time, when told to;
 * any of her tabs may be killed between any two of them. Ben has the text open and sees what the line brings. Every letter is typed once, so that it can be told
 * whether it is missing or stands twice.
 */
import { TextSelection } from '@tiptap/pm/state';
import { err, ok, type Result, type Slot, type StreamId } from '$crypto/base';
import { createTextSession, type TextSession } from '$crdt/text/session';
import { createTextDoc } from '$crdt/text/text-doc';
import type { HeldStore } from '$lib/features/consultation/editor/held/draft';
import { openDraftPlace, type PlaceLocks } from '$lib/services/draft-place';
import { createOutbox, type Outbox } from '$lib/services/unwritten';
import type { Checked } from '$lib/identifiers/types';
import { createFakeClock, paragraphOf, settled, signFake, verifyFake, wordsOf, type FakeClock } from '../unit/text/text-world';
import { Writer } from './held-writer';
import type { Seeded } from './seeded';

const ANA = 7 as Slot; // any 32-bit number
const BEN = 8 as Slot; // likewise
const NOTES = 'notes' as StreamId; // any name
const FIRST_LETTER = 0x4e00;
/** Words with a letter of these are flagged. */
const FLAGGED_EVERY = 11;

interface LoggedEntry {
	readonly slot: Slot;
	readonly segment: number;
	readonly seq: number;
	readonly payload: Uint8Array;
}

/** Something the disk does: first it is there, then the app hears of it. */
interface Work {
	readonly effect: () => void;
	readonly ack: () => void;
	isDone: boolean;
}

interface Life {
	isAlive: boolean;
	/** What is let go when it ends. */
	readonly locks: Set<string>;
	readonly writer: Writer;
	readonly session: TextSession<string>;
	readonly outbox: Outbox<string>;
	readonly draftWork: Work[];
	readonly logWork: Work[];
}

export type Kind = 'draft' | 'draft heard' | 'log' | 'log heard' | 'frame' | 'lost frame' | 'typed' | 'time';

export class KilledWriter {
	readonly clock: FakeClock = createFakeClock();
	/** Letters that stood there while all was called saved. */
	readonly acknowledged = new Set<string>();
	/** Letters that Ana took out: they may be gone, or come back with what she had not saved. */
	readonly deleted = new Set<string>();
	/** By place. */
	readonly drafts = new Map<string, string>();
	/** Ana's disk: her own entries and Ben's. */
	readonly entries: LoggedEntry[] = [];
	readonly ben: TextSession<string>;
	/** Her tabs. */
	readonly lives: Life[] = [];
	/** More than one tab was open. */
	#hadTabs = false;
	readonly #locked = new Set<string>();
	#frames: Uint8Array[] = [];
	readonly #bens: LoggedEntry[] = [];
	#sessions = 0;
	#letter = FIRST_LETTER;
	#toBen = 0;
	#fromBen = 0;

	constructor() {
		const text = createTextDoc(BEN, 0);
		if (!text.ok) throw new Error(text.error.type);
		const append = (payload: Uint8Array): Promise<Result<unknown, string>> => {
			this.#bens.push({ slot: BEN, segment: 0, seq: this.#bens.length, payload });
			return Promise.resolve(ok(undefined));
		};
		this.ben = createTextSession(BEN, text.value, { timers: this.clock, now: this.clock.now, append, broadcast: () => undefined, isHeard: () => true, verifySigned: verifyFake });
		this.open();
	}

	/** The first tab. */
	get life(): Life {
		return this.lives[0]!; // there is one, but while none is open
	}
	/** In the first place. */
	get draft(): string | null {
		return this.drafts.get(`held ${NOTES}`) ?? null;
	}

	/** In one more tab. */
	open(): void {
		this.#hadTabs ||= this.lives.length > 0;
		this.lives.push(this.#open());
	}

	#open(): Life {
		const { clock } = this;
		const text = createTextDoc(ANA, this.#sessions++);
		if (!text.ok) throw new Error(text.error.type);
		const timers = { after: (ms: number, run: () => void) => clock.after(ms, () => void (life.isAlive && run())) };
		const work = <T>(queue: Work[], effect: () => T): Promise<T> =>
			new Promise((resolve) => {
				let result: T;
				queue.push({ isDone: false, effect: () => (result = effect()), ack: () => resolve(result) });
			});
		const [draftWork, logWork]: [Work[], Work[]] = [[], []];
		const replaced = (gone: readonly string[], key?: string, text?: string) =>
			work(draftWork, () => {
				for (const each of gone) this.drafts.delete(each);
				if (key !== undefined && text !== undefined) this.drafts.set(key, text);
				return ok(undefined);
			});
		const locks: PlaceLocks = {
			take: (name) => {
				if (this.#locked.has(name)) return Promise.resolve(null);
				this.#locked.add(name);
				life.locks.add(name);
				return Promise.resolve(() => void (life.locks.delete(name) && this.#locked.delete(name)));
			}
		};
		const store: HeldStore = openDraftPlace(
			NOTES,
			{
				load: (key) => Promise.resolve(JSON.parse(this.drafts.get(key) ?? 'null') as unknown),
				save: (key, value, instead = []) => replaced(instead, key, JSON.stringify(value)),
				remove: (key, also = []) => replaced([key, ...also]),
				list: (prefix) => Promise.resolve([...this.drafts.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key, savedAt: 0 })))
			},
			locks
		);
		const append = (payload: Uint8Array): Promise<Result<unknown, string>> => {
			if (!life.isAlive) return Promise.resolve(err('dead'));
			return work(logWork, () => {
				const entry = { slot: ANA, segment: 0, seq: this.entries.filter(({ slot }) => slot === ANA).length, payload };
				this.entries.push(entry);
				for (const each of this.lives) each.session.receiveEntry(entry);
				return ok(undefined);
			});
		};
		const broadcast = (body: Uint8Array): void => void (life.isAlive && this.#frames.push(body));
		const outbox = createOutbox<string>({ timers, session: () => session, append, broadcast, onTakenUp: () => undefined });
		const session: TextSession<string> = createTextSession(ANA, text.value, {
			timers, now: clock.now, append: outbox.append, broadcast: outbox.broadcast, isHeard: () => true, verifySigned: verifyFake
		});
		for (const entry of this.entries) session.receiveEntry(entry);
		const life: Life = { isAlive: true, locks: new Set(), get writer() { return writer; }, session, outbox, draftWork, logWork };
		const writer: Writer = new Writer({ opened: text.value, store, unwritten: outbox, clock: { after: timers.after, advance: () => undefined }, check: (words) => Promise.resolve(check(words)) });
		return life;
	}

	/** What of the app, the disk and the line could happen next. */
	get possible(): readonly Kind[] {
		return this.possibleIn(this.life);
	}

	possibleIn({ draftWork, logWork }: Life): readonly Kind[] {
		const of = (work: Work | undefined, name: 'draft' | 'log'): readonly Kind[] => (work === undefined ? [] : [work.isDone ? `${name} heard` : name]);
		return [...of(draftWork[0], 'draft'), ...of(logWork[0], 'log'), ...(this.#frames.length > 0 ? (['frame', 'lost frame'] as const) : []), 'typed', 'time'];
	}

	/** Does one of them. */
	async step(kind: Kind, chance: Seeded, life = this.life): Promise<void> {
		if (kind === 'typed') this.#type(chance, life);
		else if (kind === 'time') this.clock.advance(chance.pick([20, 40, 300, 700]));
		else if (kind === 'frame') this.ben.receiveFrame(signFake(ANA, this.#frames.shift()!)); // there is one
		else if (kind === 'lost frame') this.#frames.shift();
		else {
			const queue = kind.startsWith('draft') ? life.draftWork : life.logWork;
			const first = queue[0]!; // there is one
			if (first.isDone) queue.shift()!.ack(); // likewise
			else {
				first.effect();
				first.isDone = true;
			}
		}
		await settled();
		this.#note();
	}

	/** What is on its way between the two devices arrives. */
	exchange(toBen: boolean, fromBen: boolean): void {
		const own = this.entries.filter(({ slot }) => slot === ANA);
		for (; toBen && this.#toBen < own.length; this.#toBen++) this.ben.receiveEntry(own[this.#toBen]!); // below the length
		for (; fromBen && this.#fromBen < this.#bens.length; this.#fromBen++) {
			const entry = this.#bens[this.#fromBen]!; // likewise
			this.entries.push(entry);
			for (const { session } of this.lives) session.receiveEntry(entry);
		}
	}

	benTypes(words: string): void {
		const paragraph = paragraphOf(this.ben) as ReturnType<typeof paragraphOf> | undefined; // a paragraph just made may be empty
		if (paragraph) this.ben.text.doc.transact(() => paragraph.insert(0, words), 'editor');
	}

	/** The app is gone at once, and opened again. */
	async kill(): Promise<void> {
		await this.end();
		this.#frames = [];
		this.open();
		await settled();
	}

	/** A tab is gone at once. */
	async end(life = this.life): Promise<void> {
		life.isAlive = false;
		for (const name of life.locks) this.#locked.delete(name);
		life.locks.clear();
		this.lives.splice(this.lives.indexOf(life), 1);
		await settled();
	}

	/** Disk and line do whatever they have to, for so long. */
	async rest(ms: number): Promise<void> {
		for (let left = ms; left >= 0; left -= 500) {
			for (const queue of this.lives.flatMap(({ draftWork, logWork }) => [draftWork, logWork]))
				while (queue.length > 0) {
					const work = queue.shift()!; // there is one
					if (!work.isDone) work.effect();
					work.ack();
					await settled();
				}
			for (const body of this.#frames.splice(0)) this.ben.receiveFrame(signFake(ANA, body));
			this.clock.advance(500);
			await settled();
		}
		this.#note();
	}

	get words(): string {
		return this.life.writer.words;
	}
	get bensWords(): string {
		return wordsOf(this.ben);
	}

	#note(): void {
		for (const { writer, session, outbox } of this.lives) {
			if (!writer.saved || !session.state.saved || !outbox.isTakenUp) continue;
			for (const letter of writer.words) if (isLetter(letter)) this.acknowledged.add(letter);
		}
	}

	#type(chance: Seeded, { writer }: Life): void {
		const what = chance.int(20);
		const { doc, selection } = writer.state;
		// two who split one paragraph may leave its words twice (TXT, not promised)
		if (what < 1 && !this.#hadTabs) writer.enter();
		else if (what < 3) {
			const at = TextSelection.near(doc.resolve(chance.int(doc.content.size + 1)));
			writer.select(at.from);
		} else if (what < 5) {
			const from = Math.max(selection.from - 1 - chance.int(3), selection.$from.start());
			for (const letter of doc.textBetween(from, selection.from)) this.deleted.add(letter);
			if (from < selection.from) writer.dispatch(writer.state.tr.delete(from, selection.from));
		} else if (what < 6) writer.isFocused = !writer.isFocused;
		else if (what < 11) writer.type(' ');
		else writer.type(String.fromCodePoint(this.#letter++));
	}
}

export const isLetter = (letter: string): boolean => letter >= '\u4e00';

function check(text: string): Checked {
	const flags = [...text.matchAll(/[\u4e00-\uffff]+/g)].flatMap((word) =>
		[...word[0]].some((letter) => (letter.codePointAt(0) ?? 0) % FLAGGED_EVERY === 0)
			? [{ from: word.index, to: word.index + word[0].length, class: 'name' as const, reason: 'This looks like a name.', suggestions: [] }]
			: []
	);
	return { flags, settledTo: text.search(/[\u4e00-\uffff]*$/) };
}
