/**
 * The books of Praxis Lindenhof, some fourteen months of them, as lines that are written day by day between the rest of the story:
 * accounts, schedules, what was paid and who shared it, corrections, disputes, closes. Folded by the real rules.
 */
import type { ObjectId } from '$crypto/base';
import { closeRoot, planClose } from '$crdt/domain/ledger/closes';
import type { BuiltInCategory, Category, Party, Split } from '$crdt/domain/ledger/ops';
import { memberAccount } from '$crdt/domain/ledger/state';
import { contextOfNow } from '$crdt/domain/now-context';
import type { OpInput } from '$crdt/domain/op';
import { addDays, dateOf, daysBetween, wallAt } from '$lib/ui/times';
import { standingUse } from './fake-bookings';
import { memberId, ZONE, type FakeHouse } from './fake-house';
import { storyHashes } from './story';

type PostOp = Extract<OpInput, { type: 'ledger/post' }>;
type Name = 'Ana' | 'Ben' | 'Chloé' | 'Dele' | 'Eve';

/** Days ago when each came. */
const CAME: Readonly<Record<Name, number>> = { Ana: 400, Ben: 390, Chloé: 330, Dele: 270, Eve: 210 };
const NAMES = Object.keys(CAME) as readonly Name[];

/** Since then larger money takes more than one (days ago), and since then there is a decision for the rent. */
export const BANDS_SINCE = 179;
const DECIDED = 175;

export interface FakeBook {
	/** Writes everything that happened longer ago than this. */
	writeUntil(daysAgo: number): void;
}

interface Line {
	readonly daysAgo: number;
	write(): void;
}

export const mem = (name: string): Party => ({ kind: 'member', member: memberId(name) });

/** @param rentDecision the decision that lets the rent be paid, once there is one. */
export function createBook(house: FakeHouse, now: () => number, rentDecision: () => ObjectId): FakeBook {
	const today = dateOf(wallAt(now(), ZONE));
	const lines: Line[] = [];
	const ids = new Map<string, ObjectId>();
	const ago = (date: string): number => daysBetween(date, today);
	/** First of the month so many months ago. */
	const first = (months: number): string => {
		const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
		const at = year * 12 + month - 1 - months;
		return `${String(Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}-01`;
	};
	const day = (months: number, dayOfMonth: number): string => addDays(first(months), dayOfMonth - 1);
	const here = (date: string): readonly Name[] => NAMES.filter((name) => CAME[name] > ago(date));
	const idOf = (key: string): ObjectId => {
		const id = ids.get(key);
		if (id === undefined) throw new Error(`the book has no ${key} yet`);
		return id;
	};
	const fund = (key: string): Party => ({ kind: 'fund', fund: idOf(key) });

	/** On a day, by somebody; `op` is made when it is written, null: not needed any more. Days to come are left out. */
	const line = (date: string, who: Name, key: string | null, op: () => OpInput | null, hoursLater = 0): void => {
		const daysAgo = Math.min(ago(date) - hoursLater / 24, CAME[who] - 0.5);
		if (daysAgo < 0) return;
		lines.push({
			daysAgo,
			write() {
				const made = op();
				if (made === null) return;
				const id = house.say(who, Math.max(0.02, daysAgo - 0.3), made);
				if (key !== null) ids.set(key, id);
			}
		});
	};
	const post = (date: string, who: Name, over: () => Partial<PostOp> & Pick<PostOp, 'description' | 'amountMinor'>, key: string | null = null): void =>
		line(date, who, key, () => ({
			type: 'ledger/post', kind: 'expense', date, category: 'other', foreign: null, paid: [{ party: mem(who), amountMinor: over().amountMinor }], split: equal(date), note: '', receipts: [],
			approval: null, corrects: null, schedule: null, ...over()
		}));
	const equal = (date: string, names: readonly Name[] = here(date)): Split => ({ method: 'equal', between: names.map((name) => ({ member: memberId(name) })) });
	const owed = (name: Name): number => house.lens().state.ledger.balances.get(memberAccount(memberId(name))) ?? 0;

	accounts();
	schedules();
	for (let months = 13; months >= 0; months--) month(months);
	singles();
	stories();
	closes();

	function accounts(): void {
		const open = (daysAgo: number, who: Name, key: string, kind: 'pot' | 'bank' | 'category', name: string, note: string): void =>
			line(addDays(today, -daysAgo), who, key, () => ({ type: 'ledger/open-account', kind, name, note }));
		open(398, 'Ana', 'bank', 'bank', 'Lindenhof account', 'The account in the house’s name. Ana and Ben can sign.');
		open(397, 'Ana', 'moving', 'pot', 'Moving in', 'For the first weeks.');
		open(388, 'Ben', 'reserve', 'pot', 'Reserve', 'For what breaks. Two months’ rent is the aim.');
		open(320, 'Chloé', 'workshops', 'pot', 'Workshop fund', 'What workshops bring in, and what they cost.');
		open(260, 'Dele', 'plants', 'category', 'Plants and coffee', 'Whatever makes it nicer here');
		line(addDays(today, -300), 'Ana', null, () => ({ type: 'ledger/retire-account', account: idOf('moving') }));
	}

	function schedules(): void {
		const rentPlan = (amountMinor: number, approval: ObjectId | null) => ({
			kind: 'expense' as const, description: 'Rent', category: 'rent' as const, amountMinor, party: fund('bank'), split: { method: 'room-hours' as const, rooms: [], by: 'minutes' as const }, note: '', approval
		});
		line(addDays(first(11), -6), 'Ben', 'rent', () => ({ type: 'ledger/schedule', ...rentPlan(196_000, null), from: first(11), every: { unit: 'month', count: 1 }, until: null }));
		const decided = Array.from({ length: 13 }, (_, months) => first(months)).findLast((date) => ago(date) <= BANDS_SINCE) ?? today;
		line(addDays(today, -DECIDED), 'Chloé', null, () => ({ type: 'ledger/change-schedule', schedule: idOf('rent'), from: decided, ...rentPlan(204_500, rentDecision()) }));
		const dues = (reduced: readonly Name[], rest: Partial<Record<Name, { kind: 'hardship' | 'paused'; until: string | null }>>, names: readonly Name[]) => ({
			kind: 'charge' as const, description: 'Dues', category: 'dues' as const, amountMinor: null, party: null, note: '', approval: null,
			split: { method: 'tiers' as const, between: names.map((name) => ({ member: memberId(name), tier: reduced.includes(name) ? 'Reduced' : 'Full', amountMinor: reduced.includes(name) ? 2_500 : 5_000, rest: rest[name] ?? null })) }
		});
		line(addDays(first(9), -4), 'Chloé', 'dues', () => ({ type: 'ledger/schedule', ...dues([], {}, ['Ana', 'Ben', 'Chloé']), from: first(9), every: { unit: 'month', count: 1 }, until: null }));
		line(addDays(first(5), -3), 'Ben', null, () => ({ type: 'ledger/change-schedule', schedule: idOf('dues'), from: first(5), ...dues(['Dele', 'Eve'], { Eve: { kind: 'hardship', until: null } }, NAMES) }));
		line(addDays(first(2), -3), 'Dele', null, () => ({
			type: 'ledger/change-schedule', schedule: idOf('dues'), from: first(2), ...dues(['Dele', 'Eve'], { Eve: { kind: 'hardship', until: null }, Dele: { kind: 'paused', until: first(-1) } }, NAMES)
		}));
		line(day(8, 3), 'Dele', 'phone', () => ({
			type: 'ledger/schedule', kind: 'expense', description: 'Telephone and internet', category: 'utilities', amountMinor: 4_990, party: mem('Dele'), split: { method: 'equal', between: null }, note: 'The contract is in Dele’s name.', approval: null,
			from: day(7, 15), every: { unit: 'month', count: 1 }, until: null
		}));
		line(day(3, 20), 'Ben', null, () => ({ type: 'ledger/skip-due', schedule: idOf('phone'), due: day(2, 15) }));
		line(day(11, 3), 'Ana', 'paper', () => ({
			type: 'ledger/schedule', kind: 'expense', description: 'Newspaper for the waiting room', category: 'supplies', amountMinor: 3_900, party: mem('Ana'), split: { method: 'equal', between: null }, note: '', approval: null,
			from: first(10), every: { unit: 'month', count: 3 }, until: null
		}));
		line(day(4, 9), 'Ana', null, () => ({ type: 'ledger/end-schedule', schedule: idOf('paper'), until: day(4, 10) }));
	}

	/** What comes every month. */
	function month(months: number): void {
		const date = first(months);
		if (months <= 11) {
			const waits = ago(date) <= BANDS_SINCE && ago(date) >= DECIDED ? (ago(date) - DECIDED + 0.1) * 24 : 0;
			scheduled('Ben', 'rent', 'Rent', date, months, waits);
			if (months <= 9) scheduled('Chloé', 'dues', 'Dues', date, months, waits + 2);
		}
		if (months <= 7 && months !== 2) scheduled('Dele', 'phone', 'Telephone and internet', day(months, 15), months, 0);
		if (months <= 10 && months % 3 === 1 && months > 3) scheduled('Ana', 'paper', 'Newspaper for the waiting room', date, months, 3);
		if (months <= 11) post(day(months, 18), months % 2 === 0 ? 'Chloé' : 'Ana', () => ({ description: 'Cleaning', category: 'cleaning', amountMinor: 16_800 + (months % 4) * 350 }), months === 0 ? 'cleaning' : null);
		for (const [at, name] of (['Ana', 'Ben', 'Chloé', 'Dele'] as const).entries()) {
			if (months > 11 || !here(date).includes(name)) continue;
			const due = day(months, 5 + at);
			line(due, name, `paid ${name} ${months}`, () => {
				const amountMinor = name === 'Dele' ? Math.max(10_000, Math.round(owed(name) / 5_000) * 5_000) : Math.max(1_000, owed(name));
				return { type: 'ledger/transfer', from: mem(name), to: fund('bank'), amountMinor, date: due, note: at === 3 ? 'by standing order' : '' };
			});
			if (months > 0) line(due, name === 'Ana' ? 'Ben' : 'Ana', null, () => ({ type: 'ledger/confirm-transfer', target: idOf(`paid ${name} ${months}`) }), 20);
		}
		if (months === 4 || months === 1) line(day(months, 20), 'Eve', `eve ${months}`, () => ({ type: 'ledger/transfer', from: mem('Eve'), to: fund('bank'), amountMinor: 30_000, date: day(months, 20), note: 'a first part' }));
	}

	function scheduled(who: Name, key: string, description: string, due: string, months: number, hoursLater: number): void {
		line(due, who, null, () => dueOp(key, description, due, months), hoursLater);
	}

	/** A schedule's posting as its plan says; rooms as their use is known. Null: somebody's device was quicker. */
	function dueOp(key: string, description: string, due: string, months: number): OpInput | null {
		const { ledger, membership } = house.lens().state;
		if (ledger.contests.has(`schedule:${idOf(key)}:${due}`)) return null;
		const { plan } = (ledger.schedules.get(idOf(key))?.versions ?? []).filter((version) => version.from <= due).at(-1)!; // made before its dates
		const period = { from: first(months + 1), until: first(months) };
		const [split, amountMinor] = ((): readonly [Split, number] => {
			if (plan.split?.method === 'room-hours') {
				const between = here(due).map((name) => ({ member: memberId(name), ...standingUse(name, period, today) })).filter(({ minutes }) => minutes > 0);
				return [{ method: 'room-hours', period, rooms: [], by: 'minutes', between }, plan.amountMinor ?? 0];
			}
			if (plan.split?.method !== 'tiers') return [{ method: 'equal', between: membership.seated.map(({ memberId: member }) => ({ member })) }, plan.amountMinor ?? 0];
			const between = plan.split.between.filter(({ rest }) => rest === null || (rest.until !== null && rest.until <= due)).map(({ member, amountMinor: each }) => ({ member, amountMinor: each }));
			return [{ method: 'exact', between }, between.reduce((sum, each) => sum + each.amountMinor, 0)];
		})();
		return {
			type: 'ledger/post', kind: plan.kind, description, date: due, category: plan.category, amountMinor, foreign: null, paid: plan.party === null ? [] : [{ party: plan.party, amountMinor }], split, note: '', receipts: [],
			approval: plan.approval, corrects: null, schedule: { schedule: idOf(key), due }
		};
	}

	/** What comes once. */
	function singles(): void {
		const cat = (category: Category | BuiltInCategory) => ({ category });
		post(addDays(today, -394), 'Ana', () => ({ description: 'Shelves and lamps', amountMinor: 41_250, split: null, note: 'A gift to the house: I do not want it back from you, only from the pot one day.' }));
		post(addDays(today, -393), 'Ana', () => ({ description: 'Grant of the city for new practices', kind: 'income', amountMinor: 240_000, paid: [{ party: fund('bank'), amountMinor: 240_000 }], split: null }));
		post(day(12, 12), 'Ben', () => ({ description: 'Liability insurance, one year', ...cat('insurance'), amountMinor: 38_400, split: { method: 'shares', between: [{ member: memberId('Ana'), shares: 2 }, { member: memberId('Ben'), shares: 1 }] } }));
		post(day(10, 7), 'Chloé', () => ({ description: 'Test materials from Zürich', ...cat('supplies'), amountMinor: 13_647, foreign: { currency: 'CHF', amountMinor: 14_500, rate: '0.9412' }, paid: [{ party: mem('Chloé'), amountMinor: 13_647 }], receipts: [receipt('test-materials', 'image/jpeg')] }));
		post(day(9, 21), 'Ana', () => ({
			description: 'Chairs for the waiting room', amountMinor: 46_900, paid: [{ party: mem('Ana'), amountMinor: 30_000 }, { party: mem('Ben'), amountMinor: 16_900 }], note: 'Four, from the joiner at the corner.', receipts: [receipt('chairs', 'image/jpeg'), receipt('chairs-guarantee', 'application/pdf')]
		}));
		post(day(8, 11), 'Chloé', () => ({
			description: 'Breathing workshop, fees', kind: 'income', ...cat('workshops'), amountMinor: 72_000, paid: [{ party: fund('workshops'), amountMinor: 54_000 }, { party: mem('Chloé'), amountMinor: 18_000 }],
			split: { method: 'percent', between: [{ member: memberId('Chloé'), basisPoints: 6_667 }, { member: memberId('Ben'), basisPoints: 3_333 }] }, note: 'Eighteen people.'
		}));
		post(day(7, 24), 'Ben', () => ({ description: 'Flyers for the workshops', ...cat('workshops'), amountMinor: 8_415, paid: [{ party: fund('workshops'), amountMinor: 8_415 }], split: null }));
		line(day(7, 26), 'Ben', null, () => ({ type: 'ledger/transfer', from: fund('bank'), to: fund('reserve'), amountMinor: 40_000, date: day(7, 26), note: 'As decided in spring' }));
		post(day(6, 9), 'Dele', () => ({
			description: 'Garden waste, half a year', ...cat('utilities'), amountMinor: 9_000,
			split: { method: 'prorata', period: { from: first(8), until: first(2) }, between: here(day(6, 9)).map((name) => ({ member: memberId(name), days: daysBetween(first(8), first(2)) - Math.max(0, daysBetween(first(8), addDays(today, -CAME[name]))), shares: 1 })) }
		}));
		post(day(5, 28), 'Eve', () => ({
			description: 'Summer party', amountMinor: 12_350, split: { method: 'adjust', between: here(day(5, 28)).map((name) => ({ member: memberId(name), plusMinor: name === 'Ben' ? 1_500 : name === 'Eve' ? -800 : 0 })) }, note: 'Ben brought his whole family.'
		}));
		post(day(4, 14), 'Ana', () => ({ description: 'Coffee machine, repaired', category: idOf('plants'), amountMinor: 11_890, receipts: [receipt('coffee', 'image/webp')] }));
		post(day(3, 16), 'Dele', () => ({ description: 'Parents’ evening group, fees', kind: 'income', ...cat('workshops'), amountMinor: 36_000, paid: [{ party: fund('workshops'), amountMinor: 36_000 }], split: null }));
		post(day(2, 23), 'Chloé', () => ({
			description: 'Books for two of us', ...cat('training'), amountMinor: 8_280, split: { method: 'exact', between: [{ member: memberId('Ana'), amountMinor: 5_290 }, { member: memberId('Chloé'), amountMinor: 2_990 }] }
		}));
		post(day(1, 9), 'Ana', () => ({ description: 'Website, one year', ...cat('website'), amountMinor: 14_401, receipts: [receipt('website', 'application/pdf')] }), 'website');
		post(day(1, 26), 'Ben', () => ({ description: 'Soil, herbs and two rosemary bushes', category: idOf('plants'), amountMinor: 6_733 }));
		line(day(1, 27), 'Eve', 'eve to ana', () => ({ type: 'ledger/transfer', from: mem('Eve'), to: mem('Ana'), amountMinor: 4_000, date: day(1, 27), note: 'for the tickets' }));
		line(day(2, 11), 'Dele', 'dele to ben', () => ({ type: 'ledger/transfer', from: mem('Dele'), to: mem('Ben'), amountMinor: 12_000, date: day(2, 11), note: '' }));
		line(day(2, 12), 'Ben', null, () => ({ type: 'ledger/confirm-transfer', target: idOf('dele to ben') }));
	}

	/** Mistakes and questions. */
	function stories(): void {
		const wrong = day(1, 13);
		post(wrong, 'Ana', () => ({ description: 'Paper and toner', category: 'supplies', amountMinor: 8_990 }), 'toner');
		line(addDays(wrong, 1), 'Ana', null, () => ({ type: 'ledger/reverse', target: idOf('toner'), date: addDays(wrong, 1), reason: 'The toner was for my printer at home.' }));
		line(addDays(wrong, 1), 'Ana', 'paper only', () => ({
			type: 'ledger/post', kind: 'expense', description: 'Paper', date: wrong, category: 'supplies', amountMinor: 2_990, foreign: null, paid: [{ party: mem('Ana'), amountMinor: 2_990 }], split: equal(wrong), note: '', receipts: [],
			approval: null, corrects: idOf('toner'), schedule: null
		}), 1);
		line(day(1, 12), 'Eve', 'eve asks', () => ({ type: 'ledger/dispute', target: idOf('website'), reason: 'Did we not say that Chloé’s brother does it for nothing?' }));
		line(day(1, 13), 'Ana', null, () => ({ type: 'ledger/comment', target: idOf('website'), text: 'He makes the pages. This is the address and the place where they lie.' }));
		line(day(1, 14), 'Chloé', null, () => ({ type: 'ledger/comment', target: idOf('website'), text: 'Yes, the provider sends this bill every October.' }));
		line(day(1, 16), 'Ben', 'ben asks', () => ({ type: 'ledger/dispute', target: idOf('paper only'), reason: 'Which paper?' }));
		line(day(1, 17), 'Ben', null, () => ({ type: 'ledger/settle-dispute', target: idOf('ben asks') }));
		const recent = addDays(today, -3);
		post(recent, 'Chloé', () => ({ description: 'Cleaning after the water', category: 'cleaning', amountMinor: 18_001, note: 'Four hours in the cellar.', receipts: [receipt('cellar', 'image/jpeg')] }), 'cellar');
		line(addDays(today, -2), 'Dele', null, () => ({ type: 'ledger/dispute', target: idOf('cellar'), reason: 'Does the insurance not pay for this?' }));
		line(addDays(today, -1), 'Chloé', null, () => ({ type: 'ledger/comment', target: idOf('cellar'), text: 'I have written to them. Until they answer I would like to have it in the books.' }));
	}

	function closes(): void {
		const close = (date: string, who: Name, key: string, until: string, signers: readonly Name[]): void => {
			line(date, who, key, () => {
				const { state, ...writer } = house.lensOf(who);
				const previous = state.ledger.firm.at(-1) ?? null;
				const planned = planClose(state.ledger, { previous, until }, contextOfNow(state.membership, { ...writer, hash: storyHashes.hash }));
				if (!planned.ok) throw new Error(planned.error.reason);
				const { named } = planned.value;
				return { type: 'ledger/close-period', previous, until, count: named.length, root: closeRoot(named, storyHashes.hash) };
			});
			for (const signer of signers) line(date, signer, null, () => ({ type: 'ledger/co-sign', close: idOf(key) }), 24);
		};
		close(day(6, 22), 'Ben', 'winter', first(7), ['Ana', 'Chloé', 'Dele']);
		close(day(2, 24), 'Chloé', 'summer', first(3), ['Ben', 'Ana']);
		// Dele was away when it was closed
		const late = addDays(day(2, 24), 3);
		lines.push({ daysAgo: ago(day(2, 24)) + 0.01, write: () => void house.away.add('Dele') });
		post(late, 'Dele', () => ({ date: day(4, 27), description: 'Locksmith, on a Sunday', category: 'other', amountMinor: 17_900, note: 'I only found the bill now.' }));
		lines.push({ daysAgo: ago(late) - 0.01, write: () => (house.away.delete('Dele'), house.meet()) });
		close(addDays(today, -4), 'Chloé', 'autumn', first(1), ['Ben']);
	}

	const ordered = lines.map((each, at) => ({ each, at })).sort((a, b) => b.each.daysAgo - a.each.daysAgo || a.at - b.at);
	let written = 0;
	return {
		writeUntil(daysAgo) {
			for (let next = ordered[written]; next !== undefined && next.each.daysAgo > daysAgo; next = ordered[++written]) next.each.write();
		}
	};
}

/** It looks like one; FakeApp draws what it says. */
function receipt(name: string, kind: PostOp['receipts'][number]['kind']): PostOp['receipts'][number] {
	const text = `${name.replace(/[^a-z]/g, '-')}${'-'.repeat(43)}`.slice(0, 42);
	return { hash: `${text}A`, key: 'A'.repeat(43), sizeBytes: 84_000, kind };
}
