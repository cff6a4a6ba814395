/**
 * How everybody stands on a proposal, as far as is known on this device: the base of every sentence and list about it. Decides
 * nothing. Carries PRO50-PRO52.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { isFullMember } from '../membership/state';
import { settledCommitments } from './judge-reveal';
import type { Ballot } from './method';
import { determinedElectors } from './outcome';
import type { Elector, Proposal, RevealRecord, StanceRecord, Term } from './state';
import { closersOf, isBound, newestTerm, stanceIn } from './terms';
import type { Missing } from './views';
import { wallInGreenwich } from './words';

export interface Stand {
	readonly elector: Elector;
	readonly name: string;
	readonly isMe: boolean;
	/** The highest-ranked stance known here; null: nothing said at all. */
	readonly stance: StanceRecord | null;
	/** What counts: what was settled once the result is final, else that stance; a sealed answer as opened. Null: no answer. */
	readonly answer: Answer | null;
	readonly isBound: boolean;
	readonly hasClosed: boolean;
	/** What the closings settle it at: none yet, one, or several after contradictory closings. */
	readonly settled: readonly (StanceRecord | null)[];
}

export type Answer = Pick<StanceRecord, 'reason' | 'harms' | 'at'> & { readonly ballot: Ballot };

export interface Standing {
	readonly proposal: Proposal;
	readonly term: Term;
	readonly isOpen: boolean;
	/** Everybody's sealed answer is settled, and they are being opened. */
	readonly isOpening: boolean;
	readonly stands: readonly Stand[];
	/** Mine, if I am among those who decide. */
	readonly mine: Stand | null;
}

export function standingOf(lens: Lens, proposal: Proposal): Standing {
	const known = factsByProposal.get(proposal) ?? factsOf(proposal);
	factsByProposal.set(proposal, known);
	const stands = known.stands.map((stand): Stand => {
		const { memberId } = stand.elector;
		return { ...stand, name: lens.nameOf(memberId), isMe: memberId === lens.me };
	});
	return { ...known, proposal, stands, mine: stands.find(({ isMe }) => isMe) ?? null };
}

type Facts = Pick<Standing, 'term' | 'isOpen' | 'isOpening'> & { readonly stands: readonly Omit<Stand, 'name' | 'isMe'>[] };

/** Proposals never change in place: how one stands is found once, whoever looks. */
const factsByProposal = new WeakMap<Proposal, Facts>();

function factsOf(proposal: Proposal): Facts {
	const term = newestTerm(proposal);
	const isOpen = proposal.outcome.status === 'open';
	const isOpening = isOpen && proposal.sealed && settledCommitments(proposal, term) !== null;
	const closed = isOpening ? new Set(term.revealClosings.map((closing) => closing.elector)) : closersOf(term);
	const all = determinedElectors(proposal, term.closings);
	const stands = proposal.electors.map((elector, at) => {
		const settled = all[at]?.stances ?? [];
		const stance = stanceIn(proposal, term, elector.memberId);
		return {
			elector,
			stance,
			answer: answerOf(term, elector, isOpen || settled.length === 0 ? stance : (settled.at(-1) ?? null)),
			isBound: isBound(term, elector.memberId),
			hasClosed: closed.has(elector.memberId),
			settled
		};
	});
	return { term, isOpen, isOpening, stands };
}

function answerOf(term: Term, { memberId }: Elector, stance: StanceRecord | null): Answer | null {
	const ballot = stance?.ballot ?? null;
	if (stance === null || ballot === null) return null;
	const opened = ballot.kind === 'sealed' ? revealOf(term, memberId, ballot.commitment) : undefined;
	const { reason, harms } = opened ?? stance;
	return { ballot: opened?.ballot ?? ballot, reason, harms, at: stance.at };
}

/** What a sealed answer turned out to be, once its author has opened it. */
export const revealOf = (term: Term, elector: MemberId, commitment: string): RevealRecord | undefined =>
	term.reveals.find((each) => each.elector === elector && each.commitment === commitment);

/** Has said something that counts as an answer (being bound by one's device without a word does not). */
export const hasAnswered = ({ answer }: Stand): boolean => answer !== null;

export const answersOf = (standing: Standing, position: string): readonly Stand[] =>
	standing.stands.filter(({ answer }) => answer?.ballot.kind === 'position' && answer.ballot.position === position);

/** Those it waits for: first who has said nothing, then who has not given a final word, then who has not closed (or opened). */
export function missingOf({ stands, isOpening }: Standing): { readonly why: Missing; readonly stands: readonly Stand[] } {
	if (isOpening) {
		const shut = stands.filter(({ answer }) => answer?.ballot.kind === 'sealed');
		if (shut.length > 0) return { why: 'not-opened', stands: shut };
		return { why: 'not-closed', stands: stands.filter((stand) => !stand.hasClosed) };
	}
	const silent = stands.filter((stand) => stand.stance === null);
	if (silent.length > 0) return { why: 'silent', stands: silent };
	const unbound = stands.filter((stand) => !stand.isBound);
	if (unbound.length > 0) return { why: 'no-final-word', stands: unbound };
	return { why: 'not-closed', stands: stands.filter((stand) => !stand.hasClosed) };
}

/** "you" first, then the others by name. */
export function namesOf(stands: readonly Stand[]): readonly string[] {
	const others = stands.filter(({ isMe }) => !isMe).map(({ name }) => name).sort();
	return stands.some(({ isMe }) => isMe) ? ['you', ...others] : others;
}

/** I am an elector, it is open, and I have not given my final word (PRO52). */
export const needsMyVoice = ({ isOpen, mine }: Standing): boolean => isOpen && mine !== null && !mine.isBound && !mine.hasClosed;

/** May I propose, decide, take and join measures? Not on trial (MEM70). */
export const amFullMember = (lens: Lens): boolean => isFullMember(lens.state.membership, lens.me);

export const isSeated = (lens: Lens, member: MemberId): boolean =>
	lens.state.membership.seated.some(({ memberId }) => memberId === member);

/** Claimed time of whatever was last heard of a member; never in the future. Null for myself. */
export function lastHeardAt(lens: Lens, member: MemberId): number | null {
	if (member === lens.me) return null;
	const heard = lens.heardAt?.(member) ?? lens.state.membership.members.get(member)?.since ?? null;
	return heard === null ? null : Math.min(heard, lens.now);
}

/** The date where whoever looks is; `lens.today` is the collective's. */
export const dateHere = (lens: Lens): string => wallAt(lens, lens.now).slice(0, 10);

export const wallAt = (lens: Lens, instant: number): string => lens.wallOf?.(instant) ?? wallInGreenwich(instant);

/** What a proposal or a discussion is called today. */
export function titleOf(lens: Lens, id: ObjectId): string | null {
	const { proposals, life } = lens.state.proposals;
	const proposal = proposals.get(id);
	if (proposal !== undefined) return newestTerm(proposal).title;
	return life.discussions.get(id)?.revisions.at(-1)?.title ?? null;
}
