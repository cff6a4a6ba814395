/** What a reducer sees of the entry at hand: its own past and nothing else. Made for one op, thrown away after. */
import type { EntryId, MemberId, ObjectId } from '../../crypto/base';
import type { Dag } from '../log/dag';
import type { Hashes, LoggedEntry, MemberInPast, RoomDecision, RuleContext, Settings, SpendApproval } from './context';
import type { Facts } from './membership/state';
import type { Author, Node } from './node';
import type { SettingKey } from './proposals/settings-ops';

export class OpContext implements RuleContext {
	readonly entry: LoggedEntry;
	readonly hash: Hashes['hash'];
	private readonly facts: Facts;

	constructor(
		private readonly dag: Dag,
		hashes: Hashes,
		private readonly node: Node,
		readonly author: Author,
		readonly opIndex: number
	) {
		this.entry = node.entry;
		this.hash = hashes.hash;
		this.facts = node.view.facts();
	}

	get objectId(): ObjectId {
		const { node, opIndex } = this;
		if (opIndex > 0) return `${node.id}.${opIndex}` as ObjectId; // the constructor of the brand
		return (node.firstObject ??= `${node.id}.0` as ObjectId);
	}

	get proofValid(): boolean {
		return this.entry.proofs[this.opIndex] ?? false;
	}

	get isVoid(): boolean {
		return this.node.isVoid;
	}

	inPast(id: EntryId): boolean {
		const at = this.dag.indexOf(id);
		return at >= 0 && this.dag.isAncestorAt(at, this.node.index);
	}

	isAncestor(ancestor: EntryId, descendant: EntryId): boolean {
		return this.dag.isAncestor(ancestor, descendant);
	}

	membersInPast(): readonly MemberInPast[] {
		return this.facts.seated;
	}

	founder(): MemberId {
		if (this.facts.founder === null) throw new Error('an author without a collective');
		return this.facts.founder;
	}

	leftInPast(): readonly MemberId[] {
		const left: MemberId[] = [];
		for (const member of this.facts.members.values()) if (member.status === 'left') left.push(member.memberId);
		return left;
	}

	wasMember(member: MemberId): boolean {
		return this.facts.members.has(member);
	}

	settingsInPast(): Settings {
		return this.facts.settings;
	}

	settingDecidedInPast(key: SettingKey): ObjectId | null {
		return this.facts.decidedBy[key] ?? null;
	}

	roomDecisionInPast(proposal: ObjectId): RoomDecision | null {
		return this.facts.roomDecisions.get(proposal) ?? null;
	}

	approvalInPast(id: ObjectId): SpendApproval | null {
		return this.facts.approvals.get(id) ?? null;
	}
}
