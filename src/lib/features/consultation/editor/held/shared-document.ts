/**
 * The shared text as a ProseMirror document: read, written, and places in it. Unchanged blocks keep their objects.
 *
 * Reading writes nothing, except that two runs of words in one paragraph become one (`joinRuns`). What the schema does not know
 * is left out. Knows nothing of held words. Carries TXT40.
 */
import { Fragment, type Mark, type Node, type Schema } from '@tiptap/pm/model';
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, updateYFragment } from '@tiptap/y-tiptap';
import { isAnchored, isElement, isWords, joinRuns, treeOf, type Anchor, type TextDocument, type Tree, type TreeElement, type TreeWords } from '$lib/services/text-tree';

/** The origin of whatever this device's editor writes (TXT10). */
export const OWN = { name: 'editor' };
/** Nobody wants this undone. */
const JOINED = { name: 'joined' };

export class SharedDocument {
	readonly tree: Tree;
	readonly #mapping = new Map<object, Node | Node[]>();
	readonly #meta = { mapping: this.#mapping as never, isOMark: new Map() }; // y-tiptap types its keys by a class of yjs

	constructor(
		readonly doc: TextDocument,
		readonly schema: Schema
	) {
		this.tree = treeOf(doc);
	}

	/** `outdated`: what changed since it was read last. An empty text is a document with one empty paragraph. */
	read(outdated: ReadonlySet<object>): Node {
		for (const type of outdated) this.#mapping.delete(type);
		const { topNodeType } = this.schema;
		const blocks = (this.tree.toArray() as unknown[])
			.map((child) => (isElement(child) ? this.#element(child) : null))
			.filter((node) => node !== null && topNodeType.validContent(Fragment.from(node)));
		const doc = topNodeType.createAndFill(null, Fragment.fromArray(blocks as Node[])); // the filter took out the nulls
		if (doc === null) throw new Error('a document may always be one of blocks');
		return doc;
	}

	/** Makes the shared text equal to each of `docs` in turn, as one change. */
	write(docs: readonly Node[]): void {
		this.doc.transact(() => {
			for (const doc of docs) updateYFragment(this.doc, this.tree, doc, this.#meta);
		}, OWN);
	}

	/** A place that keeps its meaning while others write. `position`: in the document as last read or written. Null: none there. */
	anchorAt(position: number): Anchor | null {
		try {
			return absolutePositionToRelativePosition(position, this.tree, this.#mapping as never) as Anchor; // typed as anything there
		} catch {
			return null;
		}
	}

	/** Null when what the place was beside is gone. */
	positionOf(anchor: Anchor): number | null {
		return isAnchored(this.doc, anchor) ? this.nearestTo(anchor) : null;
	}

	/** Like `positionOf`, and where the letter beside it is gone the place where that was, as far as it can be told. */
	nearestTo(anchor: Anchor): number | null {
		try {
			return relativePositionToAbsolutePosition(this.doc, this.tree, anchor, this.#mapping as never);
		} catch {
			return null; // somebody else's cursor may name anything
		}
	}

	#element(element: TreeElement): Node | null {
		const known = this.#mapping.get(element);
		if (known !== undefined && !Array.isArray(known)) return known;
		joinRuns(element, JOINED);
		const children: Node[] = [];
		for (const child of element.toArray() as unknown[]) {
			if (isWords(child)) children.push(...this.#words(child));
			else if (isElement(child)) {
				const node = this.#element(child);
				if (node !== null) children.push(node);
			}
		}
		try {
			const node = this.schema.node(element.nodeName, element.getAttributes(), children);
			node.check();
			this.#mapping.set(element, node);
			return node;
		} catch {
			return null; // two changes that do not go together, or another version's element
		}
	}

	#words(words: TreeWords): readonly Node[] {
		const nodes: Node[] = [];
		for (const { insert, attributes } of words.toDelta() as { insert: unknown; attributes?: Record<string, Record<string, unknown>> }[]) {
			if (typeof insert === 'string' && insert !== '') nodes.push(this.schema.text(insert, this.#marks(attributes ?? {})));
		}
		return nodes;
	}

	#marks(attributes: Record<string, Record<string, unknown>>): readonly Mark[] {
		return Object.entries(attributes).flatMap(([name, attrs]) => {
			// marks that may stand several times carry a hash behind their name
			const type = this.schema.marks[name.replace(/--[a-zA-Z0-9+/=]{8}$/, '')];
			return type === undefined || attrs === null ? [] : [type.create(attrs)];
		});
	}
}
