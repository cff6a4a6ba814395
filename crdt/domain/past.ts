/**
 * "The membership as the author knew it", cheaply.
 *
 * Most entries change nothing about members, settings or group keys. A *view* is the set of entries that do, as far as one
 * entry's past goes; it is named by its newest members (a frontier), shared by every entry that saw the same, and its facts
 * are computed once. Knows the graph and nothing of rules. Pure. Carries ORD10.
 */
import type { EntryId } from '../../crypto/base';
import type { Dag } from '../log/dag';
import type { Refusal } from './context';
import type { Facts } from './membership/state';

export interface View {
	readonly id: number;
	/** Relevant entries that no other one in the view has in its past; sorted. */
	readonly frontier: readonly EntryId[];
	/** Views that it contains whole: what they hold, it holds. */
	readonly parts: readonly View[];
	/** Does the view contain this relevant entry? */
	has(entry: EntryId): boolean;
	facts(): Facts;
	/** May somebody who knows this write under that group key? Remembered per key. */
	readonly epochVerdicts: Map<string, Refusal | null>;
}

export interface Views {
	readonly empty: View;
	/** The view after a relevant entry whose own past is `before`: that entry covers everything in it. */
	after(entry: EntryId, before: View): View;
	join(a: View, b: View): View;
}

/** @param computeFacts pure in the contents of the view. */
export function createViews(dag: Dag, computeFacts: (view: View) => Facts): Views {
	const byName = new Map<string, View>();
	const joined = new Map<string, View>();

	function viewOf(frontier: readonly EntryId[], parts: readonly View[]): View {
		const name = frontier.join(' ');
		const known = byName.get(name);
		if (known !== undefined) return known;
		let facts: Facts | null = null;
		const view: View = {
			id: byName.size,
			frontier,
			parts,
			has: (entry) => frontier.some((newest) => newest === entry || dag.isAncestor(entry, newest)),
			facts: () => (facts ??= computeFacts(view)),
			epochVerdicts: new Map()
		};
		byName.set(name, view);
		return view;
	}

	const covers = (view: View, entry: EntryId): boolean => view.has(entry);

	function join(a: View, b: View): View {
		if (a === b || b.frontier.length === 0) return a;
		if (a.frontier.length === 0) return b;
		const name = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
		const known = joined.get(name);
		if (known !== undefined) return known;
		const fromA = a.frontier.filter((entry) => b.frontier.includes(entry) || !covers(b, entry));
		const fromB = b.frontier.filter((entry) => !fromA.includes(entry) && !covers(a, entry));
		const view = viewOf([...fromA, ...fromB].sort(), [a, b]);
		joined.set(name, view);
		return view;
	}

	return { empty: viewOf([], []), after: (entry, before) => viewOf([entry], [before]), join };
}
