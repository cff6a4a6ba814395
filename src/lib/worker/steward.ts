/**
 * What the device writes by itself: the duties of the rules, fresh group keys, receipts, evidence of forks. Decides when and
 * how often, never what is due: that is `dutiesOf`. One run at a time; a run that wrote something looks again.
 */
import { toBase64, fromBase64, type EntryId, type MemberId, type ObjectId } from '$crypto/base';
import { createEpochKey, deriveEpochKeys, wrapKey, type EpochKeys } from '$crypto/keyring';
import type { Random } from '$crypto/random';
import { dutiesOf, type Duties, type DutySelf } from '$crdt/domain/duties';
import type { Poster } from '$crdt/domain/ledger/duties';
import { currentDevices, type DeviceFact } from '$crdt/domain/membership/state';
import { areaOf, type OpInput } from '$crdt/domain/op';
import { leftOut } from '$crdt/domain/proposals/duties';
import type { AppendFailure } from '$crdt/log/log-types';
import type { Clock } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { OpenCollective } from './collective';
import { lensOf } from './lens';
import { isSelfWritten, typesIn } from './self-written';
import type { Electorates } from './drafts';
import { lackedKeys, parcelsOf } from './key-sharing';
import { createMeetingExtender } from './meeting-dates';
import { createSeriesExtender } from './series-dates';
import { agreementsToSay, casesToRenew, keysDue } from './text-duties';
import { createTurns, heardFromOthers } from './turns';
import { wallTimeAt } from './wall-clock';

/** Quiet time before the device acts on what has just arrived. */
const SETTLE_MS = 250;
/** Deadlines pass without any entry arriving. */
const LOOK_AGAIN_MS = 10_000;
const RECEIPT_AFTER_MS = 1_200;
const RECEIPT_EVERY_MS = 6_000;
/** Somebody else may be faster in passing keys on. */
const SHARE_AFTER_MS = 4_000;
/** The presenter's other devices leave it to the voice for so long. */
const RENEW_FOR_ANOTHER_MS = 120_000;
const MAX_ROUNDS = 20;
export interface StewardDependencies {
	readonly open: OpenCollective;
	readonly random: Random;
	readonly clock: Clock;
	readonly timers: Timers;
	/** What outlasts a reload of PRO27, and how it is kept; left out: nothing does. */
	readonly electorates?: Electorates;
	noteLeftOut?(proposal: ObjectId, members: readonly MemberId[]): void;
	/** The own sealed answer behind a commitment; null: not here (PRO73). */
	readonly openSealed?: DutySelf['openSealed'];
	/** Colleagues' devices connected now. */
	colleagues(): number;
	notSaved(state: 'ok' | 'disk-full' | 'store-closed'): void;
}

export interface Steward {
	/** Something changed: look soon. */
	poke(): void;
	/** The person has seen who is left out of it, and wants it closed all the same. */
	closeAllTheSame(proposal: ObjectId): void;
	/** Members left out of a proposal's electors, for whose sake this device does not close it by itself (PRO27). */
	leavesOut(proposal: ObjectId): readonly MemberId[];
	/** Resolves when nothing is due any more (for tests and the simulator). */
	settle(): Promise<void>;
	stop(): void;
}

export function createSteward(deps: StewardDependencies): Steward {
	const { open, random, clock, timers } = deps;
	let soon: (() => void) | null = null;
	let running: Promise<void> | null = null;
	let again = false;
	let stopped = false;
	let lastReceiptMs = Number.NEGATIVE_INFINITY;
	const sharing: { dueMs: number | null } = { dueMs: null };
	const offering: { dueMs: number | null } = { dueMs: null };
	const agreeing: { dueMs: number | null } = { dueMs: null };
	let renewingMs: number | null = null;
	const extender = createSeriesExtender();
	const turns = createTurns(timers);
	const meetingExtender = createMeetingExtender(timers);
	let receiptSinceMs: number | null = null;
	let seen = 0;
	/** Who was known when these came cannot be told any more. */
	const loaded = open.log.entries().length;
	const seatedNow = (): readonly MemberId[] => open.state().membership.seated.map(({ memberId }) => memberId);
	/** Before the newest arrivals: a proposal and an admission that come together are no contradiction. */
	let seatedBefore = seatedNow();
	const unheld: EntryId[] = [];
	const knownAtArrival = new Map<ObjectId, readonly MemberId[]>((deps.electorates?.leftOut ?? []).map(({ proposal, members }) => [proposal, members]));
	const closedAllTheSame = new Set<ObjectId>(deps.electorates?.closes);

	const stopLooking = timers.every(LOOK_AGAIN_MS, () => poke());

	function poke(): void {
		if (stopped) return;
		again = true;
		soon ??= timers.after(SETTLE_MS, () => {
			soon = null;
			void run();
		});
	}

	function run(): Promise<void> {
		return (running ??= rounds().finally(() => {
			running = null;
		}));
	}

	async function rounds(): Promise<void> {
		for (let round = 0; again && !stopped && round < MAX_ROUNDS; round++) {
			again = false;
			noteArrivals();
			if (await act()) again = true;
		}
	}

	/** True when something was written, so that more may be due. */
	async function act(): Promise<boolean> {
		// words on paper do nothing by themselves
		if (open.state().membership.devices.get(open.signer.device)?.paper === true) return false;
		const duties = currentDuties();
		if (duties.openEpochFor) return openEpoch(duties.openEpochFor);
		let wrote = await reportForks();
		for (const group of byArea(duties.ops)) {
			const written = await open.write(areaOf(group[0]!.type), group);
			if (!noted(written)) return wrote;
			wrote = true;
			// A closing needs this very entry in its past: ask anew before writing the next group.
			if (group.some(({ type }) => type === 'proposals/bind-stance')) return true;
		}
		if (await extendSeries()) wrote = true;
		if (await postDue(duties)) wrote = true;
		if (await extendMeetings()) wrote = true;
		if (await askForKeys()) wrote = true;
		if (await shareKeys(duties)) wrote = true;
		if (await renewCases()) wrote = true;
		const agreed = isSeated() ? agreementsToSay(open.state(), open.me) : [];
		if (mayShare(agreeing, agreed.length > 0)) wrote = noted(await open.write('consultation', agreed)) || wrote;
		await offerTextKeys();
		if (!wrote) await receipt();
		return wrote;
	}

	const currentDuties = (): Duties => dutiesOf(open.state(), selfNow());

	function selfNow(): DutySelf & Poster {
		const lens = lensOf(open, clock.now());
		return {
			member: open.me,
			device: open.signer.device,
			now: clock.now(),
			nowWall: lens.nowWall,
			today: lens.today,
			heldBy: lens.heldBy,
			holds: (epoch) => open.keyring.get(epoch) !== undefined,
			knownMembersWhenReceived: ({ id }) => knownAtArrival.get(id) ?? null,
			closesAllTheSame: ({ id }) => closedAllTheSame.has(id),
			dateOf: (instant) => wallTimeAt(instant, lens.state.membership.settings.zone).slice(0, 10),
			othersAt: heardFromOthers(open),
			hash: open.hashes.hash,
			...(deps.openSealed && { openSealed: deps.openSealed })
		};
	}

	function leavesOut(id: ObjectId): readonly MemberId[] {
		const proposal = open.state().proposals.proposals.get(id);
		return proposal === undefined ? [] : leftOut(open.state(), proposal, selfNow());
	}

	/** Repeating bookings without an end go on by themselves, by the word of the device that speaks for their owner. */
	async function extendSeries(): Promise<boolean> {
		if (open.state().membership.members.get(open.me)?.voice !== open.signer.device || !isSeated()) return false;
		const due = await extender.due(lensOf(open, clock.now()));
		return due.length > 0 && noted(await open.write('calendar', due));
	}

	/** What recurs is posted by whichever member's device has its turn first; the others then find it posted (LED35). */
	async function postDue({ postings }: Duties): Promise<boolean> {
		const { over, nextMs } = turns.sort(postings);
		if (nextMs !== null && nextMs < LOOK_AGAIN_MS) timers.after(nextMs, poke);
		return over.length > 0 && noted(await open.write('ledger', over.map(({ op }) => op)));
	}

	/** Series of meetings without an end go on by themselves, by whichever member's device has its turn first (CON11). */
	async function extendMeetings(): Promise<boolean> {
		const { ops, nextMs } = await meetingExtender.due(open.state(), selfNow());
		if (nextMs !== null && nextMs < LOOK_AGAIN_MS) timers.after(nextMs, poke);
		return ops.length > 0 && noted(await open.write('consultation', ops));
	}

	/** Remembers who was a member when a proposal came, and which entries of others our own log does not build on yet. */
	function noteArrivals(): void {
		const entries = open.log.entries();
		for (; seen < entries.length; seen++) {
			const entry = entries[seen]!;
			if (entry.slot === open.signer.slot) {
				unheld.length = 0;
				receiptSinceMs = null;
				continue;
			}
			const types = typesIn(entry);
			types.forEach((type, i) => {
				if (type !== 'proposals/open' || seen < loaded) return;
				const proposal = `${entry.id}.${i}` as ObjectId; // its constructor
				knownAtArrival.set(proposal, seatedBefore);
				const members = leavesOut(proposal);
				if (members.length > 0) deps.noteLeftOut?.(proposal, members);
			});
			if (isSelfWritten(entry)) continue;
			unheld.push(entry.id);
			receiptSinceMs ??= timers.now();
		}
		seatedBefore = seatedNow();
	}

	async function openEpoch(devices: readonly DeviceFact[]): Promise<boolean> {
		const key = createEpochKey(random);
		const fresh = deriveEpochKeys(key, open.id);
		const written = await open.passOnKeys([{ type: 'membership/open-epoch', ...offerOf(fresh, devices) }]);
		return noted(written);
	}

	/** True once something has been due for a while that differs from device to device, so that seldom two do it at once. */
	function mayShare(wait: { dueMs: number | null }, isDue: boolean): boolean {
		if (!isDue) wait.dueMs = null;
		if (!isDue) return false;
		wait.dueMs ??= timers.now() + (1 + (open.signer.slot % 16) / 4) * (SHARE_AFTER_MS / 4);
		const isOver = timers.now() >= wait.dueMs;
		if (!isOver) timers.after(wait.dueMs - timers.now(), poke);
		return isOver;
	}

	async function shareKeys({ shareEpochs }: Duties): Promise<boolean> {
		if (!mayShare(sharing, shareEpochs.length > 0)) return false;
		let wrote = false;
		for (const [under, shares] of parcelsOf(open, shareEpochs)) {
			const offers = shares.flatMap(({ device, epochs }) =>
				epochs.flatMap((id) => {
					const keys = open.keyring.get(id);
					return keys ? [offerOf(keys, [device])] : [];
				})
			);
			if (offers.length > 0) wrote = noted(await open.passOnKeys([{ type: 'membership/share-epochs', offers: offers.slice(0, 64) }], under)) || wrote;
		}
		return wrote;
	}

	/** MEM37 */
	async function askForKeys(): Promise<boolean> {
		const lacking = lackedKeys(open);
		if (lacking.length === 0 || !isSeated()) return false;
		return noted(await open.passOnKeys([{ type: 'membership/share-epochs', offers: lacking.map((epoch) => ({ epoch: epoch as string, boxes: [] })) }]));
	}

	/** Texts are opened to whoever may read them and has not got the key yet (TXT23, CON36). */
	async function offerTextKeys(): Promise<void> {
		const due = keysDue(open.state(), lensOf(open, clock.now()).nowWall, open.texts.isLacking);
		if (mayShare(offering, due.length > 0)) for (const { stream, readers } of due) await open.texts.offer(stream, readers);
	}

	/** A case goes on under a fresh key by the device that speaks for its presenter; after a while by another one of theirs (CON37). */
	async function renewCases(): Promise<boolean> {
		const due = isSeated() ? casesToRenew(open.state(), open.me, lensOf(open, clock.now()).nowWall) : [];
		const isVoice = open.state().membership.members.get(open.me)?.voice === open.signer.device;
		if (due.length === 0) renewingMs = null;
		else renewingMs ??= timers.now() + (isVoice ? 0 : RENEW_FOR_ANOTHER_MS);
		if (renewingMs === null || timers.now() < renewingMs) return false;
		let wrote = false;
		for (const { item, readers } of due) {
			const text = await open.texts.create(readers);
			if (!text.ok) return wrote;
			const written = await open.write('consultation', [{ type: 'consultation/renew-case', item, text: text.value }]);
			if (!noted(written)) return wrote;
			wrote = true;
		}
		return wrote;
	}

	const offerOf = (keys: EpochKeys, devices: readonly DeviceFact[]) => ({
		epoch: keys.id as string,
		boxes: devices.flatMap(({ deviceId, boxKey }) => {
			const target = fromBase64(boxKey);
			if (target?.length !== 32) return [];
			return [{ device: deviceId as string, box: toBase64(wrapKey('epoch', open.id, keys.key, target, random)) }];
		})
	});

	async function reportForks(): Promise<boolean> {
		const reported = new Set(open.state().membership.forks.map(({ device }) => device));
		let wrote = false;
		for (const { device, entries } of open.log.evidence()) {
			if (reported.has(device) || !open.state().membership.devices.has(device) || device === open.signer.device) continue;
			reported.add(device);
			const written = await open.write('membership', [{ type: 'membership/report-fork', device, entries: [...entries] }]);
			wrote = noted(written) || wrote;
		}
		return wrote;
	}

	async function receipt(): Promise<void> {
		if (unheld.length === 0 || receiptSinceMs === null || !isSeated()) return;
		const now = timers.now();
		const dueMs = Math.max(receiptSinceMs + RECEIPT_AFTER_MS, lastReceiptMs + RECEIPT_EVERY_MS);
		if (now < dueMs) {
			timers.after(dueMs - now, poke);
			return;
		}
		lastReceiptMs = now;
		noted(await open.write('membership', [{ type: 'membership/receipt' }]));
	}

	const isSeated = (): boolean =>
		currentDevices(open.state().membership).some(({ deviceId }) => deviceId === open.signer.device);

	function noted(written: { readonly ok: true } | { readonly ok: false; readonly error: AppendFailure }): boolean {
		if (written.ok) deps.notSaved('ok');
		else if (written.error.type === 'NotSaved')
			deps.notSaved(written.error.failure.type === 'DiskFull' ? 'disk-full' : 'store-closed');
		return written.ok;
	}

	return {
		poke,
		closeAllTheSame(proposal) {
			closedAllTheSame.add(proposal);
			poke();
		},
		leavesOut,
		async settle() {
			again = true;
			await run();
		},
		stop() {
			stopped = true;
			soon?.();
			stopLooking();
		}
	};
}

/** Consecutive ops of one area share an entry. */
function byArea(ops: readonly OpInput[]): OpInput[][] {
	const groups: OpInput[][] = [];
	for (const op of ops) {
		const last = groups.at(-1);
		if (last?.[0] && areaOf(last[0].type) === areaOf(op.type)) last.push(op);
		else groups.push([op]);
	}
	return groups;
}
