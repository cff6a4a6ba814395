/**
 * The fold: from admitted entries to one state and the ops that rules refuse. The same on every device, for ever.
 *
 * Two passes. Membership and proposals are judged once, each entry by its own past (`decisions.ts`); then calendar, ledger
 * and consultation run in total order over what is not void (`effects.ts`). No viewer, clock, randomness or secrets.
 * Carries ORD10-ORD14.
 */
import type { EntryId, MemberId, ObjectId } from '../../crypto/base';
import type { Dag } from '../log/dag';
import type { Hashes, LoggedEntry, Refusal } from './context';
import { createDecisions, compareNodes } from './decisions';
import { createEffects } from './effects';
import type { Node } from './node';
import { RULES_VERSION, WRITTEN_BY_DEVICES } from './rules';
import type { State, UnknownSeen } from './state';

export interface Fold {
	/**
	 * Adds entries, in any order; each must be in the graph already, and all its parents in this call or an earlier one.
	 * Known entries are passed over. Throws when a parent is missing: that is a bug of the caller.
	 */
	insert(entries: readonly LoggedEntry[]): void;
	/** The same object until something is inserted. */
	state(): State;
	/** Why ops have no effect, by what they would have made. */
	refusals(): ReadonlyMap<ObjectId, Refusal>;
	/** What the fold knows of one entry: whether it is void, who its author was. */
	entry(id: EntryId): FoldedEntry | null;
	/** The newest entry a member has said something in (not what devices write by themselves), in total order, by who was seated when it was written; null for strangers. */
	latestOf(member: MemberId): EntryId | null;
	/** The highest time claimed in anything a device of a member wrote, its own included; null: nothing held. */
	heardAt(member: MemberId): number | null;
	/** Grows with every insertion that added something. */
	readonly version: number;
}

export interface FoldedEntry {
	readonly entry: LoggedEntry;
	/** Beyond the frontier of a removal: without effect, may be adopted (MEM42, MEM43). */
	readonly isVoid: boolean;
}

export interface FoldOptions {
	/** Holds every entry before it is inserted here. */
	readonly dag: Dag;
	readonly hashes: Hashes;
}

export function createFold({ dag, hashes }: FoldOptions): Fold {
	const decisions = createDecisions(dag, hashes);
	const effects = createEffects(dag, hashes, decisions.node);
	const latestByMember = new Map<MemberId, Node>();
	const heardByMember = new Map<MemberId, number>();
	let version = 0;
	let facts = decisions.facts();
	let unknownOps = 0;
	let firstUnknown: Node | null = null;
	let state: State | null = null;
	let refusals: ReadonlyMap<ObjectId, Refusal> | null = null;

	function insert(entries: readonly LoggedEntry[]): void {
		const nodes = addAll(entries);
		if (nodes.length === 0) return;
		for (const node of nodes) {
			countUnknown(node);
			noteLatest(node);
		}
		const seated = decisions.facts();
		effects.insert(nodes, seated);
		if (seated !== facts) effects.reseat(seated);
		facts = seated;
		version++;
		state = null;
		refusals = null;
	}

	/** Entries mostly come in causal order already; whatever is too early waits for the total order, which respects it. */
	function addAll(entries: readonly LoggedEntry[]): readonly Node[] {
		const nodes: Node[] = [];
		const early: LoggedEntry[] = [];
		for (const entry of entries) {
			if (decisions.node(entry.id) !== undefined) continue;
			const node = decisions.add(entry);
			if (node === null) early.push(entry);
			else nodes.push(node);
		}
		for (const entry of inTotalOrder(early)) {
			if (decisions.node(entry.id) !== undefined) continue;
			const node = decisions.add(entry);
			if (node === null) throw new Error('an entry was folded before what it builds on');
			nodes.push(node);
		}
		return nodes;
	}

	function noteLatest(node: Node): void {
		const member = node.author?.memberId;
		if (member === undefined) return;
		heardByMember.set(member, Math.max(node.entry.claimedAt, heardByMember.get(member) ?? 0));
		if (node.entry.ops.every((op) => WRITTEN_BY_DEVICES.has(op.type))) return;
		const latest = latestByMember.get(member);
		if (latest === undefined || compareNodes(node, latest) > 0) latestByMember.set(member, node);
	}

	function countUnknown(node: Node): void {
		for (const op of node.entry.ops) {
			if (op.type !== 'unknown-op') continue;
			unknownOps++;
			if (firstUnknown === null || compareNodes(node, firstUnknown) < 0) firstUnknown = node;
		}
	}

	function currentState(): State {
		if (state !== null) return state;
		const { calendar, ledger, consultation } = effects.state();
		state = {
			rulesVersion: RULES_VERSION,
			membership: facts,
			proposals: decisions.proposals(),
			calendar,
			ledger,
			consultation,
			entries: decisions.nodes.size,
			unknownOps,
			firstUnknown: unknownSeen(firstUnknown)
		};
		return state;
	}

	function currentRefusals(): ReadonlyMap<ObjectId, Refusal> {
		if (refusals !== null) return refusals;
		effects.state();
		const all = new Map<ObjectId, Refusal>();
		for (const node of decisions.nodes.values())
			for (const list of [node.refusals, node.effectRefusals])
				list?.forEach((refusal, at) => {
					// the constructor of the brand
					if (refusal !== undefined) all.set(`${node.id}.${at}` as ObjectId, refusal);
				});
		return (refusals = all);
	}

	return {
		insert,
		state: currentState,
		refusals: currentRefusals,
		entry(id) {
			const node = decisions.node(id);
			return node === undefined ? null : { entry: node.entry, isVoid: node.isVoid };
		},
		latestOf: (member) => latestByMember.get(member)?.id ?? null,
		heardAt: (member) => heardByMember.get(member) ?? null,
		get version() {
			return version;
		}
	};
}

function inTotalOrder(entries: LoggedEntry[]): readonly LoggedEntry[] {
	return entries.sort((a, b) => a.lamport - b.lamport || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function unknownSeen(node: Node | null): UnknownSeen | null {
	for (const op of node?.entry.ops ?? [])
		if (node !== null && op.type === 'unknown-op') return { entry: node.id, claimedType: op.claimedType };
	return null;
}
