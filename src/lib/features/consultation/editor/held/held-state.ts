/**
 * What the editor knows besides its document: which words are held, what is flagged, what was kept knowingly.
 *
 * A ProseMirror plugin's state, moved along by every transaction. Pure; knows nothing of Yjs and of the check. Carries TXT40.
 */
import { PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import type { Flag } from '$lib/identifiers/types';
import { joined, mapped, type Range } from './ranges';
import { textOf } from './strip';

/** A flag where it stands in the document. */
export interface PlacedFlag extends Range, Pick<Flag, 'class' | 'reason' | 'suggestions'> {
	/** The same while the flag stands. */
	readonly id: number;
	/** The words it is about. */
	readonly text: string;
	/** False: what it is about is shared already. */
	readonly isHeld: boolean;
}

/** Flagged text that the person shared knowingly: not flagged again while it stands unchanged. */
export interface KeptText extends Range {
	readonly text: string;
}

export interface HeldState {
	readonly held: readonly Range[];
	readonly flags: readonly PlacedFlag[];
	readonly kept: readonly KeptText[];
	/** Held words from the draft of an earlier session: perhaps they were shared, and a colleague's device still brings them. */
	readonly restored: readonly Range[];
	/** The end of what was put in last; null: something else was done since. */
	readonly recent: number | null;
}

/** Sent along with a transaction: it says itself what is held afterwards. */
export interface HeldNews extends Pick<HeldState, 'held'> {
	readonly from: 'colleague' | 'check' | 'draft';
	readonly flags?: readonly PlacedFlag[];
	readonly kept?: readonly KeptText[];
	readonly restored?: readonly Range[];
}

export const HELD = new PluginKey<HeldState>('held');
export const NOTHING_HELD: HeldState = { held: [], flags: [], kept: [], restored: [], recent: null };

export const heldOf = (state: EditorState | null): HeldState => (state === null ? NOTHING_HELD : (HELD.getState(state) ?? NOTHING_HELD));
/** The meta value is only ever set by `withNews`. */
export const newsOf = (tr: Transaction): HeldNews | undefined => tr.getMeta(HELD) as HeldNews | undefined;
export const withNews = (tr: Transaction, news: HeldNews): Transaction => tr.setMeta(HELD, news);

export function applyHeld(tr: Transaction, before: HeldState): HeldState {
	const news = newsOf(tr);
	if (!tr.docChanged) return news === undefined ? before : { ...before, ...withoutOrigin(news) };
	const flags = before.flags
		.map((flag) => ({ ...flag, from: tr.mapping.map(flag.from, 1), to: tr.mapping.map(flag.to, -1) }))
		.filter(({ from, to }) => from < to);
	const kept = before.kept
		.map((one) => ({ ...one, from: tr.mapping.map(one.from, 1), to: tr.mapping.map(one.to, -1) }))
		.filter(({ from, to, text }) => to - from === text.length && tr.doc.textBetween(from, to) === text);
	const recent = before.recent === null ? null : tr.mapping.map(before.recent);
	const restored = mapped(before.restored, tr.mapping);
	if (news !== undefined) return { flags, kept, restored, recent, ...withoutOrigin(news) };
	const fresh = textOf(tr.doc, joined(inserted(tr)));
	const held = textOf(tr.doc, joined([...mapped(before.held, tr.mapping), ...fresh]));
	return { flags, kept, restored, held, recent: fresh.at(-1)?.to ?? null };
}

function withoutOrigin({ held, flags, kept, restored }: HeldNews): Omit<HeldNews, 'from'> {
	return { held, ...(flags && { flags }), ...(kept && { kept }), ...(restored && { restored }) };
}

/** Whatever a transaction put in, where it stands at its end. */
function inserted(tr: Transaction): readonly Range[] {
	const ranges: Range[] = [];
	tr.steps.forEach((step, index) => {
		const later = tr.mapping.slice(index + 1);
		step.getMap().forEach((_oldFrom, _oldTo, from, to) => {
			if (from < to) ranges.push({ from: later.map(from, 1), to: later.map(to, -1) });
		});
	});
	return ranges;
}
