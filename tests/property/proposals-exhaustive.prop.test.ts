/**
 * Every reachable state of one small proposal, and every entry that could be appended to it: a final result is never changed.
 *
 * A state is a causally closed set of entries. "Any delay" = an entry may know any closed part of the other logs; "any false
 * clock" = an entry may be written at any moment. So checking each edge covers all networks and all clocks.
 */
import { describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, MemberId, ObjectId } from '$crypto/base';
import { NO_FACTS } from '$crdt/domain/membership/state';
import { judgeBind, judgeClose, type ProposalPast } from '$crdt/domain/proposals/judge';
import { outcomeOf } from '$crdt/domain/proposals/outcome';
import type { Stance } from '$crdt/domain/proposals/ops';
import { quorumOf, type Proposal } from '$crdt/domain/proposals/state';

type Word = Stance | 'none';
type Act = { readonly kind: 'bind'; readonly stance: Word } | { readonly kind: 'close' };
interface Written {
	readonly act: Act;
	/** How many entries of each elector's log it knows, its own earlier ones included. */
	readonly knows: readonly number[];
	readonly lamport: number;
}
type Logs = readonly (readonly Written[])[];

const id = (elector: number, at: number): EntryId => `${elector}:${at}` as EntryId; // test brand

function blank(n: number, rule: 'consensus' | 'majority'): Proposal {
	return {
		id: 'p.0' as ObjectId, entry: 'p' as EntryId, lamport: 0, at: 0, title: '', text: '', effect: { kind: 'none' }, deadline: 0,
		proposer: 'm0' as MemberId, succeeds: null, mandate: 'p.0' as ObjectId, rule, needed: quorumOf(n),
		electors: Array.from({ length: n }, (_, e) => ({ memberId: `m${e}` as MemberId, admission: `a${e}` as EntryId, voice: `d${e}` as DeviceId })),
		stances: [], closings: [], withdrawals: [], comments: [], outcome: { status: 'open' }
	};
}

/** The entry, judged by the rules and recorded; null where they refuse it. */
function recorded(proposal: Proposal, elector: number, at: number, { act, knows, lamport }: Written): Proposal | null {
	const past: ProposalPast = {
		place: { entry: id(elector, at), lamport, at: 0 },
		objectId: `${id(elector, at)}.0` as ObjectId,
		facts: NO_FACTS,
		device: `d${elector}` as DeviceId,
		author: null,
		inPast(entry) {
			if (entry === 'p') return true;
			const [who, place] = entry.split(':').map(Number) as [number, number];
			return place < knows[who]!;
		},
		find: () => undefined
	};
	switch (act.kind) {
		case 'bind': {
			const judged = judgeBind({ type: 'proposals/bind-stance', proposal: proposal.id, stance: act.stance, reason: '' }, proposal, past);
			return judged.ok ? { ...proposal, stances: [...proposal.stances, judged.value] } : null;
		}
		case 'close': {
			const judged = judgeClose(proposal, past);
			return judged.ok ? { ...proposal, closings: [...proposal.closings, judged.value] } : null;
		}
	}
}

interface Search {
	readonly states: number;
	readonly edges: number;
	readonly finals: number;
	readonly stuck: number;
}

function search(n: number, rule: 'consensus' | 'majority', acts: readonly Act[]): Search {
	const seen = new Set<string>();
	const queue: { logs: Logs; proposal: Proposal; status: string }[] = [
		{ logs: Array.from({ length: n }, () => []), proposal: blank(n, rule), status: 'open' }
	];
	let edges = 0;
	let finals = 0;
	let stuck = 0;
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		const { logs, proposal, status } = next;
		for (let elector = 0; elector < n; elector++)
			for (const knows of closedPasts(logs, elector))
				for (const act of acts) {
					const lamport = 1 + Math.max(0, ...knows.map((count, who) => logs[who]![count - 1]?.lamport ?? 0));
					const written = { act, knows, lamport };
					const after = recorded(proposal, elector, logs[elector]!.length, written);
					if (after === null) continue;
					const grown = logs.with(elector, [...logs[elector]!, written]);
					const result = outcomeOf(after, after.closings).status;
					edges++;
					if (status !== 'open') expect(result).toBe(status);
					const key = JSON.stringify(grown);
					if (seen.has(key)) continue;
					seen.add(key);
					if (result !== 'open') finals++;
					else if (after.closings.length === n) stuck++;
					queue.push({ logs: grown, proposal: after, status: result });
				}
	}
	return { states: seen.size + 1, edges, finals, stuck };
}

/** All closed sets of entries that hold what the elector's last entry knew, and that entry itself. */
function closedPasts(logs: Logs, elector: number): readonly (readonly number[])[] {
	const own = logs[elector]!;
	const least = (own.at(-1)?.knows ?? logs.map(() => 0)).with(elector, own.length);
	let pasts: (readonly number[])[] = [[]];
	for (let who = 0; who < logs.length; who++)
		pasts = pasts.flatMap((start) => {
			const most = who === elector ? own.length : logs[who]!.length;
			return Array.from({ length: most - least[who]! + 1 }, (_, k) => [...start, least[who]! + k]);
		});
	return pasts.filter((past) => past.every((count, who) => count === 0 || logs[who]![count - 1]!.knows.every((known, other) => known <= past[other]!)));
}

const bind = (stance: Word): Act => ({ kind: 'bind', stance });
const close: Act = { kind: 'close' };

describe('all states of a small proposal', { timeout: 240_000 }, () => {
	it.each([
		{ n: 2, rule: 'consensus', acts: [bind('agree'), bind('block'), bind('none'), close] },
		{ n: 2, rule: 'majority', acts: [bind('agree'), bind('block'), close] },
		{ n: 3, rule: 'consensus', acts: [bind('block'), close] },
		{ n: 3, rule: 'majority', acts: [bind('agree'), close] }
	] as const)('[PRO32] $n electors, $rule: no entry changes a final result, and once all have closed there is one', ({ n, rule, acts }) => {
		const found = search(n, rule, acts);
		expect(found.stuck).toBe(0);
		expect(found.finals).toBeGreaterThan(10);
		expect(found.edges).toBeGreaterThan(found.states);
	});
});
