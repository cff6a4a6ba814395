/**
 * Cases: who presents, who may know the person, who may read. Judged in order; who may do what is told by the op's own past.
 * Knows no keys and no words. Rules CON30 to CON38.
 */
import { Map } from 'immutable';
import { ok, type EntryId, type MemberId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { refused, standingItem, standingMeeting, withItem, withMeeting } from './lookups';
import { isTextTaken, withNamedText } from './named-texts';
import type { Known } from './reduce';
import { saidNow } from './said';
import type { CaseFacts, ConsultationState, Item } from './state';

type CaseOp = OpOf<'consultation/add-case' | 'consultation/change-case' | 'consultation/answer-case' | 'consultation/open-case' | 'consultation/renew-case' | 'consultation/readmit'>;

export interface CaseItem extends Item {
	readonly case: CaseFacts;
}

const isCase = (item: Item | undefined): item is CaseItem => item !== undefined && item.case !== null;

export function reduceCase(state: ConsultationState, op: CaseOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	if (op.type === 'consultation/add-case') return addCase(state, op, ctx, known);
	if (op.type === 'consultation/answer-case') return answerCase(state, op, ctx, known);
	const found = standingItem(state, op.item, known);
	if (!found.ok) return found;
	const item = found.value;
	if (!isCase(item)) return refused('CON32', 'This is not a case.');
	if (item.presenter !== ctx.author.memberId) return refused('CON32', 'Only who presents a case does that.');
	switch (op.type) {
		case 'consultation/change-case':
			return ok(withItem(state, { ...item, minutes: op.minutes, case: { ...item.case, tags: op.tags } }));
		case 'consultation/open-case':
			return ok(withCase(state, item, { opened: item.case.opened ?? saidNow(ctx, true) }));
		case 'consultation/renew-case': {
			if (isTextTaken(state, op.text, known)) return refused('CON37', 'Another text is already kept there.');
			const renewed = { texts: [...item.case.texts, op.text], exposed: item.case.exposed.filter((entry) => !known(entry)) };
			return ok(withNamedText(withCase(state, item, renewed), op.text, item.id));
		}
		case 'consultation/readmit': {
			const { member } = op;
			if (!isOutInPast(item.case, member, ctx, known)) return refused('CON38', 'This person has not stepped out.');
			return ok(withCase(state, item, answered(item.case, member, 'no', ctx, known)));
		}
	}
}

function addCase(state: ConsultationState, op: OpOf<'consultation/add-case'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const found = standingMeeting(state, op.meeting, known);
	if (!found.ok) return found;
	if (isTextTaken(state, op.text, known)) return refused('CON31', 'Another text is already kept there.');
	const meeting = found.value;
	const { minutes, order, tags, text } = op;
	const id = ctx.objectId;
	const item: Item = {
		id, entry: ctx.entry.id, meeting: meeting.id, carriedFrom: [], kind: 'case', title: '', presenter: ctx.author.memberId, minutes, order,
		standing: null, addedBy: ctx.author.memberId, done: false, withdrawnBy: [], proposal: null,
		case: { tags, texts: [text], answers: Map(), history: [], opened: null, complete: null, exposed: [], forgottenBy: null }
	};
	const listed = withItem(withMeeting(state, { ...meeting, items: [...meeting.items, id] }), item);
	return ok(withNamedText(listed, text, id));
}

/** Also where the case was taken off the agenda: its text is still there, and who may know the person must not read on. */
function answerCase(state: ConsultationState, op: OpOf<'consultation/answer-case'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const item = state.items.get(op.item);
	if (!isCase(item) || !known(item.entry)) return refused('CON33', 'The case is not known.');
	const me = ctx.author.memberId;
	if (item.presenter === me) return refused('CON33', 'Who presents a case knows the person.');
	if (op.knows === 'no' && isOutInPast(item.case, me, ctx, known))
		return refused('CON34', 'You have stepped out of this case. Who presents it can let you in again.');
	return ok(withCase(state, item, answered(item.case, me, op.knows, ctx, known)));
}

/** Of answers given without knowing of each other, "I may know this person" stands, in whatever order they are met. */
function answered(facts: CaseFacts, member: MemberId, knows: 'no' | 'maybe', ctx: RuleContext, known: Known): Partial<CaseFacts> {
	const words = wordsOn(facts, member);
	const history = [...facts.history, saidNow(ctx, { member, knows })];
	const answers = facts.answers.set(member, saidNow(ctx, knows));
	if (knows === 'maybe') {
		const mayHaveRead = facts.answers.get(member)?.value !== 'maybe' && words.some(({ value }) => value.knows === 'no');
		return { history, answers, exposed: mayHaveRead ? [...facts.exposed, ctx.entry.id] : facts.exposed };
	}
	const unknown = openWords(words, ctx).filter((entry) => !known(entry));
	if (unknown.length === 0) return { history, answers };
	// whoever heard this word alone has let them in meanwhile
	return { history, exposed: [...new Set([...facts.exposed, ...unknown])] };
}

/** Had this member stepped out, as far as the author of the op at hand knew? */
const isOutInPast = (facts: CaseFacts, member: MemberId, ctx: RuleContext, known: Known): boolean =>
	openWords(wordsOn(facts, member).filter(({ entry }) => known(entry)), ctx).length > 0;

/** Of somebody's words, those of stepping out that no later word knew of. */
const openWords = (words: CaseFacts['history'], ctx: RuleContext): readonly EntryId[] =>
	words.flatMap(({ value, entry }) => {
		const isAnswered = () => words.some((later) => later.value.knows === 'no' && ctx.isAncestor(entry, later.entry));
		return value.knows === 'maybe' && !isAnswered() ? [entry] : [];
	});

const wordsOn = ({ history }: CaseFacts, member: MemberId): CaseFacts['history'] => history.filter(({ value }) => value.member === member);

const withCase = (state: ConsultationState, item: CaseItem, change: Partial<CaseFacts>): ConsultationState =>
	withItem(state, { ...item, case: { ...item.case, ...change } });
