/**
 * Random stories about one book: members write anything the ledger knows on what their device holds, tell each other or do not, post
 * what is due, close and sign. The same seed tells the same story.
 */
import type { MemberId } from '$crypto/base';
import { closeRoot, planClose } from '$crdt/domain/ledger/closes';
import { ledgerDuties } from '$crdt/domain/ledger/duties';
import { dateInGreenwich } from '$crdt/domain/dates';
import { contextOfNow } from '$crdt/domain/now-context';
import type { OpInput } from '$crdt/domain/op';
import { addDays } from '$crdt/domain/wall-time';
import { decide, openEffect } from './proposal-ops';
import { randomLedgerOp } from './random-ledger';
import { createSeeded, type Seeded } from './seeded';
import { collective, sync, tell, type Device } from './story';

export const TODAY = '2026-11-22';

export interface BookStory {
	readonly seed: number;
	readonly steps: number;
	readonly people?: readonly string[];
	/** How often somebody tells another what they hold, of a hundred steps. */
	readonly talk?: number;
	onGrowth?(device: Device): void;
}

/** A house with ownership shares, a limit for spending alone and two decisions to spend. */
export function createBookHouse(people: readonly string[]): readonly Device[] {
	const devices = collective(people, { decisionRule: 'majority' });
	const [first] = devices;
	const settle = (effect: Parameters<typeof openEffect>[1]): void => void decide(devices, first!.post(openEffect('Agreed', effect)));
	settle({ kind: 'change-setting', change: { key: 'ownership', value: devices.map(({ memberId }, i) => ({ member: memberId, units: 1 + i })) } });
	settle({ kind: 'change-setting', change: { key: 'spendingBands', value: [{ from: 0, needs: { kind: 'member' } }, { from: 90_000, needs: { kind: 'decision' } }] } });
	for (const amount of [95_000, 200_000]) settle({ kind: 'spend', amount, purpose: 'Chairs' });
	sync(...devices);
	return devices;
}

export function tellBookStory({ seed, steps, people = ['Ana', 'Ben', 'Chloé', 'Dele'], talk = 35, onGrowth }: BookStory): readonly Device[] {
	const chance = createSeeded(seed);
	const devices = createBookHouse(people);
	for (let step = 0; step < steps; step++) {
		const device = chance.pick(devices);
		const other = chance.pick(devices);
		if (chance.int(100) < talk) {
			if (other !== device) tell(other, device);
		} else for (const op of sayOf(device, chance)) device.write(op);
		onGrowth?.(device);
	}
	return devices;
}

function sayOf(device: Device, chance: Seeded): readonly OpInput[] {
	const { ledger, membership } = device.state;
	const kind = chance.int(100);
	if (kind < 8) return [closeOf(device, chance)].flatMap((op) => op ?? []);
	if (kind < 16) return duePostings(device).slice(0, 1 + chance.int(2));
	const members: readonly MemberId[] = membership.seated.map(({ memberId }) => memberId);
	const who = { ledger, me: device.memberId, members, ownership: membership.settings.ownership, approvals: [...membership.approvals.keys()], today: TODAY };
	return [randomLedgerOp(who, chance)];
}

/** What the device would post by itself now, whoever's turn it is. */
export const duePostings = ({ state, memberId: member, id }: Device): readonly OpInput[] =>
	ledgerDuties(state, { member, device: id, now: 2_000_000, today: TODAY, dateOf: dateInGreenwich }).map(({ op }) => op);

/** A signature, or a new close of everything before some day; null: the rules would take neither. */
function closeOf(device: Device, chance: Seeded): OpInput | null {
	const { ledger } = device.state;
	const open = [...ledger.closes.values()].filter(({ id, signatures }) => !ledger.firm.includes(id) && !signatures.some(({ member }) => member === device.memberId));
	if (open.length > 0 && chance.chance(0.8)) return { type: 'ledger/co-sign', close: chance.pick(open).id };
	return closeOp(device, addDays(TODAY, -chance.int(40)));
}

/** A close of everything before `until`, as the device's own copy has it; null: the rules would not take it. */
export function closeOp({ state, memberId: me, id: device, hashes: { hash } }: Device, until: string): OpInput | null {
	const days = { previous: state.ledger.firm.at(-1) ?? null, until };
	const planned = planClose(state.ledger, days, contextOfNow(state.membership, { me, device, now: 2_000_000, hash }));
	if (!planned.ok) return null;
	const { named } = planned.value;
	return { type: 'ledger/close-period', ...days, count: named.length, root: closeRoot(named, hash) };
}
