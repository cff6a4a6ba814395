/**
 * Who holds an entry: the members whose logs causally include it. It is what screens show ("on 5 of 9 members' devices")
 * and is true whatever clocks say, because whoever builds on an entry has it. Pure. Carries SPEC rule LOG70.
 */
import type { EntryId, MemberId, Slot } from '../../crypto/base';
import type { Dag } from './dag';

/** The author's member included. `memberOf` gives null for devices that count for nobody. Each member once, any order. */
export function heldByMembers(dag: Dag, entry: EntryId, memberOf: (slot: Slot) => MemberId | null): readonly MemberId[] {
	const holders = new Set<MemberId>();
	if (!dag.has(entry)) return [];
	for (let chain = 0; chain < dag.chainCount; chain++) {
		const { slot, last } = dag.chain(chain);
		if (last !== entry && !dag.isAncestor(entry, last)) continue;
		const member = memberOf(slot);
		if (member !== null) holders.add(member);
	}
	return [...holders];
}
