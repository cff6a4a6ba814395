/**
 * What a member's devices lack as far as is known here: an entry counts as held when every device of theirs in use either says so on the
 * line, or has written something that builds on it. When in doubt, it is lacking: it is better to hand over twice than not at all.
 * Reads logs and folded state, changes nothing. Carries BUN10–BUN12.
 */
import { CORE_STREAM, type MemberId, type StreamId } from '$crypto/base';
import { isRecused } from '$crdt/domain/consultation/readers';
import type { DeviceFact } from '$crdt/domain/membership/state';
import { batchesOf } from '$crdt/log/places';
import type { Log } from '$crdt/log/log-types';
import type { Have, RawBatch, RawEntry } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Running } from './running';

/** Devices in use, recovery phrases among them; `member` null: of everybody. */
export function devicesFor({ open }: Running, member: MemberId | null): readonly DeviceFact[] {
	const { seated, devices } = open.state().membership;
	return seated
		.filter(({ memberId }) => member === null || memberId === member)
		.flatMap((each) => each.devices.flatMap((id) => devices.get(id) ?? []));
}

/** The streams that may be handed to this member (null: to everybody): none that this device may not hold or they have stepped out of. */
export function* logsFor({ open }: Running, member: MemberId | null): Iterable<readonly [StreamId, Log]> {
	yield [CORE_STREAM, open.log];
	const { consultation, membership } = open.state();
	const readers = member === null ? membership.seated.map(({ memberId }) => memberId) : [member];
	for (const [stream, log] of open.texts.logs())
		if (open.ownTexts.has(stream) && !readers.some((each) => isRecused(consultation, stream, each))) yield [stream, log];
}

/** Arrival numbers of what this member's devices may lack, in causal order; null: everything. */
export function lackingOf(running: Running, stream: StreamId, log: Log, member: MemberId | null): readonly number[] {
	const all = log.entries();
	const devices = member === null ? [] : devicesFor(running, member).filter(({ paper, deviceId }) => !paper && deviceId !== running.open.signer.device);
	const holds = devices.map((device) => holdingOf(running, stream, log, device));
	const lacking: number[] = [];
	for (let index = 0; index < all.length; index++) if (holds.length === 0 || !holds.every((isHeld) => isHeld(index))) lacking.push(index);
	return lacking;
}

function holdingOf({ sync }: Running, stream: StreamId, log: Log, device: DeviceFact): (index: number) => boolean {
	const { dag } = log;
	const last: number[] = [];
	for (let chain = 0; chain < dag.chainCount; chain++) {
		const { slot, last: newest } = dag.chain(chain);
		if (slot === device.slot) last.push(dag.indexOf(newest));
	}
	const said: Have | null = sync.peerHave(device.deviceId as string as PeerId); // a member's device on the line has its own name (NET22)
	const told = said?.get(stream);
	return (index) => {
		const { segment, slot, seq } = log.entries()[index]!;
		if (seq < (told?.get(segment)?.get(slot) ?? 0)) return true;
		return last.some((newest) => newest === index || dag.isAncestorAt(index, newest));
	};
}

/** Sealed, in the order given, in pieces of bounded size. */
export function* batchesOfEntries(stream: StreamId, log: Log, indices: readonly number[]): Iterable<RawBatch> {
	let segment = 0;
	let raws: RawEntry[] = [];
	for (const index of indices) {
		const entry = log.entries()[index]!;
		const raw = log.raw(entry.id);
		if (!raw) continue;
		if (entry.segment !== segment && raws.length > 0) {
			yield* batchesOf(stream, segment, raws);
			raws = [];
		}
		segment = entry.segment;
		raws.push(raw);
	}
	yield* batchesOf(stream, segment, raws);
}
