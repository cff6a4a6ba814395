/**
 * Where colleagues write, and telling them where one writes oneself. Within held words one's cursor stands before them: nobody
 * else has them. Carries TXT47.
 */
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { anchorFromJson, areSameAnchors, type Anchor } from '$lib/services/text-tree';
import { drawCaret, drawSelection } from '../caret';
import type { HeldBinding } from './binding';

interface Writer {
	readonly user?: { readonly name?: unknown; readonly color?: unknown };
	readonly cursor?: unknown;
}

/** The part of a presence that is needed. */
export interface Presence {
	readonly clientID: number;
	getStates(): ReadonlyMap<number, Writer | null>;
	getLocalState(): Writer | null;
	setLocalStateField(field: string, value: unknown): void;
	on(event: 'change', hear: () => void): unknown;
	off(event: 'change', hear: () => void): unknown;
}

interface Cursor {
	readonly anchor: Anchor;
	readonly head: Anchor;
}

const CURSORS = new PluginKey<DecorationSet>('colleague-cursors');

export function cursorsPlugin(binding: HeldBinding, presence: Presence): Plugin<DecorationSet> {
	const drawn = (doc: Parameters<typeof DecorationSet.create>[0]): DecorationSet => DecorationSet.create(doc, draw(binding, presence, doc.content.size));
	return new Plugin({
		key: CURSORS,
		state: {
			init: (_config, { doc }) => DecorationSet.create(doc, []),
			apply: (tr, before) => (tr.getMeta(CURSORS) === true ? drawn(tr.doc) : before.map(tr.mapping, tr.doc))
		},
		props: { decorations: (state) => CURSORS.getState(state) },
		view(view) {
			let isOver = false;
			let isPlanned = false;
			const redraw = (): void => {
				if (isPlanned) return;
				isPlanned = true;
				queueMicrotask(() => {
					isPlanned = false;
					if (!isOver) view.dispatch(view.state.tr.setMeta(CURSORS, true));
				});
			};
			const tell = (): void => tellOwn(view, binding, presence);
			presence.on('change', redraw);
			view.dom.addEventListener('focusin', tell);
			view.dom.addEventListener('focusout', tell);
			redraw();
			return {
				update(_view, before) {
					tell();
					// a place may be known only now that its words are here
					if (!before.doc.eq(view.state.doc) && presence.getStates().size > 1) redraw();
				},
				destroy() {
					isOver = true;
					presence.off('change', redraw);
					view.dom.removeEventListener('focusin', tell);
					view.dom.removeEventListener('focusout', tell);
					if (presence.getLocalState()?.cursor !== undefined) presence.setLocalStateField('cursor', null);
				}
			};
		}
	});
}

function tellOwn(view: EditorView, binding: HeldBinding, presence: Presence): void {
	const now = cursorOf(presence.getLocalState()?.cursor);
	if (!view.hasFocus()) {
		if (now !== null) presence.setLocalStateField('cursor', null);
		return;
	}
	const anchor = binding.anchorAt(view.state.selection.anchor);
	const head = binding.anchorAt(view.state.selection.head);
	if (anchor === null || head === null) return;
	if (now !== null && areSameAnchors(now.anchor, anchor) && areSameAnchors(now.head, head)) return;
	presence.setLocalStateField('cursor', { anchor, head });
}

function draw(binding: HeldBinding, presence: Presence, size: number): Decoration[] {
	const decorations: Decoration[] = [];
	for (const [client, state] of presence.getStates()) {
		const cursor = client === presence.clientID ? null : cursorOf(state?.cursor);
		const user = state?.user;
		if (cursor === null || user === undefined) continue;
		const [anchor, head] = [binding.positionOf(cursor.anchor), binding.positionOf(cursor.head)];
		if (anchor === null || head === null) continue;
		const [a, h] = [Math.min(anchor, size), Math.min(head, size)];
		decorations.push(Decoration.widget(h, () => drawCaret(user), { key: `${client}`, side: 10 }));
		if (a !== h) decorations.push(Decoration.inline(Math.min(a, h), Math.max(a, h), drawSelection(user), { inclusiveEnd: true, inclusiveStart: false }));
	}
	return decorations;
}

/** The presence has rebuilt it field by field (`crdt/text/cursor.ts`), or it is one's own. */
function cursorOf(value: unknown): Cursor | null {
	if (typeof value !== 'object' || value === null || !('anchor' in value) || !('head' in value)) return null;
	return { anchor: anchorFromJson(value.anchor), head: anchorFromJson(value.head) };
}
