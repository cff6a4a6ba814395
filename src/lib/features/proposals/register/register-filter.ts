/** Finding decisions: words, and what kind of decision it is. Pure; today is an argument. PRO120. */
import type { MethodKind } from '$crdt/domain/proposals/method';
import type { Subject } from '$crdt/domain/proposals/settings-ops';
import type { ProposalStatus, RegisterEntry } from '$crdt/domain/proposals/views';
import { zoneClock } from '$lib/time/zone-clock';
import { dateOf, wallAt } from '$lib/ui/times';

export type ResultFilter = 'all' | 'decided' | Exclude<ProposalStatus['status'], 'past-deadline'>;

export interface RegisterFilter {
	/** As typed: every word must stand somewhere. */
	readonly words: string;
	readonly result: ResultFilter;
	readonly subject: Subject | 'all';
	readonly method: MethodKind | 'all';
	/** "2026", or 'all'. */
	readonly year: string;
	/** `mine`: I proposed it. `due`: its review date has come. */
	readonly which: 'all' | 'mine' | 'due';
}

export const EVERYTHING: RegisterFilter = { words: '', result: 'all', subject: 'all', method: 'all', year: 'all', which: 'all' };

export interface Today {
	/** YYYY-MM-DD in the collective's zone. */
	readonly today: string;
	readonly zone: string;
}

export function filterRegister(entries: readonly RegisterEntry[], filter: RegisterFilter, today: Today): readonly RegisterEntry[] {
	const words = plain(filter.words).split(/\s+/).filter((word) => word !== '');
	return entries.filter(
		(entry) =>
			fitsResult(entry.state, filter.result) &&
			(filter.subject === 'all' || entry.subject === filter.subject) &&
			(filter.method === 'all' || entry.method.kind === filter.method) &&
			(filter.year === 'all' || yearOf(entry, today.zone) === filter.year) &&
			(filter.which === 'all' || (filter.which === 'mine' ? entry.mine : isDue(entry, today.today))) &&
			holds(entry, words)
	);
}

/** When it was settled; of what is still open, when it was opened. */
export const dayOf = (entry: RegisterEntry, zone: string): string => dateOf(wallIn(zone, entry.decidedAt ?? entry.openedAt));
export const yearOf = (entry: RegisterEntry, zone: string): string => dayOf(entry, zone).slice(0, 4);

/** The wall of a zone, quickly also for a thousand entries. */
export function wallIn(zone: string, instant: number): string {
	const clock = zoneClock(zone);
	return clock.ok ? clock.value.wallOf(instant) : wallAt(instant, zone);
}

/** In force, and its review date has come; what was put to the others anew is looked at already. */
export const isDue = (entry: RegisterEntry, today: string): boolean =>
	entry.reviewOn !== null && entry.reviewOn <= today && entry.succeededBy === null && (entry.state.status === 'accepted' || entry.state.status === 'chosen');

/** Years of the register, newest first. */
export function yearsOf(entries: readonly RegisterEntry[], zone: string): readonly string[] {
	return [...new Set(entries.map((entry) => yearOf(entry, zone)))].sort().reverse();
}

function fitsResult({ status }: ProposalStatus, wanted: ResultFilter): boolean {
	switch (wanted) {
		case 'all':
			return true;
		case 'decided':
			return status !== 'open' && status !== 'past-deadline';
		case 'open':
			return status === 'open' || status === 'past-deadline';
		default:
			return status === wanted;
	}
}

function holds(entry: RegisterEntry, words: readonly string[]): boolean {
	if (words.length === 0) return true;
	const options = 'options' in entry.method ? entry.method.options : [];
	// of everybody who was asked, only those who said something or stood aside: a name would find nearly everything otherwise
	const said = entry.stances.filter((one) => one.reason !== '' || one.harms !== '').flatMap((one) => [one.name, one.reason, one.harms]);
	const tasks = entry.tasks.flatMap((one) => [one.text, one.assigneeName]);
	const all = plain([entry.title, entry.text, entry.statement, entry.proposerName, ...entry.stoodAside, ...options, ...said, ...tasks].join('\n'));
	return words.every((word) => all.includes(word));
}

/** Without accents and capitals: "chloe" finds Chloé. */
const plain = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase();
