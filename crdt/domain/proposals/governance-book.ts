/**
 * Mediations and measures of a log, growing entry by entry in any causal order; each op is judged once, by its own past.
 * Knows nothing of ballots. Carries PRO96–PRO99, PRO104, PRO105.
 */
import { assertNever, type EntryId, type ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { OpOf } from '../op';
import { comparePlaces } from './determine';
import type { ProposalPast } from './judge';
import { NO_LIFE, type LifeState, type Measure, type Mediation } from './life-state';
import { judgeJoin, judgeTake } from './measures';
import { judgeCall, judgeReport, withReport } from './mediation';

export type GovernanceState = Pick<LifeState, 'mediations' | 'measures'>;
export type GovernanceOp = OpOf<'proposals/call-mediation' | 'proposals/report-mediation' | 'proposals/take-measure' | 'proposals/join-measure'>;

export const isGovernanceOp = (op: { readonly type: string }): op is GovernanceOp =>
	op.type.endsWith('-mediation') || op.type.endsWith('-measure');

export interface GovernanceBook {
	/** Returns why it has no effect, or null once it is recorded. */
	record(op: GovernanceOp, past: ProposalPast): Refusal | null;
	mediation(id: ObjectId): Mediation | undefined;
	/** Measures with those who have joined them, as known in a view, in total order. */
	measuresIn(view: { has(entry: EntryId): boolean }): readonly Measure[];
	state(): GovernanceState;
}

export function createGovernanceBook(): GovernanceBook {
	let state: GovernanceState = { mediations: NO_LIFE.mediations, measures: NO_LIFE.measures };
	/** In total order. */
	let ordered: readonly Measure[] = [];

	function putMediation(mediation: Mediation): null {
		state = { ...state, mediations: state.mediations.set(mediation.id, mediation) };
		return null;
	}

	function putMeasure(measure: Measure): null {
		state = { ...state, measures: state.measures.set(measure.id, measure) };
		ordered = [...state.measures.values()].sort((a, b) => comparePlaces(a, b) || (a.id < b.id ? -1 : 1));
		return null;
	}

	return {
		record(op, past) {
			switch (op.type) {
				case 'proposals/call-mediation': {
					const judged = judgeCall(op, past);
					return judged.ok ? putMediation(judged.value) : judged.error;
				}
				case 'proposals/report-mediation': {
					const mediation = state.mediations.get(op.mediation);
					if (mediation === undefined || !past.inPast(mediation.entry)) return { rule: 'PRO97', reason: 'There is no such mediation.' };
					const judged = judgeReport(op, mediation, past);
					return judged.ok ? putMediation(withReport(mediation, judged.value)) : judged.error;
				}
				case 'proposals/take-measure': {
					const judged = judgeTake(op, past);
					return judged.ok ? putMeasure(judged.value) : judged.error;
				}
				case 'proposals/join-measure': {
					const measure = state.measures.get(op.measure);
					if (measure === undefined || !past.inPast(measure.entry)) return { rule: 'PRO104', reason: 'There is no such measure.' };
					const refused = judgeJoin(measure, past);
					if (refused !== null || past.author === null) return refused;
					const own = { ...past.place, memberId: past.author.memberId };
					return putMeasure({ ...measure, joined: [...measure.joined, own].sort(comparePlaces) });
				}
				default:
					return assertNever(op);
			}
		},
		mediation: (id) => state.mediations.get(id),
		measuresIn(view) {
			const known: Measure[] = [];
			for (const measure of ordered) {
				if (!view.has(measure.entry)) continue;
				const joined = measure.joined.filter(({ entry }) => view.has(entry));
				known.push(joined.length === measure.joined.length ? measure : { ...measure, joined });
			}
			return known;
		},
		state: () => state
	};
}
