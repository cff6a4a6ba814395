/** How people keep the books in the simulation: entries of every kind, corrections, disputes, schedules, closes. Seeded. */
import { closeRoot, planClose } from '$crdt/domain/ledger/closes';
import { contextOfNow } from '$crdt/domain/now-context';
import { addDays } from '$crdt/domain/wall-time';
import type { State } from '$crdt/domain/state';
import { randomLedgerOp } from '../support/random-ledger';
import type { Maker } from './people';

const dayOf = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10);

/** Anything that members do with the book, mostly within the rules. */
export const keepBooks: Maker = (state, node, chance, nowMs) => {
	const { ledger, membership } = state;
	const members = membership.seated.map(({ memberId }) => memberId);
	if (members.length === 0) return null;
	const { ownership } = membership.settings;
	const who = { ledger, me: node.actor.memberId, members, ownership, approvals: [...membership.approvals.keys()], today: dayOf(nowMs) };
	return { area: 'ledger', op: randomLedgerOp(who, chance) };
};

/** Signs what somebody proposed to close, or closes what lies some days back. */
export const closeBooks: Maker = (state, node, chance, nowMs) => {
	const me = node.actor.memberId;
	const unsigned = [...state.ledger.closes.values()].filter(
		({ id, electors, signatures }) => !state.ledger.firm.includes(id) && electors.includes(me) && !signatures.some(({ member }) => member === me)
	);
	if (unsigned.length > 0 && chance.chance(0.85)) return { area: 'ledger', op: { type: 'ledger/co-sign', close: chance.pick(unsigned).id } };
	const { hash } = node.open().hashes;
	const ctx = contextOfNow(state.membership, { me, device: node.actor.deviceId, now: nowMs, hash });
	const days = { previous: state.ledger.firm.at(-1) ?? null, until: addDays(dayOf(nowMs), -chance.int(20)) };
	const planned = planClose(state.ledger, days, ctx);
	if (!planned.ok) return null;
	const { named } = planned.value;
	return { area: 'ledger', op: { type: 'ledger/close-period', ...days, count: named.length, root: closeRoot(named, hash) } };
};

/** Counts for the coverage of a run. */
export function bookCoverage({ ledger }: State) {
	const entries = [...ledger.entries.values()];
	return {
		postings: ledger.entries.size,
		splits: new Set(entries.flatMap((entry) => (entry.kind === 'post' && entry.op.split !== null ? [entry.op.split.method] : []))).size,
		incomes: entries.filter((entry) => entry.kind === 'post' && entry.op.kind === 'income').length,
		charges: entries.filter((entry) => entry.kind === 'post' && entry.op.kind === 'charge').length,
		corrections: entries.filter(({ kind, counts }) => kind === 'reversal' && counts).length,
		replacements: entries.filter(({ replacedBy }) => replacedBy !== null).length,
		withoutEffect: entries.filter(({ counts }) => !counts).length,
		confirmed: entries.filter((entry) => entry.kind === 'transfer' && entry.confirmed !== null).length,
		scheduled: entries.filter((entry) => entry.kind === 'post' && entry.op.schedule !== null).length,
		closes: ledger.firm.length
	};
}
