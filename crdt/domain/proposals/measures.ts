/**
 * What several members do together without a full decision: emergency measures and shared spending.
 *
 * Judged by the own past alone. How many it takes and who may join are frozen when it is taken; whether it is in force is
 * computed per view (`membership/facts.ts`, PRO106). Carries PRO104 and PRO105.
 */
import { err, ok, type Result } from '../../../crypto/base';
import type { Refusal } from '../context';
import { fullMembers, isFullMember } from '../membership/state';
import type { OpOf } from '../op';
import type { ProposalPast } from './judge';
import type { Measure } from './life-state';
import { needsOf } from './settings-rules';

const HOUR_MS = 3_600_000;

export function judgeTake(op: OpOf<'proposals/take-measure'>, past: ProposalPast): Result<Measure, Refusal> {
	const { facts, author } = past;
	if (author === null || !isFullMember(facts, author.memberId)) return refused('PRO104', 'Only members with all rights take a measure.');
	const needed = neededFor(op, past);
	if (!needed.ok) return needed;
	const electorate = fullMembers(facts).map(({ memberId }) => memberId);
	return ok({
		...past.place,
		id: past.objectId,
		author: author.memberId,
		title: op.title,
		matter: op.measure,
		// a small collective acts together all the same
		needed: Math.min(needed.value, electorate.length),
		electorate,
		joined: [{ ...past.place, memberId: author.memberId }]
	});
}

function neededFor({ measure }: OpOf<'proposals/take-measure'>, { facts, place }: ProposalPast): Result<number, Refusal> {
	if (measure.kind === 'emergency') {
		const rule = facts.settings.emergency;
		if (rule === null) return refused('PRO104', 'There are no emergency measures here.');
		// two claims of one author in one entry: no clock is asked
		if (measure.until <= place.at) return refused('PRO104', 'The measure would be over before it begins.');
		if (measure.until - place.at > rule.hours * HOUR_MS) return refused('PRO104', `An emergency measure lasts ${rule.hours} hours at most.`);
		return ok(rule.members);
	}
	const needs = needsOf(facts.settings.spendingBands, measure.amount);
	switch (needs.kind) {
		case 'member':
			return refused('PRO105', 'Any member may spend this much alone.');
		case 'members':
			return ok(needs.count);
		case 'decision':
			return refused('PRO105', 'Spending this much takes a decision.');
	}
}

/** Null: may join. */
export function judgeJoin(measure: Measure, past: ProposalPast): Refusal | null {
	const { facts, author } = past;
	if (author === null || !isFullMember(facts, author.memberId)) return refusal('PRO104', 'Only members with all rights join a measure.');
	if (!measure.electorate.includes(author.memberId)) return refusal('PRO104', 'The author was no member yet when the measure was taken.');
	const again = measure.joined.some(
		({ memberId, entry }) => memberId === author.memberId && (entry === past.place.entry || past.inPast(entry))
	);
	return again ? refusal('PRO104', 'The author had joined already.') : null;
}

const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });
const refused = (rule: string, reason: string) => err(refusal(rule, reason));
