/**
 * What a signed close keeps: entries of the ledger that stand in spite of their author's removal, because most of those who could sign
 * held them when they signed. Knows who signed what, not what a close names. Carries LED45, MEM42.
 */
import type { EntryId, MemberId, ObjectId } from '../../crypto/base';
import type { Dag } from '../log/dag';
import { isBeyondFrontier } from './membership/facts';
import { fullMembers, type Facts } from './membership/state';
import type { Node } from './node';

export interface Seals {
	/** Takes note of closes and signatures in an entry; true when there are any. Closes before their signatures. */
	note(node: Node): boolean;
	/** Does the entry lie in the past of a close that more than half of its electors have signed, one of them with a signature that stands? */
	keeps(entry: EntryId, facts: Facts): boolean;
}

interface Seal {
	readonly entry: EntryId;
	readonly electors: readonly MemberId[];
	readonly signatures: { readonly member: MemberId; readonly entry: EntryId }[];
}

export function createSeals(dag: Dag): Seals {
	const seals = new Map<ObjectId, Seal>();
	let kept: { readonly facts: Facts; readonly entries: readonly EntryId[] } | null = null;

	function sign(seal: Seal | undefined, { id, author }: Node): void {
		if (seal === undefined || author === null || !author.isVoice || !seal.electors.includes(author.memberId)) return;
		seal.signatures.push({ member: author.memberId, entry: id });
		kept = null;
	}

	function isKept({ electors, signatures }: Seal, facts: Facts): boolean {
		if (new Set(signatures.map(({ member }) => member)).size <= electors.length / 2) return false;
		return signatures.some(({ member, entry }) => facts.members.has(member) && !isBeyondFrontier(entry, member, facts.removals, dag));
	}

	return {
		note(node) {
			let found = false;
			node.entry.ops.forEach((op, at) => {
				if (node.refusals?.[at] !== undefined) return;
				if (op.type === 'ledger/close-period') {
					const seal: Seal = { entry: node.id, electors: fullMembers(node.view.facts()).map(({ memberId }) => memberId), signatures: [] };
					seals.set(`${node.id}.${at}` as ObjectId, seal); // the constructor of the brand
					sign(seal, node);
					found = true;
				} else if (op.type === 'ledger/co-sign') {
					const seal = seals.get(op.close);
					if (seal !== undefined && (seal.entry === node.id || dag.isAncestor(seal.entry, node.id))) sign(seal, node);
					found = true;
				}
			});
			return found;
		},
		keeps(entry, facts) {
			if (kept?.facts !== facts)
				kept = { facts, entries: [...seals.values()].flatMap((seal) => (isKept(seal, facts) ? [seal.entry] : [])) };
			return kept.entries.some((close) => dag.isAncestor(entry, close));
		}
	};
}
