/**
 * The first pass: membership and proposals. Every entry is judged once, by its own past, in any causal order of arrival.
 *
 * Nothing here is ever refolded, because nothing depends on what is concurrent; what concurrent entries amount to together
 * is a pure function of the set (`facts.ts`, `outcome.ts`). Carries ORD10-ORD12, MEM3, MEM31.
 */
import type { DeviceId, EntryId, MemberId, ObjectId } from '../../crypto/base';
import type { Dag } from '../log/dag';
import type { Hashes, LoggedEntry, Refusal } from './context';
import { computeFacts } from './membership/facts';
import { judgeEpoch, judgeMembership, NOT_A_MEMBER, type MembershipOp } from './membership/judge';
import type { Facts } from './membership/state';
import type { Author, Node } from './node';
import { areaOf, type Op } from './op';
import { createViews, type View } from './past';
import { createProposalsBook } from './proposals/book';
import type { ProposalOp, ProposalPast } from './proposals/judge';
import type { ProposalsState } from './proposals/state';

export interface Decisions {
	/** Null, and nothing done, while a parent is missing. */
	add(entry: LoggedEntry): Node | null;
	node(id: EntryId): Node | undefined;
	readonly nodes: ReadonlyMap<EntryId, Node>;
	/** What everything held amounts to. */
	facts(): Facts;
	proposals(): ProposalsState;
}

export function createDecisions(dag: Dag, hashes: Hashes): Decisions {
	const nodes = new Map<EntryId, Node>();
	/** Entries that change members or group keys by themselves, in total order; closings do so through what they decide. */
	const relevant: Node[] = [];
	const book = createProposalsBook();
	const views = createViews(dag, factsOf);
	let head: View = views.empty;

	function factsOf(view: View): Facts {
		return computeFacts({
			nodes: relevant.filter((node) => view.has(node.id)),
			decisions: book.decisionsIn(view),
			measures: book.measuresIn(view),
			hashes,
			isAncestor: dag.isAncestor
		});
	}

	function viewBefore(entry: LoggedEntry): View | null {
		let view: View | undefined = entry.prev === null ? views.empty : nodes.get(entry.prev)?.viewAfter;
		for (const dep of entry.deps) {
			const other = nodes.get(dep)?.viewAfter;
			if (other === undefined || view === undefined) return null;
			if (other !== view) view = views.join(view, other);
		}
		return view ?? null;
	}

	function add(entry: LoggedEntry): Node | null {
		const known = nodes.get(entry.id);
		if (known !== undefined) return known;
		const view = viewBefore(entry);
		if (view === null) return null;
		const node: Node = {
			id: entry.id,
			lamport: entry.lamport,
			entry,
			index: dag.indexOf(entry.id),
			view,
			author: seatOf(view.facts(), entry.device),
			refusals: null,
			viewAfter: view,
			isVoid: false,
			firstObject: null,
			effectRefusals: null
		};
		nodes.set(entry.id, node);
		const epochRefusal = epochVerdict(node);
		let isRelevant = false;
		for (let at = 0; at < entry.ops.length; at++) {
			const op = entry.ops[at]!;
			if (op.type === 'unknown-op') continue;
			const refusal = epochRefusal ?? judge(node, op, at);
			if (refusal !== null) (node.refusals ??= [])[at] = refusal;
			else if (changesMembership(op)) isRelevant = true;
		}
		if (isRelevant) {
			if (entry.area === 'membership') insertNode(relevant, node);
			node.viewAfter = views.after(entry.id, view);
			head = views.join(head, node.viewAfter);
		}
		return node;
	}

	/** MEM31 for a whole entry; group keys themselves must be able to travel, and former electors still vote (PRO12). */
	function epochVerdict(node: Node): Refusal | null {
		if (node.author === null) return null;
		const { epoch, ops } = node.entry;
		const { epochVerdicts } = node.view;
		let verdict = epochVerdicts.get(epoch);
		if (verdict === undefined) epochVerdicts.set(epoch, (verdict = judgeEpoch(node.view.facts(), epoch)));
		if (verdict === null) return null;
		return ops.every((op) => op.type === 'membership/open-epoch' || op.type === 'membership/share-epochs') ? null : verdict;
	}

	function judge(node: Node, op: Op, at: number): Refusal | null {
		const area = areaOf(op.type);
		if (area !== node.entry.area) return WRONG_AREA;
		if (area === 'membership') return judgeMembershipOp(node, op as MembershipOp, at); // the area is the type's first part
		if (area === 'proposals') return book.record(op as ProposalOp, pastOf(node, at)); // the area is the type's first part
		return node.author === null ? NOT_A_MEMBER : null;
	}

	function judgeMembershipOp(node: Node, op: MembershipOp, at: number): Refusal | null {
		const { entry } = node;
		const refusal = judgeMembership(op, {
			facts: node.view.facts(),
			author: node.author,
			device: entry.device,
			isFirst: entry.prev === null && entry.deps.length === 0,
			proofValid: entry.proofs[at] ?? false,
			hashes,
			authorOf: (id) => (dag.isAncestor(id, entry.id) ? (nodes.get(id)?.entry.device ?? null) : null),
			isAncestor: dag.isAncestor
		});
		if (refusal === null && op.type === 'membership/leave' && node.author !== null)
			book.recordLeave(node.author.memberId, pastOf(node, at));
		return refusal;
	}

	function pastOf(node: Node, at: number): ProposalPast {
		const { entry } = node;
		return {
			place: { entry: entry.id, lamport: entry.lamport, at: entry.claimedAt },
			objectId: `${entry.id}.${at}` as ObjectId, // the constructor of the brand
			facts: node.view.facts(),
			device: entry.device,
			author: node.author,
			inPast: (id: EntryId) => dag.isAncestor(id, entry.id),
			find: book.find,
			hash: hashes.hash
		};
	}

	function changesMembership(op: Op): boolean {
		const area = areaOf(op.type);
		if (area === 'proposals') return book.isRelevant(op as ProposalOp); // the area is the type's first part
		return area === 'membership' && op.type !== 'membership/adopt' && op.type !== 'membership/receipt';
	}

	return {
		add,
		node: (id) => nodes.get(id),
		nodes,
		facts: () => head.facts(),
		proposals: book.state
	};
}

/** Who a device is, as far as these facts go: active, and of somebody who is a member. */
export function seatOf(facts: Facts, device: DeviceId): Author | null {
	const known = facts.devices.get(device);
	if (known === undefined || known.status !== 'active') return null;
	const member = facts.members.get(known.memberId);
	if (member === undefined || member.status !== 'member') return null;
	return { memberId: member.memberId as MemberId, device, isVoice: member.voice === device };
}

const WRONG_AREA: Refusal = { rule: 'ORD12', reason: 'The entry was sealed for another part of the house.' };

function insertNode(list: Node[], node: Node): void {
	let at = list.length;
	while (at > 0 && compareNodes(list[at - 1]!, node) > 0) at--;
	list.splice(at, 0, node);
}

/** The total order (ORD2). */
export function compareNodes(a: Node, b: Node): number {
	if (a.lamport !== b.lamport) return a.lamport - b.lamport;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
