/**
 * Colleagues who talk with both sides before anybody is put out, and what a removal needs of them.
 *
 * Judged by the own past alone; knows nothing of ballots. Carries PRO96–PRO99.
 */
import type { EntryId, MemberId, Result } from '../../../crypto/base';
import { err, ok } from '../../../crypto/base';
import type { MemberInPast, Refusal } from '../context';
import { fullMembers, isFullMember, type Facts } from '../membership/state';
import type { OpOf } from '../op';
import type { ProposalPast } from './judge';
import { comparePlaces } from './determine';
import type { Mediation } from './life-state';

/** PRO96: how many mediate when `caller` has a matter with `subject`; 0: nobody, a removal needs no mediation. */
export function mediatorsNeeded(facts: Facts, caller: MemberId, subject: MemberId): number {
	const others = fullMembers(facts).filter(({ memberId }) => memberId !== caller && memberId !== subject);
	return Math.min(facts.settings.mediators, others.length);
}

export function judgeCall(op: OpOf<'proposals/call-mediation'>, past: ProposalPast): Result<Mediation, Refusal> {
	const { facts, author } = past;
	if (author === null || !isFullMember(facts, author.memberId)) return refused('PRO96', 'Only members with all rights call a mediation.');
	const caller = author.memberId;
	const { member: subject, mediators } = op;
	if (subject === caller) return refused('PRO96', 'Nobody calls a mediation about themselves.');
	if (!facts.seated.some(({ memberId }) => memberId === subject)) return refused('PRO96', 'The person it is about was not a member.');
	if (new Set(mediators).size !== mediators.length) return refused('PRO96', 'Somebody is named as mediator twice.');
	if (mediators.includes(caller) || mediators.includes(subject)) return refused('PRO96', 'Whoever is part of the matter does not mediate it.');
	if (!mediators.every((mediator) => isFullMember(facts, mediator))) return refused('PRO96', 'Mediators are members with all rights.');
	const needed = mediatorsNeeded(facts, caller, subject);
	if (needed === 0) return refused('PRO96', 'There is no mediation here before a removal.');
	if (mediators.length !== needed) return refused('PRO96', needed === 1 ? 'One colleague mediates.' : 'Two colleagues mediate together.');
	return ok({
		...past.place,
		id: past.objectId,
		caller,
		subject,
		mediators,
		concern: op.concern,
		electorate: fullMembers(facts).map(({ memberId }) => memberId),
		reports: []
	});
}

export function judgeReport(op: OpOf<'proposals/report-mediation'>, mediation: Mediation, past: ProposalPast): Result<Mediation['reports'][number], Refusal> {
	const mediator = past.author?.memberId;
	if (mediator === undefined || !mediation.mediators.includes(mediator)) return refused('PRO97', 'Only whoever mediates reports how it went.');
	const again = mediation.reports.some((report) => report.mediator === mediator && (report.entry === past.place.entry || past.inPast(report.entry)));
	if (again) return refused('PRO97', 'The author had reported already.');
	return ok({ ...past.place, mediator, outcome: op.outcome, note: op.note });
}

type Known = (entry: EntryId) => boolean;

/** PRO97: of several reports by one mediator, the first in total order, as far as `known` goes. Reports are kept in total order. */
export function reportOf(mediation: Mediation, mediator: MemberId, known: Known): Mediation['reports'][number] | null {
	return mediation.reports.find((report) => report.mediator === mediator && known(report.entry)) ?? null;
}

export type MediationStanding = 'under-way' | 'settled' | 'not-settled';

export function mediationStanding(mediation: Mediation, known: Known): MediationStanding {
	const outcomes = mediation.mediators.map((mediator) => reportOf(mediation, mediator, known)?.outcome ?? null);
	if (outcomes.every((outcome) => outcome === 'not-settled')) return 'not-settled';
	return outcomes.includes(null) ? 'under-way' : 'settled';
}

/**
 * PRO98: may a removal of `subject` be opened that names this mediation (`undefined`: there is no such; null: names none)?
 * `known`: is an entry in the own past of the opening?
 */
export function removalRefusal(subject: MemberId, proposer: MemberId, mediation: Mediation | null | undefined, facts: Facts, known: Known): Refusal | null {
	if (mediation === undefined || (mediation !== null && !known(mediation.entry))) return refusal('PRO98', 'There is no such mediation.');
	if (mediation === null)
		return mediatorsNeeded(facts, proposer, subject) === 0 ? null : refusal('PRO98', 'Before a removal, colleagues mediate.');
	if (mediation.subject !== subject) return refusal('PRO98', 'The mediation was about somebody else.');
	return mediationStanding(mediation, known) === 'not-settled'
		? null
		: refusal('PRO98', 'A removal can be proposed once everybody who mediates has said that it could not be settled.');
}

/** PRO99: who decides it: members with all rights, never the subject, and nobody who came after the mediation was called. */
export function removalElectors(facts: Facts, subject: MemberId, mediation: Mediation | null): readonly MemberInPast[] {
	return fullMembers(facts).filter(
		({ memberId }) => memberId !== subject && (mediation === null || mediation.electorate.includes(memberId))
	);
}

/** Puts a report where it belongs in the total order. */
export function withReport(mediation: Mediation, report: Mediation['reports'][number]): Mediation {
	return { ...mediation, reports: [...mediation.reports, report].sort(comparePlaces) };
}

const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });
const refused = (rule: string, reason: string) => err(refusal(rule, reason));
