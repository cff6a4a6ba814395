/** The receipts of an open collective, wired to its log and its state: which are named, whose devices are members'. */
import type { DeviceId } from '$crypto/base';
import type { Random } from '$crypto/random';
import type { Clock } from '$crdt/log/ports';
import type { ReceiptStore } from '$lib/adapters/receipt-store';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { OpenCollective } from './collective';
import { createReceiptNames } from './receipt-names';
import { createReceipts, type Receipts } from './receipts';

interface Dependencies {
	readonly open: OpenCollective;
	openReceipts(): Promise<ReceiptStore>;
	hasRoom(): boolean;
	readonly random: Random;
	readonly clock: Clock;
	readonly timers: Timers;
	deviceOf(peer: PeerId): DeviceId | null;
	send(peer: PeerId, bytes: Uint8Array): void;
	isCatchingUp(): boolean;
	changed(): void;
}

export function collectiveReceipts(deps: Dependencies): Receipts {
	const { open, clock, timers } = deps;
	const names = createReceiptNames({
		entries: () => open.log.entries().flatMap(({ id, area }) => (area === 'ledger' ? [id] : [])),
		opsOf: (id) => open.fold.entry(id)?.entry ?? null
	});
	let heardMs = timers.now();
	const stop = open.log.onAdmitted((entries) => {
		heardMs = timers.now();
		names.note(entries.map(({ id }) => id));
	});
	const receipts = createReceipts({
		...deps,
		collective: open.id,
		names,
		isLogWhole: open.loaded.damagedRows === 0,
		openStore: deps.openReceipts,
		wallNow: clock.now,
		now: timers.now,
		after: timers.after,
		state: open.state,
		me: () => open.me,
		heardMs: () => heardMs
	});
	return {
		...receipts,
		async close() {
			stop();
			await receipts.close();
		}
	};
}
