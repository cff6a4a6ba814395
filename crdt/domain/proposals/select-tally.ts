/**
 * How the answers stand as bars with names, and what must come together. Counts nothing that decides: that is `result.ts`.
 */
import type { Lens } from '../lens';
import type { Method } from './method';
import { isConversation, isPoll } from './select-lines';
import { hasAnswered, type Standing } from './select-standing';
import { participationNeeded } from './result-decisions';
import { tallyRows } from './result';
import { quorumOf } from './state';
import type { TallyView } from './views';
import { capital, optionWords, positionWords } from './words';

export function tallyOf(lens: Lens, standing: Standing): TallyView {
	const { proposal: { method, electors }, stands } = standing;
	const tally = tallyRows(method, electors, stands.map(({ answer }) => answer?.ballot ?? null));
	return {
		kind: tally.kind,
		rows: tally.rows.map(({ key, value, who, winning }) => ({
			key,
			label: labelOf(lens, method, tally.kind, key),
			value,
			names: who.map((member) => lens.nameOf(member)),
			winning
		})),
		given: tally.given,
		of: electors.length,
		hidden: isHidden(standing),
		needs: needsOf(standing)
	};
}

/** Sealed: until answers are opened. Polls and sense checks: until I have answered, so that nobody leans on the others. */
function isHidden({ proposal, term, isOpen, mine }: Standing): boolean {
	if (!isOpen) return false;
	if (proposal.sealed) return term.reveals.length === 0;
	return (isPoll(proposal.method) || proposal.method.kind === 'sense-check') && mine !== null && !hasAnswered(mine);
}

function labelOf(lens: Lens, method: Method, kind: TallyView['kind'], key: string): string {
	switch (kind) {
		case 'positions':
			return capital(positionWords(key as Parameters<typeof positionWords>[0])); // the tally's own keys
		case 'scale':
			return key;
		case 'options':
			return optionWords(method, lens.today)[Number(key)] ?? `Option ${Number(key) + 1}`;
	}
}

/** "More than half must agree: 4 of 7." */
export function needsOf({ proposal: { method, electors, needed } }: Pick<Standing, 'proposal'>): string {
	const n = electors.length;
	const part = isConversation(method) || isPoll(method) ? quorumOf(n) : participationNeeded(method as Parameters<typeof participationNeeded>[0], n); // conversations and polls are set apart before
	const taken = `${part} of ${n} must have answered.`;
	const floor = needed > quorumOf(n) ? ` At least ${needed} must agree.` : '';
	switch (method.kind) {
		case 'consensus':
			return `Nobody may block, and more must agree than stand aside or ask for more time. ${taken}`;
		case 'consent':
			return `Nobody may object. ${taken}`;
		case 'lazy':
			return 'Nobody may object; who says nothing consents.';
		case 'majority': {
			const share = method.percent === 50 ? 'More than half' : `At least ${method.percent} %`;
			if (method.of === 'cast') return `${share} of those who say yes or no must agree. ${taken}${floor}`;
			const count = Math.max(needed, method.percent === 50 ? quorumOf(n) : Math.ceil((n * method.percent) / 100));
			return `${share} of everybody must agree: ${count} of ${n}.`;
		}
		case 'all-but-one':
			return n >= 3 ? `All but one must agree: ${n - 1} of ${n}.` : 'Everybody must agree.';
		case 'ownership': {
			const units = electors.reduce((sum, { weight }) => sum + weight, 0);
			const share = method.percent === 50 ? 'More than half' : `At least ${method.percent} %`;
			const least = method.percent === 50 ? Math.floor(units / 2) + 1 : Math.ceil((units * method.percent) / 100);
			return `${share} of the shares must agree: ${least} of ${units}. ${taken}`;
		}
		case 'question-round':
		case 'advice':
		case 'sense-check':
			return `Concluded once ${part} of ${n} have been heard.`;
		case 'ranked':
			return 'Counted by elimination: who has the fewest first places goes out, until one has more than half.';
		case 'resistance':
			return 'The least resistance wins.';
		default:
			return 'The most wins.';
	}
}
