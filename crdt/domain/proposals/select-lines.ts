/**
 * What a proposal waits for or has come to, in one plain line. Carries PRO50.
 */
import type { Lens } from '../lens';
import type { Method } from './method';
import { answersOf, dateHere, hasAnswered, lastHeardAt, missingOf, namesOf, wallAt, type Stand, type Standing } from './select-standing';
import { quorumOf, type Proposal } from './state';
import { counted, listed, onDay, optionWords, sayDay } from './words';

export const isConversation = ({ kind }: Method): boolean => kind === 'question-round' || kind === 'sense-check' || kind === 'advice';
export const isPoll = (method: Method): boolean => 'options' in method || method.kind === 'time';

/** "Decided. It can no longer change." / "Open: one block, by Dele." / "Waiting for Ben and Chloé." */
export function lineOf(lens: Lens, standing: Standing): string {
	const { proposal } = standing;
	switch (proposal.outcome.status) {
		case 'accepted':
			return acceptedLine(lens, proposal);
		case 'not-accepted':
			return `Not accepted${because(standing)}. It can no longer change.`;
		case 'chosen':
			return chosenLine(lens, proposal, proposal.outcome.options);
		case 'concluded':
			return `Concluded: ${counted(standing.stands.filter(hasAnswered).length, 'person', 'people')} answered.`;
		case 'withdrawn':
			return `Withdrawn by ${proposal.proposer === lens.me ? 'you' : lens.nameOf(proposal.proposer)}.`;
		case 'contested':
			return 'Contested: a device has closed it in two ways. Nothing further follows from it.';
		case 'open':
			return openLine(lens, standing);
	}
}

function acceptedLine(lens: Lens, { id, effect }: Proposal): string {
	switch (effect.kind) {
		case 'none':
		case 'spend':
		case 'amend':
			return 'Decided. It can no longer change.';
		default:
			return lens.state.proposals.carriedOut.has(id)
				? 'Decided and carried out. It can no longer change.'
				: 'Decided. A later decision on the same matter is carried out in its place.';
	}
}

function chosenLine(lens: Lens, { method }: Proposal, options: readonly number[]): string {
	const words = optionWords(method, lens.today);
	const names = options.map((at) => words[at] ?? `option ${at + 1}`);
	if (names.length === 0) return 'Nothing was chosen. It can no longer change.';
	return names.length === 1 ? `Chosen: ${names[0] ?? ''}.` : `A draw between ${listed(names)}.`;
}

/** ": one block, by Dele" where that was the reason; nothing where it was a matter of numbers. */
function because(standing: Standing): string {
	const { method } = standing.proposal;
	const against = method.kind === 'consensus' ? answersOf(standing, 'block') : answersOf(standing, 'object');
	return against.length === 0 ? '' : `: ${hindrance(method, against)}`;
}

const hindrance = (method: Method, stands: readonly Stand[]): string =>
	`${counted(stands.length, method.kind === 'consensus' ? 'block' : 'objection')}, by ${listed(namesOf(stands))}`;

function openLine(lens: Lens, standing: Standing): string {
	const { proposal: { method }, stands, term } = standing;
	if (isBeingWithdrawn(standing)) return beingWithdrawnLine(lens, standing);
	const over = lens.now >= term.deadline ? 'The time is up. ' : '';
	if (isConversation(method) || isPoll(method)) {
		const answered = stands.filter(hasAnswered).length;
		const verb = method.kind === 'question-round' || method.kind === 'advice' ? 'heard' : 'answered';
		return `${over}${answered} of ${stands.length} ${verb}. ${waitingLine(lens, standing)}`;
	}
	const hindering = [...answersOf(standing, 'block'), ...answersOf(standing, 'object')];
	if (hindering.length > 0) return `${over}Open: ${hindrance(method, hindering)}.`;
	const wanting = answersOf(standing, 'more-time');
	if (wanting.length > 0) return `${over}Open: ${listed(namesOf(wanting))} ${wanting.length === 1 && !wanting[0]?.isMe ? 'needs' : 'need'} more time.`;
	if (method.kind === 'lazy' && over === '') return `Silence means yes. ${onDay(wallAt(lens, term.deadline), dateHere(lens))} the time is up.`;
	return `${over}${waitingLine(lens, standing)}`;
}

/** Taken back, and not settled yet: enough devices have still to confirm that they know of it. */
export const isBeingWithdrawn = ({ proposal, term, isOpen }: Standing): boolean => isOpen && proposal.withdrawals.some((each) => each.term === term.id);

function beingWithdrawnLine(lens: Lens, standing: Standing): string {
	const { proposer } = standing.proposal;
	const who = proposer === lens.me ? 'You have' : `${lens.nameOf(proposer)} has`;
	return `${who} withdrawn it. It is over once enough devices know: ${closedOf(standing)}.`;
}

/** "Waiting for you and Ben." / "Waiting for the final word of Ben." / "Everybody has given their final word; …" */
export function waitingLine(lens: Lens, standing: Standing): string {
	const missing = missingOf(standing);
	const names = listed(namesOf(missing.stands));
	switch (missing.why) {
		case 'silent':
			return allAgree(standing, missing.stands) ? agreeingLine(lens, standing, missing.stands) : `Waiting for ${names}.`;
		case 'no-final-word':
			return `Everybody has answered. Waiting for the final word of ${names}.`;
		case 'not-opened':
			return `Everybody has answered, and the answers are being opened: waiting for ${deviceOf(missing.stands)}.`;
		case 'not-closed':
			if (standing.isOpening) return `The answers are open. Waiting for ${deviceOf(missing.stands)} to confirm it: ${closedOf(standing)}.`;
			return `Everybody has given their final word. Waiting for ${deviceOf(missing.stands)} to confirm it: ${closedOf(standing)}.`;
	}
}

/** "Everyone here agrees; waiting for word on Bea, not heard since Tuesday: 3 of the 4 devices needed have closed." */
function agreeingLine(lens: Lens, standing: Standing, silent: readonly Stand[]): string {
	const others = silent.filter(({ isMe }) => !isMe);
	if (others.length < silent.length) return `Waiting for ${listed(namesOf(silent))}.`;
	const [only] = others;
	const since = others.length === 1 && only !== undefined ? notHeardSince(lens, only) : '';
	const closed = standing.stands.some(({ hasClosed }) => hasClosed) ? `: ${closedOf(standing)}` : '';
	return `Everyone here agrees; waiting for word on ${listed(namesOf(others))}${since}${closed}.`;
}

/** ", not heard since Tuesday"; nothing where something came today. */
export function notHeardSince(lens: Lens, { elector, isMe }: Stand): string {
	const at = isMe ? null : lastHeardAt(lens, elector.memberId);
	if (at === null) return '';
	const wall = wallAt(lens, at);
	const today = dateHere(lens);
	return wall.slice(0, 10) === today ? '' : `, not heard since ${sayDay(wall, today)}`;
}

export function closedOf({ stands }: Standing): string {
	const closings = stands.filter(({ hasClosed }) => hasClosed).length;
	const needed = quorumOf(stands.length);
	return `${closings} of the ${needed} devices needed ${closings === 1 ? 'has' : 'have'} closed`;
}

function allAgree({ stands, proposal }: Standing, silent: readonly Stand[]): boolean {
	if (isPoll(proposal.method) || isConversation(proposal.method)) return false;
	const spoken = stands.filter((stand) => !silent.includes(stand));
	return spoken.length > 0 && spoken.every(({ stance, isBound }) =>
		isBound && stance?.ballot?.kind === 'position' && (stance.ballot.position === 'agree' || stance.ballot.position === 'reservations'));
}

function deviceOf(stands: readonly Stand[]): string {
	const names = namesOf(stands);
	if (names.length === 1) return names[0] === 'you' ? 'your device' : `the device of ${names[0] ?? ''}`;
	return names[0] === 'you' ? `your device and those of ${listed(names.slice(1))}` : `the devices of ${listed(names)}`;
}
