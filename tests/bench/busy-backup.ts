/**
 * A backup of a busy practice, made by the engine itself: 8 rooms, each with 50 weekly series that fill its weekdays from eight to
 * six, a year of dates. Whoever restores it sees every week of that year as full as it gets.
 */
import type { ObjectId } from '$crypto/base';
import { MIN_COST } from '$crypto/passphrase';
import { systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { systemTimers } from '$lib/adapters/webrtc/timers';
import { createEngine } from '$lib/worker/engine';
import type { OpInput } from '$crdt/domain/op';
import { addDays, mondayOf } from '$lib/ui/times';
import { addRoomOp } from '../support/calendar-ops';
import { must } from '../support/engine-rig';
import { createMemoryReceipts } from '../support/memory-receipts';
import { createMemoryStore } from '../support/memory-store';
import { createMemoryVault } from '../support/memory-vault';

const ROOMS = 8;
const WEEKS = 52;
export const A_WEEK = 50;

/** @param today the first Monday after it begins the year. */
export async function busyBackup(passphrase: string, today: string): Promise<Uint8Array> {
	await loadSodium();
	const store = createMemoryStore();
	const engine = createEngine({
		vault: createMemoryVault(1), openStore: async () => store, deleteStore: async () => undefined, random: systemRandom,
		openReceipts: async () => createMemoryReceipts(), deleteReceipts: async () => undefined,
		clock: { now: () => Date.now() }, timers: systemTimers, cost: MIN_COST, emit: () => undefined
	});
	must(await engine.createVault(passphrase));
	must(
		await engine.found({
			name: 'Praxis Lindenhof', currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus', decisionDays: 7, foundingText: '',
			profile: { name: 'Ana', discipline: '', licence: '' }, deviceName: 'Computer'
		})
	);
	const monday = addDays(mondayOf(today), 7);
	for (let number = 1; number <= ROOMS; number++) {
		const room = must(await engine.post([addRoomOp(`Room ${number}`)]))[0]!;
		must(await engine.post(Array.from({ length: A_WEEK }, (_, slot) => weekly(room, monday, slot))));
	}
	const backup = must(await engine.backup(passphrase));
	await engine.close();
	return backup;
}

function weekly(room: ObjectId, monday: string, slot: number): OpInput {
	const first = addDays(monday, Math.floor(slot / 10));
	return {
		type: 'calendar/book-series', room, from: `${String(8 + (slot % 10)).padStart(2, '0')}:00`, minutes: 50, rule: `FREQ=WEEKLY;COUNT=${WEEKS}`,
		dates: Array.from({ length: WEEKS }, (_, week) => addDays(first, 7 * week)), purpose: 'sessions', note: '', standing: true, replaces: null
	};
}
