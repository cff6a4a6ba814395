/**
 * What has happened since somebody was last here: counted from what this device had shown then, not from anybody's clock. Kept
 * sealed on this device; it holds ids and counts, no words. Pure.
 */
import type { DiscussionSummary, ProposalSummary } from '$crdt/domain/proposals/views';

/** Away for less than this, one has not been away. */
export const SAME_VISIT_MS = 30 * 60_000;

/** What was there: comments by id of what they are about; and what was still open. */
export interface Shown {
	readonly comments: Readonly<Record<string, number>>;
	readonly open: readonly string[];
}

export interface Visit {
	/** ms; last seen here. */
	readonly at: number;
	/** When the visit before this one ended. */
	readonly since: number;
	/** As it was then: what is new is counted from this. */
	readonly before: Shown;
	/** As it is now: what the next visit counts from. */
	readonly now: Shown;
}

export interface Digest {
	readonly since: number;
	readonly decisions: number;
	readonly proposals: number;
	readonly discussions: number;
	readonly comments: number;
}

type Listed = readonly Pick<ProposalSummary, 'id' | 'mine' | 'state' | 'comments'>[];
type Talked = readonly Pick<DiscussionSummary, 'id' | 'mine' | 'comments'>[];

const isOpen = (one: Listed[number]): boolean => one.state.status === 'open' || one.state.status === 'past-deadline';

export function shownBy(proposals: Listed, discussions: Talked): Shown {
	return {
		comments: Object.fromEntries([...proposals, ...discussions].map((one) => [short(one.id), one.comments])),
		open: proposals.filter(isOpen).map((one) => short(one.id))
	};
}

/** Enough of an id to tell it from others on one device. */
const short = (id: string): string => id.slice(0, 12) + id.slice(43);

/**
 * The visit goes on, or a new one begins.
 *
 * @param looked ids of what was opened since: its comments are not news any more
 */
export function continueVisit(kept: Visit | null, shown: Shown, now: number, looked: Iterable<string> = []): Visit {
	const going = kept !== null && now - kept.at < SAME_VISIT_MS;
	const since = kept === null ? now : going ? kept.since : kept.at;
	const before = kept === null ? shown : going ? kept.before : kept.now;
	const read = Object.fromEntries([...looked].map(short).flatMap((id) => (shown.comments[id] === undefined ? [] : [[id, shown.comments[id]]])));
	return { at: now, since, before: { ...before, comments: { ...before.comments, ...read } }, now: shown };
}

export function digestOf({ since, before }: Visit, proposals: Listed, discussions: Talked): Digest {
	const known = (id: string) => before.comments[short(id)] !== undefined;
	const wasOpen = (id: string) => before.open.includes(short(id));
	const settled = (one: Listed[number]) => !isOpen(one) && one.state.status !== 'withdrawn';
	return {
		since,
		decisions: proposals.filter((one) => settled(one) && (wasOpen(one.id) || !known(one.id))).length,
		proposals: proposals.filter((one) => isOpen(one) && !known(one.id) && !one.mine).length,
		discussions: discussions.filter((one) => !known(one.id) && !one.mine).length,
		comments: [...proposals, ...discussions].reduce((sum, one) => sum + Math.max(0, one.comments - (before.comments[short(one.id)] ?? 0)), 0)
	};
}

/** "2 decisions, 1 new proposal, 3 comments"; null: nothing to tell. */
export function sayDigest(digest: Digest): string | null {
	const parts = [
		count(digest.decisions, 'decision'),
		count(digest.proposals, 'new proposal'),
		count(digest.discussions, 'new discussion'),
		count(digest.comments, 'comment')
	].filter((part) => part !== null);
	return parts.length === 0 ? null : parts.join(', ');
}

const count = (n: number, word: string): string | null => (n === 0 ? null : `${n} ${word}${n === 1 ? '' : 's'}`);

/** What was kept, if it is a visit at all. */
export function readVisit(kept: unknown): Visit | null {
	if (!isRecord(kept) || typeof kept['at'] !== 'number' || typeof kept['since'] !== 'number') return null;
	const before = readShown(kept['before']);
	const now = readShown(kept['now']);
	return before && now ? { at: kept['at'], since: kept['since'], before, now } : null;
}

function readShown(value: unknown): Shown | null {
	if (!isRecord(value) || !isRecord(value['comments']) || !Array.isArray(value['open'])) return null;
	const comments = Object.entries(value['comments']).filter((one): one is [string, number] => typeof one[1] === 'number');
	return { comments: Object.fromEntries(comments), open: value['open'].filter((one): one is string => typeof one === 'string') };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
