/**
 * Who is on the line with the same keeper: sealed, signed frames that say "here" every 20 s, and live typing for those whom no straight line
 * reaches. The keeper passes them on and can neither read nor make them. Carries NET118 and NET119.
 */
import { CORE_STREAM, type DeviceId, type MemberId } from '$crypto/base';
import { openFrame, sealFrame } from '$crypto/ephemeral';
import type { EpochKeys } from '$crypto/keyring';
import type { Random } from '$crypto/random';
import { createReplayGuard } from '$crypto/replay-guard';
import type { Clock } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import { memberOf, type OpenCollective } from './collective';

export interface KeeperPresence {
	readonly member: MemberId;
	readonly device: DeviceId;
	/** By this device's clock. */
	readonly heardAt: number;
}

export interface Presence {
	/** Those heard of within the last minute who have not said goodbye. */
	here(): readonly KeeperPresence[];
	hear(epoch: EpochKeys, frame: Uint8Array): void;
	/** Says it at once: somebody new may listen. */
	say(): void;
	close(): void;
}

interface Dependencies {
	readonly open: OpenCollective;
	readonly random: Random;
	readonly clock: Clock;
	readonly timers: Timers;
	/** The present group key. */
	epoch(): EpochKeys | null;
	send(frame: Uint8Array): void;
	changed(): void;
}

const SAY_EVERY_MS = 20_000;
const STAYS_MS = 65_000;
const [HERE, HELLO, GOODBYE] = [1, 2, 3] as const;
/** A fresh hello is answered, but not each of many. */
const ANSWER_MS = 2_000;

export function createPresence(deps: Dependencies): Presence {
	const { open, random, clock, timers } = deps;
	const session = random.bytes(8);
	const guard = createReplayGuard();
	const heard = new Map<DeviceId, KeeperPresence & { readonly atMs: number }>();
	let counter = 0;
	let saidMs = -ANSWER_MS;

	function tell(what: number): void {
		const epoch = deps.epoch();
		if (epoch === null) return;
		saidMs = timers.now();
		const { slot, signSecretKey } = open.signer;
		const body = Uint8Array.of(1, what);
		deps.send(sealFrame({ key: epoch.ephemeralKey, collective: open.id, stream: CORE_STREAM, slot, session, counter: counter++, body, signSecretKey, random }).frame);
	}

	const stop = timers.every(SAY_EVERY_MS, () => {
		const before = heard.size;
		for (const [device, { atMs }] of heard) if (timers.now() - atMs > STAYS_MS) heard.delete(device);
		if (heard.size !== before) deps.changed();
		tell(HERE);
	});

	return {
		here: () => [...heard.values()].map(({ member, device, heardAt }) => ({ member, device, heardAt })),
		hear(epoch, frame) {
			const opened = openFrame(frame, {
				key: epoch.ephemeralKey, collective: open.id, stream: CORE_STREAM,
				publicKeyOf: (slot) => open.devices.candidates(slot)[0]?.signKey
			});
			if (!opened.ok || opened.value.slot === open.signer.slot) return;
			const { slot, body } = opened.value;
			if (body[0] !== 1 || !guard.accept(slot, opened.value.session, opened.value.counter)) return;
			const device = open.devices.candidates(slot)[0]?.device;
			const facts = open.state().membership;
			const member = device === undefined ? null : memberOf(open.state(), device);
			if (device === undefined || member === null || facts.devices.get(device)?.status !== 'active' || facts.members.get(member)?.status !== 'member') return;
			const isNews = body[1] === GOODBYE ? heard.delete(device) : !heard.has(device);
			if (body[1] !== GOODBYE) heard.set(device, { member, device, heardAt: clock.now(), atMs: timers.now() });
			if (body[1] === HELLO && timers.now() - saidMs >= ANSWER_MS) tell(HERE);
			if (isNews) deps.changed();
		},
		say: () => tell(HELLO),
		close() {
			tell(GOODBYE);
			stop();
		}
	};
}
