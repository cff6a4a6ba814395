/**
 * Texts of a form that are looked through on this device before they are shared: what is flagged in each, what was kept knowingly, and
 * whether the form may go. Knows neither the check nor the screen. Nothing here claims that a text is safe. Carries CON60, CON62.
 */
import { getApp } from '$lib/services/context';
import type { ObjectId } from '$crypto/base';
import type { CheckedPlace, IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { OpInput } from '$crdt/domain/op';
import type { Checked, Flag } from '$lib/identifiers/types';
import { createContext, tick } from 'svelte';

type CheckText = (text: string) => Promise<Checked>;

/** Something flagged that was neither changed nor kept. */
export interface OpenFlag extends Flag {
	/** The words themselves. */
	readonly words: string;
	/** The same words of the same kind have the same key. */
	readonly key: string;
}

/** After the last keystroke, before the check is asked. */
const PAUSE_MS = 150;
/** What stands at the end of the text may still be in the writing: it is spoken of after this rest. */
const REST_MS = 900;

/**
 * Kinds of things that are everyday matters at a place and no client's: the dates of rent and of bookings, the accounts and receipts
 * of the books, web addresses in what binds everybody. They are left out there; see docs/decisions/0019-checked-fields.md.
 */
const EVERYDAY: Partial<Readonly<Record<CheckedPlace, readonly IdentifierClass[]>>> = {
	booking: ['date'],
	ledger: ['date', 'account'],
	proposal: ['date'],
	agreement: ['date', 'url']
};

export const isEveryday = (place: CheckedPlace, kind: IdentifierClass): boolean => EVERYDAY[place]?.includes(kind) ?? false;

/** What was kept knowingly in the texts of a form, by key, until it is posted. */
class Kept {
	keys = $state.raw<readonly string[]>([]);
}

/** One text: read it whenever it changes. */
export class CheckedText {
	#flags = $state.raw<readonly Flag[]>([]);
	/** The text that the flags speak of. */
	#text = $state.raw('');
	#atRest = $state(false);
	/** The check could not be made; the person may say that they have read it themselves. */
	#failedFor = $state.raw<string | null>(null);
	#readByHand = $state.raw<string | null>(null);
	/** The form was about to go: everything open is said, also at the end of the text. */
	asked = $state(false);

	#newest = '';
	#timer: ReturnType<typeof setTimeout> | undefined;
	#restTimer: ReturnType<typeof setTimeout> | undefined;
	readonly #check: CheckText;
	readonly #kept: Kept;
	readonly #leftOut: readonly IdentifierClass[];
	/** Where it stands on the page. */
	element: HTMLElement | null = null;

	constructor(check: CheckText, place: CheckedPlace, kept = new Kept()) {
		this.#check = check;
		this.#kept = kept;
		this.#leftOut = EVERYDAY[place] ?? [];
	}

	/** All that is flagged and neither changed nor kept, in the order of the text. */
	get open(): readonly OpenFlag[] {
		return this.#named(this.#text, this.#flags).filter((one) => !this.#kept.keys.includes(one.key));
	}

	/** Of the open ones, those that may be spoken of by now. */
	get shown(): readonly OpenFlag[] {
		return this.asked || this.#atRest ? this.open : this.open.filter((one) => one.to < this.#text.trimEnd().length);
	}

	/** The check could not be made, and nobody has said that they read the text themselves. */
	get unchecked(): boolean {
		return this.#failedFor !== null && this.#failedFor === this.#text && this.#readByHand !== this.#text;
	}

	/** Kinds of what was kept knowingly and still stands in the text. */
	get keptKinds(): readonly IdentifierClass[] {
		return eachOnce(this.#named(this.#text, this.#flags).flatMap((one) => (this.#kept.keys.includes(one.key) ? [one.class] : [])));
	}

	/** The text as it is now; the check follows after a pause. */
	read(text: string): void {
		if (text === this.#newest) return;
		this.#newest = text;
		this.#atRest = false;
		if (this.open.length === 0) this.asked = false;
		this.#clearTimers();
		if (text.trim() === '') {
			this.#forget(text);
			return;
		}
		this.#timer = setTimeout(() => void this.#look(), PAUSE_MS);
		this.#restTimer = setTimeout(() => (this.#atRest = true), REST_MS);
	}

	/** Looks at the newest text now. @returns whether nothing stands open. */
	async settle(): Promise<boolean> {
		this.#clearTimers();
		if (this.#newest !== this.#text || this.#failedFor === this.#text) await this.#look();
		this.#atRest = true;
		return this.open.length === 0 && !this.unchecked;
	}

	keep(flag: OpenFlag): void {
		this.#kept.keys = [...this.#kept.keys, flag.key];
	}

	/** "I have read it myself": where the check could not be made. */
	readMyself(): void {
		this.#readByHand = this.#text;
	}

	stop(): void {
		this.#clearTimers();
	}

	async #look(): Promise<void> {
		const text = this.#newest;
		if (text.trim() === '') {
			this.#forget(text);
			return;
		}
		// the end of a line is the end of whatever stood there
		const { flags, settledTo } = await this.#ask(`${text}\n`);
		if (text !== this.#newest) return;
		this.#text = text;
		this.#failedFor = settledTo < 0 ? text : null;
		this.#flags = flags.filter((one) => one.from < text.length && !this.#leftOut.includes(one.class));
	}

	/** A check that breaks is a check that was not made. */
	async #ask(text: string): Promise<Checked> {
		try {
			return await this.#check(text);
		} catch (bug) {
			reportError(bug);
			return { flags: [], settledTo: -1 };
		}
	}

	#forget(text: string): void {
		this.#text = text;
		this.#flags = [];
		this.#failedFor = null;
		this.asked = false;
	}

	#named(text: string, flags: readonly Flag[]): readonly OpenFlag[] {
		return flags.map((one) => {
			const words = text.slice(one.from, one.to);
			return { ...one, words, key: `${one.class} ${words.toLowerCase()}` };
		});
	}

	#clearTimers(): void {
		clearTimeout(this.#timer);
		clearTimeout(this.#restTimer);
	}
}

/** The texts of one form together. Make it with `checkedForm`. */
export class CheckedForm {
	readonly place: CheckedPlace;
	readonly #check: CheckText;
	readonly #post: (ops: readonly OpInput[]) => Promise<unknown>;
	readonly #meeting: () => ObjectId | null;
	#texts: readonly CheckedText[] = [];
	#settling = false;
	readonly #kept = new Kept();
	/** Kinds, as of the last time that nothing stood open. */
	#keptKinds: readonly IdentifierClass[] = [];

	constructor(place: CheckedPlace, check: CheckText, post: (ops: readonly OpInput[]) => Promise<unknown>, meeting: () => ObjectId | null = () => null) {
		this.place = place;
		this.#check = check;
		this.#post = post;
		this.#meeting = meeting;
	}

	/** For FlagNotes: a text that belongs to this form until `remove`. */
	add(): CheckedText {
		const text = new CheckedText(this.#check, this.place, this.#kept);
		this.#texts = [...this.#texts, text];
		return text;
	}

	remove(text: CheckedText): void {
		text.stop();
		this.#texts = this.#texts.filter((one) => one !== text);
	}

	/**
	 * Before posting. False: something flagged is neither changed nor kept (the focus is on it now), or the same form is being settled
	 * already; do not post then.
	 */
	async settle(): Promise<boolean> {
		if (this.#settling) return false;
		this.#settling = true;
		try {
			const texts = this.#texts;
			const good = await Promise.all(texts.map((one) => one.settle()));
			const open = texts.filter((_, at) => good[at] === false).sort(byPlace);
			for (const one of open) one.asked = true;
			this.#keptKinds = eachOnce(texts.flatMap((one) => one.keptKinds));
			if (open.length === 0) return true;
			await tick();
			bringUp(open[0]?.element ?? null);
			return false;
		} finally {
			this.#settling = false;
		}
	}

	/** After posting: which kinds of things were kept knowingly is written down, never what they were. */
	async posted(meeting: ObjectId | null = this.#meeting()): Promise<void> {
		const kinds = this.#keptKinds;
		this.#keptKinds = [];
		this.#kept.keys = [];
		if (kinds.length > 0) await this.#post(kinds.map((kind) => ({ type: 'consultation/keep-identifier', place: this.place, meeting, class: kind })));
	}
}

const [getForm, setForm] = createContext<CheckedForm>();

/**
 * Call it while a component is made: fields within it that are given no form belong to this one.
 * @param meeting the meeting that the texts belong to.
 */
export function checkedForm(place: CheckedPlace, meeting: () => ObjectId | null = () => null): CheckedForm {
	const app = getApp();
	return setForm(new CheckedForm(place, (text) => app.identifiers.check(text), (ops) => app.post(...ops), meeting));
}

/** The form around a field. Call it while a component is made; throws where there is none. */
export const formAround = (): CheckedForm => getForm();

function bringUp(element: HTMLElement | null): void {
	for (let around = element?.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true;
	element?.focus();
}

const eachOnce = <T>(all: readonly T[]): readonly T[] => all.filter((one, at) => all.indexOf(one) === at);

const byPlace = (a: CheckedText, b: CheckedText): number =>
	a.element && b.element && a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
