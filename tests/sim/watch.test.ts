/** The simulator is only worth what its checks would notice: each invariant, broken on purpose, must be told. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, MemberId, ObjectId } from '$crypto/base';
import { createWatch, lostEntries, silencedDevices } from './invariants';
import type { SimNode } from './node';
import { BadOption, parseOptions } from './options';
import { createBeginning, type Beginning } from './setup';
import { runWorld } from './world';

let beginning: Beginning;
beforeAll(async () => {
	beginning = await createBeginning(4, 5);
}, 120_000);

interface Pretence {
	readonly name: string;
	readonly digest?: string;
	readonly settings?: string;
	readonly outcome?: string;
	readonly balances?: readonly number[];
	/** Entries that count, in one account each. */
	readonly postings?: readonly (readonly number[])[];
	/** Two of them hold the same approval. */
	readonly isContested?: boolean;
	/** The first of two entries, or both, are named by the firm close. */
	readonly named?: number;
	readonly forkOf?: string;
	readonly holdsLaterKey?: boolean;
	readonly isSilenced?: boolean;
	/** It wrote something that nobody else has. */
	readonly ownEntry?: boolean;
}

function bookOf({ balances = [], postings = [], isContested = false, named = 0 }: Pretence) {
	const approval = isContested ? 'a.0' : null;
	const entries = postings.map((amounts, i) => ({
		id: `e.${i}`, kind: 'post', counts: true, reversedBy: null, replacedBy: null, op: { schedule: null, approval, corrects: null },
		postings: amounts.map((amountMinor, at) => ({ account: String(at), amountMinor }))
	}));
	return {
		balances: new Map(balances.map((balance, i) => [String(i), balance])),
		entries: new Map(entries.map((entry) => [entry.id, entry])),
		contests: new Map(isContested ? [['approval:a.0', entries.map(({ id }) => id)]] : []),
		closes: new Map([['c.0', { named: new Set(entries.slice(0, named).map(({ id }) => id)) }]]),
		firm: named > 0 ? ['c.0'] : []
	};
}

/** As much of a device as the watch looks at. */
function pretend(shown: Pretence): SimNode {
	const proposal = { id: 'p.0' as ObjectId, outcome: { status: shown.outcome ?? 'open' }, electors: [] };
	const state = {
		rulesVersion: 1,
		entries: 1,
		unknownOps: 0,
		membership: {
			settings: { name: shown.settings ?? '' },
			members: new Map(shown.holdsLaterKey ? [[shown.name, { status: 'removed', devices: [] }]] : []),
			epochs: new Map([['e', { epoch: 'e', knownLosses: new Set(['removed Ana']) }]])
		},
		proposals: { proposals: new Map([['p.0', proposal]]) },
		calendar: {},
		ledger: bookOf(shown),
		consultation: {}
	};
	const open = {
		fold: { version: 1 },
		signer: { slot: 1 },
		me: shown.name as MemberId,
		state: () => state,
		hashes: { hash: (...texts: string[]) => texts.join('|') },
		keyring: { get: () => (shown.holdsLaterKey ? {} : undefined) },
		log: { dag: { size: 1, isForked: () => false }, entries: () => (shown.ownEntry ? [{ id: 'own', slot: 1 }] : []), evidence: () => (shown.forkOf ? [{ device: shown.forkOf }] : []), get: () => undefined, ownLogAhead: () => shown.isSilenced === true }
	};
	// only what the watch reads is there
	return { actor: { name: shown.name, deviceId: shown.name }, isUp: true, entriesDigest: () => shown.digest ?? '1', open: () => open } as unknown as SimNode;
}

const watching = (...shown: readonly Pretence[]) => () => createWatch(() => false, () => false).check(shown.map(pretend));

describe('the watch', () => {
	it('lets honest devices pass', () => {
		const book = { balances: [5, -5], postings: [[3, -3], [2, -2]], named: 2 };
		expect(watching({ name: 'Ana', ...book }, { name: 'Ben', ...book })).not.toThrow();
		expect(watching({ name: 'Ana', settings: 'a' }, { name: 'Ben', digest: '2', settings: 'b' })).not.toThrow();
	});

	it.each<[string, readonly Pretence[]]>([
		['same entries, same state', [{ name: 'Ana', settings: 'a' }, { name: 'Ben', settings: 'b' }]],
		['a final decision stays', [{ name: 'Ana', outcome: 'accepted' }, { name: 'Ben', digest: '2', outcome: 'not-accepted' }]],
		['every entry is balanced', [{ name: 'Ana', balances: [5, -4], postings: [[5, -4]] }]],
		['balances are what counts', [{ name: 'Ana', balances: [5, -5] }]],
		['balances are what counts', [{ name: 'Ana', balances: [], postings: [[5, -5]] }]],
		['money is whole', [{ name: 'Ana', balances: [0.5, -0.5], postings: [[0.5, -0.5]] }]],
		['of those made apart one counts', [{ name: 'Ana', balances: [2, -2], postings: [[1, -1], [1, -1]], isContested: true }]],
		['what is closed stays', [{ name: 'Ana', balances: [2, -2], postings: [[1, -1], [1, -1]], named: 2 }, { name: 'Ben', digest: '2', balances: [2, -2], postings: [[1, -1], [1, -1]], named: 1 }]],
		['honest devices never fork', [{ name: 'Ana', forkOf: 'Ben' }, { name: 'Ben', digest: '2' }]],
		['who has gone opens nothing later', [{ name: 'Ana', holdsLaterKey: true }]]
	])('tells when it breaks: %s', (invariant, shown) => {
		expect(watching(...shown)).toThrow(invariant);
	});

	it('tells lost entries, but not those of whom nobody could know', () => {
		const promised = new Map([['x' as EntryId, 'Ana' as DeviceId]]);
		expect(lostEntries(promised, [pretend({ name: 'Ben' })], () => false)).toEqual(['x']);
		expect(lostEntries(promised, [pretend({ name: 'Ben' })], () => true)).toEqual([]);
	});
});

describe('a disk that loses its newest writes', () => {
	const [told, otherwise] = [pretend({ name: 'Dele', outcome: 'not-accepted', ownEntry: true }), pretend({ name: 'Ana', digest: '2', outcome: 'accepted' })];

	it('what it alone had seen, by words that nobody else got, is as if not said', () => {
		const watch = createWatch(() => true, () => false);
		watch.check([told]);
		watch.beforeLoss(told, [told, otherwise]);
		expect(() => watch.check([otherwise])).not.toThrow();
	});

	it('what another device has seen too stands', () => {
		const watch = createWatch(() => true, () => false);
		watch.check([told, pretend({ name: 'Ben', outcome: 'not-accepted' })]);
		watch.beforeLoss(told, [told, otherwise]);
		expect(() => watch.check([otherwise])).toThrow('a final decision stays');
	});

	it('where others have all it wrote, what it had seen stands', () => {
		const watch = createWatch(() => true, () => false);
		const plain = pretend({ name: 'Dele', outcome: 'not-accepted' });
		watch.check([plain]);
		watch.beforeLoss(plain, [plain, otherwise]);
		expect(() => watch.check([otherwise])).toThrow('a final decision stays');
	});
});

describe('claims that nobody proves', () => {
	it('are told of when they still keep a device from writing', () => {
		expect(silencedDevices([pretend({ name: 'Ana', isSilenced: true }), pretend({ name: 'Ben' })])).toEqual(['Ana']);
	});
});

describe('the simulator', () => {
	it('the same seed gives the same story, another seed another one', async () => {
		const options = { beginning, members: 4, ops: 25, faults: parseOptions([]).faults };
		const [once, again, other] = [await runWorld({ ...options, seed: 5 }), await runWorld({ ...options, seed: 5 }), await runWorld({ ...options, seed: 6 })];
		expect(once.broken).toBeNull();
		expect(again).toEqual(once);
		expect(other.outcome.stateHash).not.toBe(once.outcome.stateHash);
		expect(once.events.length).toBeGreaterThan(25);
	}, 240_000);

	it('says what is wrong with its options', () => {
		for (const bad of [['--ops', '0'], ['--faults', 'rain'], ['--seeds', '9..1'], ['--wings', '2'], ['ops']]) expect(() => parseOptions(bad)).toThrow(BadOption);
		expect(parseOptions(['--seeds', '3..5', '--faults', 'drop,crash'])).toMatchObject({ seeds: [3, 4, 5], members: 6, devices: 9, ops: 120 });
	});
});
