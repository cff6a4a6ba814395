/**
 * Binds an editor to a shared text so that held words stay out of it: after every change the shared text equals the visible
 * document without its held words. Colleagues' changes come in around them.
 *
 * Knows nothing of why words are held, of the check, and of drafts. Carries TXT40, TXT43 and TXT46.
 */
import type { Node, Schema } from '@tiptap/pm/model';
import { TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { createOwnUndo, watchTree, type Anchor, type OwnUndo, type TextDocument } from '$lib/services/text-tree';
import { putBack, remoteTransaction, nearestText } from './apply-remote';
import { changesBetween } from './changes';
import { heldOf, withNews } from './held-state';
import { joined, without, type Range } from './ranges';
import { OWN, SharedDocument } from './shared-document';
import { strip, textOf, toShared, toVisible } from './strip';

/** What of an editor's view is needed. */
export interface Host {
	readonly state: EditorState;
	dispatch(tr: Transaction): void;
}

/** Where the person's selection and the held words stood before somebody else's change. */
interface Places {
	readonly held: readonly (Anchor | null)[];
	readonly anchor: Anchor | null;
	readonly head: Anchor | null;
}

export class HeldBinding {
	readonly shared: SharedDocument;
	readonly undo: OwnUndo;
	/** The shared text as it was last read or written. */
	#known: Node;
	#host: Host | null = null;
	#places: Places | null = null;
	/** What the host showed when it was last looked at. */
	#seen: { readonly doc: Node; readonly held: readonly Range[] };
	#isWriting = false;
	#unwatch = (): void => undefined;

	constructor(doc: TextDocument, schema: Schema) {
		this.shared = new SharedDocument(doc, schema);
		this.undo = createOwnUndo(this.shared.tree, OWN);
		this.#known = this.shared.read(new Set());
		this.#seen = { doc: this.#known, held: [] };
	}

	/** The shared text as a document. */
	get known(): Node {
		return this.#known;
	}

	/** From now on the host shows the text. */
	connect(host: Host): void {
		this.disconnect();
		this.#host = host;
		this.#unwatch = watchTree(this.shared.tree, { before: () => this.#before(), after: (origin, outdated) => this.#after(origin, outdated) });
		this.#places = null;
		const { held } = heldOf(host.state);
		this.#show(host, strip(host.state.doc, held), this.shared.read(new Set()), false);
	}

	disconnect(): void {
		this.#unwatch();
		this.#unwatch = () => undefined;
		this.#host = null;
	}

	close(): void {
		this.disconnect();
		this.undo.close();
	}

	/** To be called after every change of the host's state: shares what is not held. @returns whether the shared text changed. */
	updated(): boolean {
		if (this.#host === null) return false;
		const { doc } = this.#host.state;
		const { held } = heldOf(this.#host.state);
		const released = doc === this.#seen.doc ? without(this.#seen.held, held) : [];
		this.#seen = { doc, held };
		// each word by itself: written together, they would take out what stands between them and put it back
		const steps = released.slice(1).map((_, i) => strip(doc, joined([...held, ...released.slice(i + 1)])));
		const docs = [...steps, strip(doc, held)];
		if (docs.every((one) => one === this.#known || one.eq(this.#known))) return false;
		this.#known = docs.at(-1) ?? this.#known;
		this.#isWriting = true;
		try {
			this.shared.write(docs);
		} finally {
			this.#isWriting = false;
		}
		return true;
	}

	/** A position of the visible document as one that keeps its meaning. */
	anchorAt(position: number): Anchor | null {
		return this.shared.anchorAt(toShared(position, this.#held));
	}

	/** Where an anchor, a colleague's perhaps, is in the visible document; null: nowhere. */
	positionOf(anchor: Anchor): number | null {
		const position = this.shared.nearestTo(anchor);
		if (position === null || position > this.#known.content.size) return null;
		return toVisible(position, this.#held, -1);
	}

	get #held(): readonly Range[] {
		return this.#host === null ? [] : heldOf(this.#host.state).held;
	}

	#before(): void {
		if (this.#host === null || this.#isWriting) return;
		const { selection } = this.#host.state;
		this.#places = {
			held: this.#held.map(({ from }) => this.anchorAt(from)),
			anchor: this.anchorAt(selection.anchor),
			head: this.anchorAt(selection.head)
		};
	}

	#after(origin: unknown, outdated: ReadonlySet<object>): void {
		if (origin === OWN || this.#host === null) return;
		this.#show(this.#host, this.#known, this.shared.read(outdated), this.undo.isOrigin(origin));
		this.#places = null;
	}

	/** `before`: the shared text that the host shows now. */
	#show(host: Host, before: Node, after: Node, isUndo: boolean): void {
		const { state } = host;
		const { held } = heldOf(state);
		this.#known = after;
		if (before.eq(after)) return;
		const places = this.#places;
		const remote = putBack(state.doc, held, before, after, held.map((_, i) => this.#placeOf(places?.held[i])));
		const tr = remoteTransaction(state, held, remote);
		const heldAfter = textOf(tr.doc, joined(remote.held));
		if (state.selection instanceof TextSelection) {
			const changes = changesBetween(state.doc, tr.doc);
			const find = (position: number, anchor: Anchor | null | undefined): number => {
				const within = held.findIndex((range) => range.from <= position && position <= range.to);
				if (within >= 0) return (remote.held[within]?.from ?? 0) + position - (held[within]?.from ?? 0);
				const place = this.#placeOf(anchor);
				return place === null ? tr.mapping.map(position) : toVisible(place, heldAfter, -1);
			};
			const last = changes.at(-1);
			const [anchor, head] = isUndo && last !== undefined ? [last.newTo, last.newTo] : [find(state.selection.anchor, places?.anchor), find(state.selection.head, places?.head)];
			tr.setSelection(TextSelection.create(tr.doc, nearestText(tr.doc, anchor), nearestText(tr.doc, head)));
		}
		// bold was switched on for the next letter: it stays so
		if (state.storedMarks !== null) tr.setStoredMarks(state.storedMarks);
		host.dispatch(withNews(tr, { from: 'colleague', held: heldAfter }));
	}

	#placeOf(anchor: Anchor | null | undefined): number | null {
		return anchor === undefined || anchor === null ? null : this.shared.positionOf(anchor);
	}
}
