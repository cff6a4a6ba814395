/**
 * Rolls: who grants bookings, and how one roll gives way to the next without two majorities that never met.
 *
 * A roll is taken over by a successor once more than half of its own members have acknowledged that successor; whoever
 * has acknowledged grants nothing under the old roll. Knows no membership rules, only member ids. Rules CAL20–CAL24.
 */
import { err, ok, type MemberId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { everything, type Acknowledgement, type CalendarState, type Known, type Roll, type RollId } from './state';

const FIRST: RollId = 'first';

/** The first roll is the founder alone (CAL20). */
export function withFirstRoll(state: CalendarState, founder: MemberId): CalendarState {
	if (state.rolls.has(FIRST)) return state;
	const first: Roll = { id: FIRST, depth: 0, members: [founder], after: null, added: [], removed: [], acknowledgements: [] };
	return { ...state, rolls: state.rolls.set(FIRST, first), rollOrder: [...state.rollOrder, FIRST] };
}

/** The newest roll taken over in a past. Throws before `withFirstRoll`. */
export function newestRoll(state: CalendarState, known: Known): Roll {
	for (const id of state.rollOrder) {
		const roll = rollOf(state, id);
		if (hasTakenOver(state, roll, known)) return roll;
	}
	throw new Error('the calendar has no first roll');
}

export function rollOf(state: CalendarState, id: RollId): Roll {
	const roll = state.rolls.get(id);
	if (roll === undefined) throw new Error('unknown roll');
	return roll;
}

/** Members of the roll who grant nothing under it any more: acknowledged a successor, or left. */
export function retiredFrom(state: CalendarState, roll: Roll, known: Known): ReadonlySet<MemberId> {
	if (roll.acknowledgements.length === 0 && state.leaves.isEmpty()) return NOBODY;
	const { words, left } = heardOf(state, roll, known);
	return new Set([...words.map((word) => word.member), ...roll.members.filter((member) => left.has(member))]);
}

const NOBODY: ReadonlySet<MemberId> = new Set();

export function acknowledgeRoll(
	before: CalendarState,
	op: OpOf<'calendar/acknowledge-roll'>,
	ctx: RuleContext,
	known: Known
): Reduced<CalendarState> {
	const state = withFirstRoll(before, ctx.founder());
	const { memberId } = ctx.author;
	if (!ctx.author.isVoice) return refused('CAL21', 'Only the device that speaks for a member can acknowledge who books.');
	const roll = newestRoll(state, known);
	const left = ctx.leftInPast();
	if (!speaksFor(roll, memberId, left)) return refused('CAL21', 'The author is not yet one of those who grant bookings.');
	const added = [...new Set(op.added)].sort();
	const removed = [...new Set(op.removed)].sort();
	const members = membersAfter(roll, added, removed);
	const now = new Set(ctx.membersInPast().map((member) => member.memberId));
	const sound =
		added.length + removed.length > 0 &&
		members.length > 0 &&
		added.every((member) => !roll.members.includes(member) && (now.has(member) || removed.includes(member))) &&
		removed.every((member) => !now.has(member) && (roll.members.includes(member) || added.includes(member)));
	const heard = heardOf(state, roll, known);
	const repeats = heard.words.some((word) => word.member === memberId && isSame(word, { added, removed }));
	if (!sound && !repeats) return refused('CAL22', 'This is not a change of members that its author could know of.');
	const successor = ctx.hash('roll', roll.id, added.join(' '), removed.join(' '));
	const acknowledgement: Acknowledgement = {
		member: memberId,
		entry: ctx.entry.id,
		added,
		removed,
		successor
	};
	if (!mayMoveTo(roll, acknowledgement, left, heard)) {
		return refused('CAL23', 'The author has already acknowledged another change that can still take effect.');
	}
	const following: Roll = state.rolls.get(successor) ?? {
		id: successor,
		depth: roll.depth + 1,
		members,
		after: roll.id,
		added,
		removed,
		acknowledgements: []
	};
	const rolls = state.rolls
		.set(successor, following)
		.set(roll.id, { ...roll, acknowledgements: [...roll.acknowledgements, acknowledgement] });
	const rollOrder = state.rolls.has(successor) ? state.rollOrder : ordered([...state.rollOrder, successor], rolls);
	let { leaves } = state;
	for (const member of left) {
		const told = leaves.get(member) ?? [];
		if (!told.some(known)) leaves = leaves.set(member, [...told, ctx.entry.id]);
	}
	return ok({ ...state, rolls, rollOrder, leaves });
}

/** What a voice that holds everything should acknowledge now, or null. `members`, `left`: as of now. Throws before `withFirstRoll`. */
export function acknowledgementDue(
	state: CalendarState,
	self: MemberId,
	members: readonly MemberId[],
	left: readonly MemberId[]
): { readonly added: readonly MemberId[]; readonly removed: readonly MemberId[] } | null {
	const roll = newestRoll(state, everything);
	if (!speaksFor(roll, self, left)) return null;
	const now = new Set(members);
	const everAdded = new Set(members.filter((member) => !roll.members.includes(member)));
	for (const acknowledgement of roll.acknowledgements) for (const member of acknowledgement.added) everAdded.add(member);
	const added = [...everAdded].sort();
	const removed = [...roll.members, ...added].filter((member) => !now.has(member)).sort();
	if (added.length + removed.length === 0) return null;
	const heard = heardOf(state, roll, everything);
	const { words } = heard;
	// Joining what most have acknowledged already gets further than splitting; the rest follows in the next step.
	const joinable = [...new Set(words.map((word) => word.successor))]
		.map((id) => rollOf(state, id))
		.filter((successor) => !isDead(roll, successor.id, successor, heard))
		.filter((successor) => successor.added.every((member) => now.has(member) || successor.removed.includes(member)))
		.filter((successor) => successor.removed.every((member) => !now.has(member)))
		.sort((a, b) => speakersFor(words, b.id).size - speakersFor(words, a.id).size || (a.id < b.id ? -1 : 1));
	const mine = words.filter((word) => word.member === self).slice(-1);
	for (const choice of [...mine, ...joinable, { added, removed }]) {
		if (mayMoveTo(roll, { member: self, added: choice.added, removed: choice.removed }, left, heard)) {
			return { added: choice.added, removed: choice.removed };
		}
	}
	return null;
}

/** Members of the roll; when all of them have left (CAL25), whoever is a member now. */
const speaksFor = (roll: Roll, member: MemberId, left: readonly MemberId[]): boolean =>
	roll.members.includes(member) || roll.members.every((each) => left.includes(each));

/**
 * CAL22: more than half of those of the roll who can ever acknowledge anything. Whoever left without a word cannot, and
 * whoever knows of the leave knows that; so any two such majorities meet, whatever else their views differ in.
 * CAL25: if all of the roll have left and settled on nothing, the members of the successor, all of them.
 */
function hasTakenOver(state: CalendarState, successor: Roll, known: Known): boolean {
	if (successor.after === null) return true;
	const roll = rollOf(state, successor.after);
	const heard = heardOf(state, roll, known);
	if (hasMajorityIn(roll, successor.id, heard)) return true;
	if (!isOrphaned(roll, heard) || isSettled(roll, heard)) return false;
	const speakers = speakersFor(heard.words, successor.id);
	return successor.members.every((member) => speakers.has(member));
}

function hasMajorityIn(roll: Roll, successor: RollId, heard: Heard): boolean {
	const speakers = speakersFor(heard.words, successor);
	const voters = votersOf(roll, heard);
	return 2 * voters.filter((member) => speakers.has(member)).length > voters.length;
}

/** All of the roll have left: what they said is final, and known to whoever knows of their leaving. */
const isOrphaned = (roll: Roll, { left }: Heard): boolean => roll.members.every((member) => left.has(member));

const isSettled = (roll: Roll, heard: Heard): boolean =>
	heard.words.some((word) => hasMajorityIn(roll, word.successor, heard));

/** What a past tells of a roll's end. */
interface Heard {
	readonly words: readonly Acknowledgement[];
	/** Everybody known to have left. */
	readonly left: ReadonlySet<MemberId>;
}

function heardOf(state: CalendarState, roll: Roll, known: Known): Heard {
	const left = new Set<MemberId>();
	for (const [member, told] of state.leaves) if (told.some(known)) left.add(member);
	return { words: roll.acknowledgements.filter((word) => known(word.entry)), left };
}

const speakersFor = (words: readonly Acknowledgement[], successor: RollId): ReadonlySet<MemberId> =>
	new Set(words.filter((word) => word.successor === successor).map((word) => word.member));

/** The roll without those who left in silence. */
function votersOf(roll: Roll, { words, left }: Heard): readonly MemberId[] {
	const spoke = new Set(words.map((word) => word.member));
	return roll.members.filter((member) => spoke.has(member) || !left.has(member));
}

/**
 * CAL23: at most one successor at a time; a further one only if it grows and every earlier one can no longer take over.
 * The same one again only to tell of somebody's leaving that no word has told of.
 */
function mayMoveTo(roll: Roll, to: Changes & { readonly member: MemberId }, left: readonly MemberId[], heard: Heard): boolean {
	const mine = heard.words.filter((word) => word.member === to.member);
	const latest = mine.at(-1);
	if (latest !== undefined && isSame(latest, to)) return left.some((member) => !heard.left.has(member));
	return mine.every((earlier) => isWithin(earlier, to) && !isSame(earlier, to) && isDead(roll, earlier.successor, earlier, heard));
}

/**
 * Can it never take over? Once true, true for ever: nobody goes back to fewer changes, and if every undecided member
 * acknowledged it (or left in silence) it would still not have more than half.
 */
function isDead(roll: Roll, successor: RollId, changes: Changes, heard: Heard): boolean {
	const { words, left } = heard;
	const latest = new Map(words.map((word) => [word.member, word]));
	const speakers = speakersFor(words, successor);
	const mayStill = (member: MemberId): boolean => {
		if (speakers.has(member)) return true;
		if (left.has(member)) return false;
		const word = latest.get(member);
		return word === undefined || isWithin(word, changes);
	};
	if (isOrphaned(roll, heard)) return !membersAfter(roll, changes.added, changes.removed).every(mayStill);
	const voters = votersOf(roll, heard);
	return 2 * voters.filter(mayStill).length <= voters.length;
}

type Changes = Pick<Acknowledgement, 'added' | 'removed'>;

const isWithin = (a: Changes, b: Changes): boolean =>
	a.added.every((member) => b.added.includes(member)) && a.removed.every((member) => b.removed.includes(member));

const isSame = (a: Changes, b: Changes): boolean => isWithin(a, b) && isWithin(b, a);

function membersAfter(roll: Roll, added: readonly MemberId[], removed: readonly MemberId[]): readonly MemberId[] {
	return [...roll.members, ...added].filter((member) => !removed.includes(member)).sort();
}

function ordered(ids: readonly RollId[], rolls: CalendarState['rolls']): readonly RollId[] {
	const depth = (id: RollId) => rolls.get(id)?.depth ?? 0;
	return [...ids].sort((a, b) => depth(b) - depth(a) || (a < b ? -1 : 1));
}

const refused = (rule: string, reason: string) => err({ rule, reason });
