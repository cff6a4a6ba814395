/** A case as whoever looks may see it: tags and who has said what; texts only for those who may read. Pure. Rules CON33 to CON39. */
import type { MemberId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { expectedAt, isOpenCase, readersOfCase } from './readers';
import type { CaseFacts, Item } from './state';
import type { CaseAccess, CaseView } from './views';

/** Null unless the item is a case. */
export function caseViewOf(lens: Lens, item: Item): CaseView | null {
	const { case: facts } = item;
	if (facts === null) return null;
	const { me, nameOf, state } = lens;
	const { seated } = state.membership;
	const isSeated = new Set(seated.map(({ memberId }) => memberId));
	const mine = item.presenter === me;
	const isReader = readersOfCase(state.consultation, item, seated).includes(me);
	const unanswered = expectedAt(state.consultation, item)
		.filter((member) => isSeated.has(member) && !facts.answers.has(member))
		.map((member) => ({ member, name: nameOf(member) }));
	const answers = [...facts.answers].map(([member, { value, at }]) => ({
		member, name: nameOf(member), knows: value, at, seen: value === 'maybe' ? seenBy(facts, member) : null
	}));
	const isOpen = isOpenCase(state.consultation, item, seated);
	return {
		tags: facts.tags,
		access: accessOf(),
		texts: isReader ? facts.texts : [],
		answers,
		unanswered,
		openedEarly: facts.opened !== null,
		mayOpen: mine && !isOpen && unanswered.length > 0,
		mayReadmit: mine ? answers.flatMap(({ member, knows }) => (knows === 'maybe' && isSeated.has(member) ? [member] : [])) : []
	};

	function accessOf(): CaseAccess {
		if (mine) return { status: 'presenter' };
		const answer = facts!.answers.get(me)?.value;
		if (answer === undefined) return { status: 'ask' };
		if (answer === 'maybe') return { status: 'recused', seen: seenBy(facts!, me) };
		return isReader ? { status: 'open' } : { status: 'waiting', forNames: unanswered.map(({ name }) => name) };
	}
}

/**
 * From when until when somebody who stepped out could read, by the clocks of the devices concerned; null: never. That they did, nobody
 * knows; nor what they remember.
 */
export function seenBy({ history, complete, opened }: CaseFacts, member: MemberId): { readonly from: number; readonly until: number } | null {
	const own = history.filter(({ value }) => value.member === member);
	const letIn = own.find(({ value }) => value.knows === 'no')?.at;
	const until = own.findLast(({ value }) => value.knows === 'maybe')?.at;
	const openings = [complete, opened].flatMap((each) => (each === null ? [] : [each.at]));
	if (letIn === undefined || until === undefined || openings.length === 0) return null;
	const from = Math.max(letIn, Math.min(...openings));
	return from < until ? { from, until } : null;
}
