/** The app without its screens, for measurements: the real worker and the real network, driven through `window.house`. */
import type { ObjectId, Result } from '$crypto/base';
import { startEngineWorker, type EngineWorker } from '$lib/adapters/engine-worker';
import { startNetwork } from '$lib/adapters/network';
import type { Failure } from '$lib/errors';
import { askView } from '$lib/services/engine-end';
import { addRoomOp, bookOp } from '../../support/calendar-ops';

const PASSPHRASE = 'four unusual garden words';
const DATE = '2026-03-03';
const PROFILE = { discipline: '', licence: '' };

export interface HousePage {
	/** @returns the invitation link for the second member. */
	found(name: string, signaling: string): Promise<string>;
	knock(link: string, name: string, signaling: string): Promise<void>;
	/** Lets in whoever stands at the door, once somebody does. */
	letIn(): Promise<void>;
	/** Resolves once this device is a member's and `others` members' devices are connected. */
	untilTogether(others: number): Promise<void>;
	addRoom(): Promise<ObjectId>;
	/** @returns the time of day in milliseconds just before, and when it was durable here. */
	book(room: ObjectId, minute: number): Promise<{ readonly askedMs: number; readonly writtenMs: number }>;
	/** Starts to wait until one more booking is in what the screens read. */
	awaitBooking(): Promise<void>;
	/** Time of day in milliseconds when it was. */
	bookingSeenAt(): Promise<number>;
}

let worker: EngineWorker;
let seen: Promise<number>;

const now = (): number => performance.timeOrigin + performance.now();

async function start(): Promise<void> {
	worker = startEngineWorker();
	await new Promise<void>((resolve) => worker.on('ready', () => resolve()));
	must(await worker.api.createVault(PASSPHRASE));
}

async function connect(signaling: string): Promise<void> {
	await startNetwork(worker, { signaling: [signaling], iceServers: [] });
}

async function bookings(): Promise<number> {
	const day = await askView(worker, 'calendar/day', { date: DATE });
	return day.rooms.reduce((sum, { bookings: list }) => sum + list.length, 0);
}

/** Asks again after every change until the claim holds. */
async function until(claim: () => Promise<boolean>): Promise<void> {
	let changed = (): void => undefined;
	const stop = worker.on('changed', () => changed());
	for (;;) {
		const change = new Promise<void>((resolve) => (changed = resolve));
		if (await claim().catch(() => false)) break;
		await change;
	}
	stop();
}

const house: HousePage = {
	async found(name, signaling) {
		await start();
		must(
			await worker.api.found({
				name: 'Praxis', currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus', decisionDays: 7, foundingText: '',
				profile: { name, ...PROFILE }, deviceName: 'Laptop'
			})
		);
		await worker.api.tellEnvironment({
			online: true, signaling: 'connected', appUrl: location.origin, defaultSignaling: [signaling],
			storagePersistent: true, usedBytes: 0, quotaBytes: null, lastBackupAt: null, updateWaiting: false
		});
		await connect(signaling);
		return must(await worker.api.invite('')).fragmentLink;
	},
	async knock(link, name, signaling) {
		await start();
		must(await worker.api.open(must(await worker.api.startJoin(link, { profile: { name, ...PROFILE }, deviceName: 'Laptop' }))));
		await connect(signaling);
	},
	async letIn() {
		await until(async () => (await askView(worker, 'knocks', null)).length > 0);
		const [knock] = await askView(worker, 'knocks', null);
		must(await worker.api.admit(knock!.id));
	},
	untilTogether: (others) => until(async () => (await askView(worker, 'connection', null)).here.length >= others),
	async addRoom() {
		const colour = 'clay';
		return must(await worker.api.post([addRoomOp('Attic', 'Europe/Berlin', { colour })]))[0]!;
	},
	async book(room, minute) {
		const at = (m: number): string => `${DATE}T${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
		const askedMs = now();
		must(
			await worker.api.post([
				bookOp(room, at(minute), at(minute + 15))
			])
		);
		return { askedMs, writtenMs: now() };
	},
	async awaitBooking() {
		const before = await bookings();
		seen = until(async () => (await bookings()) > before).then(now);
	},
	bookingSeenAt: () => seen
};

function must<T>(result: Result<T, Failure>): T {
	if (result.ok) return result.value;
	throw new Error(JSON.stringify(result.error));
}

Reflect.set(window, 'house', house);
