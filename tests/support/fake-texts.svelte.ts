// the maps are only looked up, never shown
/* eslint-disable svelte/prefer-svelte-reactivity */
/** Live texts for looking at screens: kept in memory as long as the page is open, with a colleague who is here. No sealing, no disk. */
import { ok, type ObjectId, type StreamId } from '$crypto/base';
import type { CommentView } from '$lib/services/consultation-types';
import type { LiveText } from '$lib/services/types';
import { NOTHING_UNWRITTEN } from './nothing-unwritten';

export type Lines = readonly { readonly heading: string; readonly words: string }[];

export class FakeTexts {
	#texts = new Map<StreamId, Promise<LiveText>>();
	#begun: ReadonlyMap<StreamId, Lines>;
	#said: ReadonlyMap<StreamId, readonly CommentView[]>;

	/** @param begun words that stand there already. */
	constructor(begun: ReadonlyMap<StreamId, Lines> = new Map(), said: ReadonlyMap<StreamId, readonly CommentView[]> = new Map()) {
		this.#begun = begun;
		this.#said = said;
	}

	open(stream: StreamId): Promise<LiveText> {
		const known = this.#texts.get(stream);
		if (known) return known;
		const made = this.#make(stream);
		this.#texts.set(stream, made);
		return made;
	}

	async #make(stream: StreamId): Promise<LiveText> {
		const [{ Doc }, { Awareness }, { beginText, headOf, onHead }] = await Promise.all([import('yjs'), import('y-protocols/awareness'), import('$crdt/text/begin')]);
		const doc = new Doc();
		const fragment = doc.getXmlFragment('default');
		const begun = this.#begun.get(stream);
		if (begun) beginText(doc, begun);
		let head = $state.raw(headOf(fragment));
		onHead(fragment, (lines) => (head = lines));
		let comments = $state.raw<readonly CommentView[]>(this.#said.get(stream) ?? []);
		return {
			doc,
			awareness: new Awareness(doc),
			saved: { current: true },
			unwritten: NOTHING_UNWRITTEN,
			lost: { current: false },
			gone: { current: null },
			present: { current: [{ name: 'Ben', colour: 'clay' }] },
			head: {
				get current() {
					return head;
				}
			},
			begin: (lines) => beginText(doc, lines),
			comments: {
				get current() {
					return comments;
				}
			},
			comment: (text: string, about: ObjectId | null) => {
				comments = [...comments, { id: String(comments.length), about, name: 'Ana', discipline: 'Psychotherapist', licence: 'Chamber no. 10047', mine: true, at: Date.now(), text, withdrawn: false }];
				return Promise.resolve(ok(undefined));
			},
			withdrawComment: (id) => {
				comments = comments.map((one) => (one.id === id ? { ...one, text: '', withdrawn: true } : one));
				return Promise.resolve(ok(undefined));
			},
			flush: () => Promise.resolve(true),
			close: () => Promise.resolve()
		};
	}
}
