/**
 * Sealed answers: what is written while they are sealed, opening them once everybody's is settled, and the closing of what
 * was opened. Carries PRO70, PRO71 and PRO72.
 */
import { ok, type MemberId, type ObjectId } from '../../../crypto/base';
import type { Hashes } from '../context';
import type { OpOf } from '../op';
import { ballotText, fitsMethod, mustNameHarm } from './ballot';
import { compareReveals, highest } from './determine';
import { NO_ELECTOR, NO_VOICE, refused, speakerOf, voiceOf, type Judged, type ProposalPast } from './judge';
import type { Ballot } from './method';
import { determinedElectors } from './outcome';
import { quorumOf, type Proposal, type RevealClosing, type RevealRecord, type Term } from './state';
import { EVERYTHING, settledInterruptions, termOf, type Known } from './terms';

/** An answer with all that belongs to it; everything in it is hidden until it is opened. */
export interface SealedContents {
	readonly ballot: Ballot;
	readonly reason: string;
	readonly harms: string;
}

/**
 * PRO70: what is written instead of the answer. It binds its author to one answer to one text, and nobody else can open it as
 * theirs. The proposal's id is a hash that only its own collective can have.
 *
 * @param salt 32 random bytes in base64url; without it, few possible answers would be guessed at once.
 */
export function sealedCommitment(
	hash: Hashes['hash'],
	place: { readonly proposal: ObjectId; readonly term: ObjectId; readonly elector: MemberId },
	{ ballot, reason, harms }: SealedContents,
	salt: string
): string {
	return hash('sealed-answer', place.proposal, place.term, place.elector, ballotText(ballot), reason, harms, salt);
}

/**
 * Per elector, in their order: the commitments at which they are settled (several only after a fork). Null while somebody's
 * answer is not settled, or something interrupts the term: then nothing is opened.
 */
export function settledCommitments(
	proposal: Pick<Proposal, 'electors'>,
	term: Term,
	known: Known = EVERYTHING
): readonly (readonly string[])[] | null {
	const closings = term.closings.filter((closing) => known(closing.entry));
	if (!settledInterruptions(closings, proposal.electors.length).includes(null)) return null;
	const settled = determinedElectors(proposal, closings);
	if (settled.some(({ stances }) => stances.length === 0)) return null;
	return settled.map(({ stances }) => stances.flatMap((stance) => (stance?.ballot?.kind === 'sealed' ? [stance.ballot.commitment] : [])));
}

/** PRO71: any device of an elector opens their settled answer, once. */
export function judgeReveal(op: OpOf<'proposals/reveal'>, proposal: Proposal, term: Term, past: ProposalPast): Judged<RevealRecord> {
	const elector = speakerOf(proposal, past);
	if (elector === null) return refused('PRO71', NO_ELECTOR);
	const { entry } = past.place;
	if (term.reveals.some((each) => each.elector === elector && (each.entry === entry || past.inPast(each.entry))))
		return refused('PRO71', 'The author had opened their answer already.');
	const settled = proposal.sealed ? settledCommitments(proposal, term, past.inPast) : null;
	if (settled === null) return refused('PRO71', 'Nothing was to be opened yet, as far as the author knew.');
	const { ballot, reason, harms, salt } = op;
	const own = settled[proposal.electors.findIndex(({ memberId }) => memberId === elector)] ?? [];
	const commitment = textsOf(proposal, term)
		.map((each) => sealedCommitment(past.hash, { proposal: proposal.id, term: each.id, elector }, { ballot, reason, harms }, salt))
		.find((each) => own.includes(each));
	if (commitment === undefined) return refused('PRO71', 'This does not open the answer that was settled.');
	if (!fitsMethod(ballot, proposal.method)) return refused('PRO60', 'This is not an answer to what was asked.');
	if (mustNameHarm(ballot) && harms.trim() === '')
		return refused('PRO61', 'Whoever blocks or objects says which shared purpose or agreement is harmed.');
	return ok({ ...past.place, elector, ballot, reason, harms, commitment });
}

/** PRO72: each voice, once: when more than half of the sealed answers are accounted for, or to say that the own stays shut. */
export function judgeCloseReveal(proposal: Proposal, term: Term, past: ProposalPast): Judged<RevealClosing> {
	const elector = voiceOf(proposal, past.device);
	if (elector === null) return refused('PRO72', NO_VOICE);
	const { entry } = past.place;
	if (term.revealClosings.some((each) => each.elector === elector && (each.entry === entry || past.inPast(each.entry))))
		return refused('PRO72', 'The author had closed this already.');
	const settled = proposal.sealed ? settledCommitments(proposal, term, past.inPast) : null;
	if (settled === null) return refused('PRO72', 'Nothing was to be opened yet, as far as the author knew.');
	const reveals = term.reveals.filter((reveal) => past.inPast(reveal.entry));
	const closed = term.revealClosings.filter((closing) => past.inPast(closing.entry));
	if (!mayCloseReveal(sealedElectors(proposal, settled), elector, reveals, closed))
		return refused('PRO72', 'Fewer than half of the answers had been opened, as far as the author knew.');
	return ok({
		...past.place,
		elector,
		reveals: proposal.electors.map(({ memberId }) => highest(reveals.filter((reveal) => reveal.elector === memberId), compareReveals))
	});
}

/** Those who are settled at a sealed answer. @param settled as `settledCommitments` gives it */
export const sealedElectors = (proposal: Pick<Proposal, 'electors'>, settled: readonly (readonly string[])[]): readonly MemberId[] =>
	proposal.electors.filter((_, at) => settled[at]!.length > 0).map(({ memberId }) => memberId);

/** PRO72, by what is known of openings and closings. Accounted for: opened, or given up by their elector's own closing. */
export function mayCloseReveal(
	sealed: readonly MemberId[],
	closer: MemberId,
	reveals: readonly Pick<RevealRecord, 'elector'>[],
	closings: readonly Pick<RevealClosing, 'elector'>[]
): boolean {
	const opened = new Set(reveals.map(({ elector }) => elector));
	if (sealed.includes(closer) && !opened.has(closer)) return true;
	const accountedFor = sealed.filter((member) => opened.has(member) || closings.some(({ elector }) => elector === member));
	return sealed.length === 0 || accountedFor.length >= quorumOf(sealed.length);
}

/** The term and those it only gave more time: an answer carried over was sealed for one of them (PRO77). */
function textsOf(proposal: Proposal, term: Term): readonly Term[] {
	const before = term.kind === 'extend' && term.after !== null ? termOf(proposal, term.after) : undefined;
	return before === undefined ? [term] : [term, ...textsOf(proposal, before)];
}
