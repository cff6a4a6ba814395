/**
 * Every reachable state of one small proposal, and every entry that could be appended to it: a final result is never changed.
 *
 * A state is a causally closed set of entries. "Any delay" = an entry may know any closed part of the other logs; "any false
 * clock" = an entry may be written at any moment. So checking each edge covers all networks and all clocks. The first elector
 * proposed it, and may withdraw, extend or rewrite it at any moment; the real rules judge and count.
 */
import { describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, MemberId, ObjectId } from '$crypto/base';
import { NO_FACTS } from '$crdt/domain/membership/state';
import { parseOp } from '$crdt/domain/op';
import { applyTermOp, type TermOp } from '$crdt/domain/proposals/apply';
import type { Around, ProposalPast } from '$crdt/domain/proposals/judge';
import type { Proposal } from '$crdt/domain/proposals/state';
import { amendOp, bindOp, castOp, closeOp, CONSENSUS, extendOp, MAJORITY, withdrawOp, type Word } from '../support/proposal-ops';

type Act =
	| { readonly kind: 'bind'; readonly word: Word }
	/** Spoken by one elector alone, which keeps the search small. */
	| { readonly kind: 'cast'; readonly word: Exclude<Word, 'none'>; readonly by: number }
	| { readonly kind: 'close' | 'withdraw' | 'extend' | 'amend' };
interface Written {
	readonly act: Act;
	/** The term it is about, by number of the order in which terms came to be here; 0: the first. */
	readonly term: ObjectId;
	/** How many entries of each elector's log it knows, its own earlier ones included. */
	readonly knows: readonly number[];
	readonly lamport: number;
}
type Logs = readonly (readonly Written[])[];

/** Ids as the schemas want them; they end in elector and place. */
const id = (elector: number, at: number): EntryId => `${elector}_${at}`.padStart(43, 'e') as EntryId; // test brand
const OPENING = 'p'.repeat(43) as EntryId; // test brand
const FIRST = `${OPENING}.0` as ObjectId; // test brand
const memberOf = (elector: number): MemberId => `${elector}`.padStart(43, 'm') as MemberId; // test brand
const voiceOf = (elector: number): DeviceId => `${elector}`.padStart(43, 'd') as DeviceId; // test brand
const placeOf = (entry: EntryId): readonly [number, number] => entry.replaceAll('e', '').split('_').map(Number) as [number, number]; // two numbers, see `id`

function blank(n: number, method: Proposal['method']): Proposal {
	const place = { entry: OPENING, lamport: 0, at: 0 };
	return {
		...place, id: FIRST, effect: { kind: 'none' }, subject: 'general', method, sealed: false, needed: 0, proposer: memberOf(0),
		discussion: null, succeeds: null, mandate: FIRST, alternatives: [], reviewOn: null,
		electors: Array.from({ length: n }, (_, e) => ({ memberId: memberOf(e), admission: id(9, e), voice: voiceOf(e), weight: 1 })),
		terms: [{
			...place, id: FIRST, kind: 'first', after: null, title: '', text: '', deadline: 1, reason: '', amendment: null,
			stances: [], closings: [], interruptions: [], reveals: [], revealClosings: []
		}],
		withdrawals: [], outcome: { status: 'open' }, settledTerm: FIRST
	};
}

const NOBODY_AROUND: Around = {
	discussion: () => undefined, amendment: () => undefined, mediation: () => undefined, spoken: () => [], judgeTakingUp: () => null
};

function opOf(act: Act, term: ObjectId): TermOp {
	const input = () => {
		switch (act.kind) {
			case 'bind': return bindOp(FIRST, act.word, term);
			case 'cast': return castOp(FIRST, act.word, term);
			case 'close': return closeOp(FIRST, term);
			case 'withdraw': return withdrawOp(FIRST, term);
			case 'extend': return extendOp(FIRST, term);
			case 'amend': return amendOp(FIRST, 'else', { after: term });
		}
	};
	return parseOp(input()) as TermOp; // just made by hand
}

/** The entry, judged by the rules and recorded; null where they refuse it. */
function recorded(proposal: Proposal, elector: number, at: number, { act, term, knows, lamport }: Written): Proposal | null {
	const entry = id(elector, at);
	const past: ProposalPast = {
		place: { entry, lamport, at: 0 },
		objectId: `${entry}.0` as ObjectId, // test brand
		facts: NO_FACTS,
		device: voiceOf(elector),
		author: { memberId: memberOf(elector), device: voiceOf(elector), isVoice: true },
		inPast(other) {
			if (other === OPENING) return true;
			const [who, place] = placeOf(other);
			return place < knows[who]!;
		},
		find: () => undefined,
		hash: (...texts) => texts.join(' ')
	};
	const applied = applyTermOp(opOf(act, term), proposal, past, NOBODY_AROUND);
	return applied.ok ? applied.value.proposal : null;
}

interface Search {
	readonly states: number;
	readonly edges: number;
	readonly finals: number;
	/** Everybody has closed every term that was begun, and it is open. */
	readonly stuck: number;
	readonly outcomes: ReadonlySet<string>;
	/** States in which a term after the first is settled to be the one that counts. */
	readonly later: number;
}

function search(n: number, method: Proposal['method'], acts: readonly Act[], most: { readonly perLog: readonly number[]; readonly terms: number } = { perLog: [], terms: 1 }): Search {
	const seen = new Set<string>();
	const queue: { logs: Logs; proposal: Proposal }[] = [{ logs: Array.from({ length: n }, () => []), proposal: blank(n, method) }];
	const outcomes = new Set<string>();
	let [edges, finals, stuck, later] = [0, 0, 0, 0];
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		const { logs, proposal } = next;
		const before = proposal.outcome;
		for (let elector = 0; elector < n; elector++) {
			if (logs[elector]!.length >= (most.perLog[elector] ?? 9)) continue;
			for (const knows of closedPasts(logs, elector))
				for (const act of acts)
					for (const { id: term } of proposal.terms) {
						if (act.kind === 'cast' && act.by !== elector) continue;
						if ((act.kind === 'extend' || act.kind === 'amend') && proposal.terms.length >= most.terms) continue;
						const lamport = 1 + Math.max(0, ...knows.map((count, who) => logs[who]![count - 1]?.lamport ?? 0));
						const written = { act, term, knows, lamport };
						const after = recorded(proposal, elector, logs[elector]!.length, written);
						if (after === null) continue;
						edges++;
						const { outcome } = after;
						const isKept = after.settledTerm === proposal.settledTerm || proposal.settledTerm === FIRST;
						if (!isKept || (before.status !== 'open' && (outcome.status !== before.status || after.settledTerm !== proposal.settledTerm)))
							throw new Error(`${before.status} became ${outcome.status}: ${JSON.stringify([...logs, written])}`);
						const grown = logs.with(elector, [...logs[elector]!, written]);
						const key = JSON.stringify(grown);
						if (seen.has(key)) continue;
						seen.add(key);
						outcomes.add(outcome.status);
						if (outcome.status !== 'open') finals++;
						else if (after.terms.every(({ closings }) => closings.length === n)) stuck++;
						if (after.settledTerm !== FIRST) later++;
						queue.push({ logs: grown, proposal: after });
					}
		}
	}
	return { states: seen.size + 1, edges, finals, stuck, outcomes, later };
}

/** All closed sets of entries that hold what the elector's last entry knew, and that entry itself. */
function closedPasts(logs: Logs, elector: number): readonly (readonly number[])[] {
	const own = logs[elector]!;
	const least = (own.at(-1)?.knows ?? logs.map(() => 0)).with(elector, own.length);
	let pasts: (readonly number[])[] = [[]];
	for (let who = 0; who < logs.length; who++)
		pasts = pasts.flatMap((start) => {
			const least_ = least[who]!;
			const length = who === elector ? own.length : logs[who]!.length;
			return Array.from({ length: length - least_ + 1 }, (_, k) => [...start, least_ + k]);
		});
	return pasts.filter((past) => past.every((count, who) => count === 0 || logs[who]![count - 1]!.knows.every((known, other) => known <= past[other]!)));
}

const bind = (word: Word): Act => ({ kind: 'bind', word });
const cast = (word: Exclude<Word, 'none'>, by: number): Act => ({ kind: 'cast', word, by });
const close: Act = { kind: 'close' };
const withdraw: Act = { kind: 'withdraw' };
const extend: Act = { kind: 'extend' };
const amend: Act = { kind: 'amend' };

describe('all states of a small proposal', { timeout: 240_000 }, () => {
	it.each([
		{ n: 2, method: CONSENSUS, acts: [bind('agree'), bind('block'), bind('none'), close], name: 'consensus' },
		{ n: 2, method: MAJORITY, acts: [bind('agree'), bind('disagree'), close], name: 'majority' },
		{ n: 3, method: CONSENSUS, acts: [bind('block'), close], name: 'consensus' },
		{ n: 3, method: MAJORITY, acts: [bind('agree'), close], name: 'majority' }
	] as const)('[PRO32] $n electors, $name: no entry changes a final result, and once all have closed there is one', ({ n, method, acts }) => {
		const found = search(n, method, acts);
		expect(found.stuck).toBe(0);
		expect(found.finals).toBeGreaterThan(10);
		expect(found.edges).toBeGreaterThan(found.states);
	});

	it.each([
		{ n: 2, method: CONSENSUS, acts: [bind('agree'), bind('block'), close, withdraw], perLog: [4, 3], name: 'two electors, consensus, withdrawn at any moment' },
		{ n: 3, method: MAJORITY, acts: [bind('agree'), close, withdraw], perLog: [3, 2, 2], name: 'three electors, majority, withdrawn at any moment' }
	] as const)('[PRO25] $name: a final result stays, and all closings settle one', ({ n, method, acts, perLog }) => {
		const found = search(n, method, acts, { perLog, terms: 1 });
		expect(found.stuck).toBe(0);
		expect([...found.outcomes]).toEqual(expect.arrayContaining(['open', 'withdrawn', 'accepted']));
	});

	it.each([
		{ n: 2, method: CONSENSUS, acts: [bind('agree'), close, extend], perLog: [4, 4], name: 'two electors, extended at any moment' },
		{ n: 2, method: MAJORITY, acts: [cast('agree', 1), bind('agree'), close, extend], perLog: [3, 3], name: 'two electors, soft words carried over' },
		{ n: 2, method: CONSENSUS, acts: [bind('agree'), close, amend, withdraw], perLog: [3, 3], name: 'two electors, rewritten or withdrawn' },
		{ n: 3, method: MAJORITY, acts: [bind('agree'), close, extend], perLog: [2, 2, 2], name: 'three electors, extended' }
	] as const)('[PRO74] $name: a final result and the term it belongs to stay, and all closings settle one', ({ n, method, acts, perLog }) => {
		const found = search(n, method, acts, { perLog, terms: 2 });
		expect(found.stuck).toBe(0);
		expect(found.later).toBeGreaterThan(10);
	});
});
