/** Schedules and closes in few words, as a device would write them. */
import type { ObjectId } from '$crypto/base';
import type { RuleContext } from '$crdt/domain/context';
import { ledgerDuties, type PostingDue } from '$crdt/domain/ledger/duties';
import { dateInGreenwich } from '$crdt/domain/dates';
import { selectClosePreview } from '$crdt/domain/ledger/select-closes';
import type { Lens } from '$crdt/domain/lens';
import type { OpInput } from '$crdt/domain/op';
import { byMember, type SplitInput } from './ledger-ops';
import { lensFor } from './story-lens';
import { storyHashes, type Device } from './story';

type OpOfType<T extends OpInput['type']> = Extract<OpInput, { type: T }>;
export type ScheduleInput = OpOfType<'ledger/schedule'>;
export type PlanInput = Omit<OpOfType<'ledger/change-schedule'>, 'type' | 'schedule' | 'from'>;
export type TierInput = Extract<NonNullable<PlanInput['split']>, { method: 'tiers' }>['between'][number];

/** 900.00 rent, paid by one, shared equally by all members. */
export const planOf = (by: string, over: Partial<PlanInput> = {}): PlanInput => ({
	kind: 'expense', description: 'Rent', category: 'rent', amountMinor: 90_000, party: byMember(by), split: { method: 'equal', between: null },
	note: '', approval: null, ...over
});

export const duesPlan = (between: readonly TierInput[], over: Partial<PlanInput> = {}): PlanInput => ({
	kind: 'charge', description: 'Dues', category: 'dues', amountMinor: null, party: null, split: { method: 'tiers', between: [...between] },
	note: '', approval: null, ...over
});

export const tier = (member: string, amountMinor: number, rest: TierInput['rest'] = null): TierInput => ({ member, tier: 'Full', amountMinor, rest });

export const scheduleOp = (plan: PlanInput, over: Partial<ScheduleInput> = {}): ScheduleInput => ({
	type: 'ledger/schedule', ...plan, from: '2026-01-31', every: { unit: 'month', count: 1 }, until: null, ...over
});

export const changeOp = (schedule: string, from: string, plan: PlanInput): OpOfType<'ledger/change-schedule'> => ({
	type: 'ledger/change-schedule', schedule, from, ...plan
});

export const skipOp = (schedule: string, due: string): OpInput => ({ type: 'ledger/skip-due', schedule, due });
export const endOp = (schedule: string, until: string): OpInput => ({ type: 'ledger/end-schedule', schedule, until });

/** What the rules would take on `today`, oldest first. */
export function dueNow(device: Device, today: string): readonly PostingDue[] {
	const hash: RuleContext['hash'] = storyHashes.hash;
	return ledgerDuties(device.state, { member: device.memberId, device: device.id, now: 2_000_000, today, dateOf: dateInGreenwich, hash });
}

/** The posting by hand, for what a device would not write. */
export function duePost(device: Device, schedule: ObjectId, due: string): PostingDue['op'] {
	const found = dueNow(device, '2099-01-01').find((each) => each.schedule === schedule && each.due === due);
	if (found === undefined) throw new Error(`${due} is not due`);
	return found.op;
}

export const equalBetween = (split: SplitInput | null): readonly string[] => (split?.between ?? []).map(({ member }) => member);

/** The close of everything before `until` that this device knows. */
export function closeOp(device: Device, until: string): OpOfType<'ledger/close-period'> {
	const { previous, count, root } = selectClosePreview(lensFor(device), until, storyHashes.hash);
	return { type: 'ledger/close-period', previous, until, count, root };
}

export const signOp = (close: string): OpInput => ({ type: 'ledger/co-sign', close });

/** Closed by the first and signed by the others, who all hold everything before and after. */
export function closeBooks(until: string, devices: readonly Device[], sync: (...devices: readonly Device[]) => void): ObjectId {
	sync(...devices);
	const [author, ...others] = devices;
	const close = author!.post(closeOp(author!, until));
	sync(...devices);
	for (const other of others) other.post(signOp(close));
	sync(...devices);
	return close;
}

export const lensOn = (device: Device, today: string): Lens => ({ ...lensFor(device), today, nowWall: `${today}T12:00` });
