/**
 * Words about finality, for one panel: what is settled, who is missing, what one's own device will do by itself, and what does
 * not fit together. Carries PRO50, PRO51, PRO53, PRO54.
 */
import type { Lens } from '../lens';
import { compareStances } from './determine';
import { closedOf, isBeingWithdrawn, lineOf, notHeardSince, waitingLine } from './select-lines';
import { dateHere, lastHeardAt, missingOf, needsMyVoice, wallAt, type Stand, type Standing } from './select-standing';
import { quorumOf, type ClosingRecord, type StanceRecord } from './state';
import { byElector, closersOf } from './terms';
import type { FinalityView } from './views';
import { ballotWords, listed, onDay } from './words';

const STAYS = 'It can no longer change.';

export function finalityOf(lens: Lens, standing: Standing): FinalityView {
	const { proposal, term, stands, isOpen } = standing;
	const missing = missingOf(standing);
	return {
		sentence: sentenceOf(lens, standing),
		closings: closersOf(term).size,
		closingsNeeded: quorumOf(stands.length),
		waitingFor: isOpen
			? missing.stands.map(({ name, elector }) => ({ name, lastHeardAt: lastHeardAt(lens, elector.memberId), why: missing.why }))
			: [],
		myDevice: isOpen ? myDeviceOf(lens, standing) : null,
		leavesOut: isOpen ? (lens.leavesOut?.(proposal.id) ?? []).map((member) => lens.nameOf(member)) : [],
		contested: contestedOf(lens, standing),
		tooLate: stands.flatMap((stand) =>
			isTooLate(standing, stand) && stand.stance?.ballot ? [{ name: stand.name, ballot: stand.stance.ballot, reason: stand.stance.reason }] : []
		)
	};
}

/** PRO51: it outranks what was settled, so those who decided had not seen it. */
export function isTooLate({ isOpen }: Standing, { settled, stance }: Stand): boolean {
	return !isOpen && settled.length > 0 && settled.every((value) => compareStances(stance, value) > 0);
}

function sentenceOf(lens: Lens, standing: Standing): string {
	const late = standing.stands.filter((stand) => isTooLate(standing, stand)).map(({ name, isMe }) => (isMe ? 'You' : name));
	if (!standing.isOpen) {
		const seen = late.length === 0 ? '' : ` ${listed(late)} said something else after it was decided; those who decided had not seen it.`;
		const line = lineOf(lens, standing);
		const stays = standing.proposal.outcome.status !== 'chosen' || line.endsWith(STAYS) ? '' : ` ${STAYS}`;
		return `${line}${stays}${seen}`;
	}
	const line = lineOf(lens, standing);
	if (isBeingWithdrawn(standing)) return line;
	const waiting = waitingLine(lens, standing);
	const { why, stands } = missingOf(standing);
	const quiet = why === 'silent' ? '' : stands.length === 1 && stands[0] ? notHeardSince(lens, stands[0]) : '';
	const isSilenceEnough = standing.proposal.method.kind === 'lazy' && lens.now < standing.term.deadline;
	const both = isSilenceEnough || line.includes(waiting) ? line : `${line} ${waiting}`;
	const told = quiet === '' ? both : `${both.replace(/\.$/, '')}${quiet}.`;
	const none = standing.stands.every(({ hasClosed }) => !hasClosed);
	return none || told.includes('needed') ? told : `${told} ${closedOf(standing)}.`;
}

/** What a device of mine will do by itself, said beforehand (PRO26, PRO53, PRO73). Null: nothing more. */
function myDeviceOf(lens: Lens, standing: Standing): string | null {
	const { mine, proposal } = standing;
	if (mine === null || mine.hasClosed) return null;
	const device = myDeviceName(lens, mine);
	if (standing.isOpening)
		return mine.answer?.ballot.kind === 'sealed' ? 'The device on which you gave your sealed answer opens it now, by itself.' : null;
	if (needsMyVoice(standing)) return finalWordOf(lens, standing, mine, device);
	if ((lens.leavesOut?.(proposal.id) ?? []).length > 0) return null;
	const sealed = proposal.sealed ? ' Your answer is opened by the device on which you gave it, once everybody’s is settled.' : '';
	return `Your word is given. As soon as enough others have given theirs, ${device} confirms what it knows of everybody, by itself.${sealed}`;
}

/** "On 3 June at 18:00 your device gives “agree” as your final word, unless you change it before." */
function finalWordOf(lens: Lens, { term, proposal }: Standing, { stance }: Stand, device: string): string {
	const isOver = lens.now >= term.deadline;
	const when = isOver ? 'Now that the time is up,' : onDay(wallAt(lens, term.deadline), dateHere(lens));
	const ballot = stance?.ballot ?? null;
	if (ballot === null && proposal.method.kind === 'lazy') return `${when} ${device} confirms your silence, which means yes, unless you answer before.`;
	if (ballot === null) return `${when} ${device} closes this for you without an answer, unless you answer before.`;
	const words = ballot.kind === 'sealed' ? 'your sealed answer' : `“${ballotWords(ballot, proposal.method, lens.today, lens.nameOf)}”`;
	return `${when} ${device} gives ${words} as your final word, unless you change it before.`;
}

/** The voice, frozen at the opening, may be another device than the one at hand. */
function myDeviceName(lens: Lens, { elector }: Stand): string {
	if (elector.voice === lens.device) return 'your device';
	const name = lens.state.membership.devices.get(elector.voice)?.name ?? '';
	return name === '' ? 'the device that speaks for you' : `your device “${name}”`;
}

/** Contradictory closings by one voice: both are signed, each says something else (PRO32). */
function contestedOf(lens: Lens, { term, proposal }: Standing): FinalityView['contested'] {
	const contested: FinalityView['contested'][number][] = [];
	for (const own of byElector(term.closings)) {
		const [first] = own;
		if (first === undefined || own.length < 2) continue;
		const differing = proposal.electors.flatMap((_, at) => (own.every((closing) => sameBallot(closing, first, at)) ? [] : [at]));
		contested.push({
			name: lens.nameOf(first.elector),
			closings: own.map((closing) => ({ at: closing.at, says: saysOf(lens, proposal, closing, differing) }))
		});
	}
	return contested;
}

const sameBallot = (a: ClosingRecord, b: ClosingRecord, at: number): boolean => compareStances(a.ballots[at] ?? null, b.ballots[at] ?? null) === 0;

/** "Ben: block; Dele: nothing" */
function saysOf(lens: Lens, proposal: Standing['proposal'], closing: ClosingRecord, differing: readonly number[]): string {
	const words = (stance: StanceRecord | null): string =>
		stance?.ballot ? ballotWords(stance.ballot, proposal.method, lens.today, lens.nameOf) : 'nothing';
	const said = differing.map((at) => `${lens.nameOf(proposal.electors[at]!.memberId)}: ${words(closing.ballots[at] ?? null)}`);
	if (closing.interruption !== null) said.push(closing.interruption.kind === 'withdraw' ? 'withdrawn' : 'a new term had begun');
	return said.length === 0 ? 'the same answers, in another entry' : said.join('; ');
}
