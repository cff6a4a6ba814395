/** Measures taken together and mediations, as screens show them. Carries PRO57; the rules are PRO96-PRO98, PRO104-PRO106. */
import type { Lens } from '../lens';
import { isFullMember } from '../membership/state';
import { comparePlaces } from './determine';
import type { Measure, Mediation } from './life-state';
import { mediationStanding, reportOf } from './mediation';
import { amFullMember, isSeated } from './select-standing';
import type { MeasureView, MediationView } from './views';

/** Newest first. */
export function selectMeasures(lens: Lens): readonly MeasureView[] {
	return [...lens.state.proposals.life.measures.values()].sort((a, b) => comparePlaces(b, a)).map((measure) => measureView(lens, measure));
}

function measureView(lens: Lens, measure: Measure): MeasureView {
	const { matter } = measure;
	const joined = [...new Set(measure.joined.map(({ memberId }) => memberId))];
	const until = matter.kind === 'emergency' ? matter.until : null;
	const isInForce = lens.state.membership.measuresInForce.has(measure.id);
	const state = until !== null && until <= lens.now ? 'lapsed' : isInForce ? 'in-force' : 'waiting';
	return {
		id: measure.id,
		kind: matter.kind,
		title: measure.title,
		name: lens.nameOf(measure.author),
		mine: measure.author === lens.me,
		at: measure.at,
		text: matter.kind === 'emergency' ? matter.text : matter.purpose,
		until,
		room: matter.kind === 'emergency' ? matter.room : null,
		amount: matter.kind === 'spend' ? matter.amount : null,
		joinedBy: joined.map((member) => lens.nameOf(member)),
		needed: measure.needed,
		state,
		canJoin: state !== 'lapsed' && measure.electorate.includes(lens.me) && amFullMember(lens) && !joined.includes(lens.me)
	};
}

/** Newest first. Those it concerns see it; what could not be settled everybody sees, since a removal names it. */
export function selectMediations(lens: Lens): readonly MediationView[] {
	return [...lens.state.proposals.life.mediations.values()]
		.sort((a, b) => comparePlaces(b, a))
		.map((mediation) => mediationView(lens, mediation))
		.filter((view) => takesPart(view) || view.state === 'not-settled');
}

/** The mediations I take part in. */
export const takesPart = ({ isAboutMe, mine, iMediate }: MediationView): boolean => isAboutMe || mine || iMediate;

function mediationView(lens: Lens, mediation: Mediation): MediationView {
	const reports = mediation.mediators.flatMap((mediator) => {
		const report = reportOf(mediation, mediator, everything);
		return report === null ? [] : [report];
	});
	const state = mediationStanding(mediation, everything);
	return {
		id: mediation.id,
		subjectName: lens.nameOf(mediation.subject),
		subject: mediation.subject,
		isAboutMe: mediation.subject === lens.me,
		callerName: lens.nameOf(mediation.caller),
		mine: mediation.caller === lens.me,
		mediatorNames: mediation.mediators.map((mediator) => lens.nameOf(mediator)),
		iMediate: mediation.mediators.includes(lens.me),
		iHaveReported: reports.some(({ mediator }) => mediator === lens.me),
		concern: mediation.concern,
		at: mediation.at,
		reports: reports.map(({ mediator, outcome, note, at }) => ({ name: lens.nameOf(mediator), outcome, note, at })),
		state,
		allowsRemoval:
			state === 'not-settled' && mediation.subject !== lens.me && isSeated(lens, mediation.subject) && isFullMember(lens.state.membership, lens.me)
	};
}

const everything = (): boolean => true;
