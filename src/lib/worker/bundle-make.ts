/**
 * Makes a bundle: what a member's devices lack, or everything, sealed for their devices alone. Reads, writes no entry.
 * Carries BUN1–BUN4, BUN10–BUN14.
 */
import { err, fromBase64, ok, type MemberId, type Result } from '$crypto/base';
import { sealBundle } from '$crypto/bundle';
import { areDevicePublicKeys } from '$crypto/keys';
import { reveal } from '$crypto/secret';
import type { Failure } from '$lib/errors';
import type { BundleMade, BundleNeed } from '$lib/services/reach-types';
import { dateHere } from '$lib/time/date-here';
import { bundleFailure, nobodyToHandTo } from './bundle-failures';
import { batchesOfEntries, devicesFor, lackingOf, logsFor } from './bundle-lacks';
import { encodeRecords, type BundleRecord } from './bundle-records';
import type { HouseParts } from './reach';

/** The newest receipts up to here; mail that carries the file has limits of its own (LED77). */
const MAX_RECEIPTS_BYTES = 24 * 1024 * 1024;

/** @param member null: everything, for everybody. @throws StoreRefused when receipts cannot be read. */
export async function makeBundle({ deps, needRunning }: HouseParts, member: MemberId | null): Promise<Result<BundleMade, Failure>> {
	const running = needRunning();
	const { open } = running;
	const recipients = devicesFor(running, member).filter(
		({ signKey, boxKey, deviceId }) => (member === null || deviceId !== open.signer.device) && areDevicePublicKeys(bytesOf(signKey), bytesOf(boxKey))
	);
	const others = recipients.filter(({ deviceId }) => deviceId !== open.signer.device);
	if (others.length === 0) return err(nobodyToHandTo());

	const parts = [...logsFor(running, member)].map(([stream, log]) => ({ stream, log, lacking: lackingOf(running, stream, log, member) }));
	const entries = parts.reduce((sum, { lacking }) => sum + lacking.length, 0);
	const receipts = await running.receipts.forBackup(MAX_RECEIPTS_BYTES, member === null ? [] : others.map(({ deviceId }) => deviceId));
	const madeAt = deps.clock.now();

	function* records(): Iterable<BundleRecord> {
		yield { kind: 'about', about: { madeAt, entries, receipts: receipts.length } };
		yield { kind: 'holds', heartbeat: running.sync.heartbeat() };
		yield { kind: 'keys', keys: open.keyring.all().map(({ key }) => reveal(key)) };
		for (const { stream, log, lacking } of parts) for (const batch of batchesOfEntries(stream, log, lacking)) yield { kind: 'batch', batch };
		for (const sealed of receipts) yield { kind: 'receipt', sealed };
	}
	const sealed = sealBundle({
		collective: open.id,
		recipients: recipients.map(({ boxKey }) => bytesOf(boxKey)),
		maker: open.keys.sign,
		random: deps.random,
		body: encodeRecords(records())
	});
	if (!sealed.ok) return err(bundleFailure(sealed.error));
	const fileName = `news-${dateHere(madeAt)}.commonhold`;
	return ok({ fileName, bytes: sealed.value, entries, receipts: receipts.length });
}

/** How much each member's devices lack, as far as is known here; members without another device are left out. */
export function bundleNeeds({ needRunning }: HouseParts): readonly BundleNeed[] {
	const running = needRunning();
	const { open } = running;
	const needs = open.state().membership.seated.flatMap(({ memberId }): BundleNeed[] => {
		if (!devicesFor(running, memberId).some(({ deviceId }) => deviceId !== open.signer.device)) return [];
		let [entries, of] = [0, 0];
		for (const [stream, log] of logsFor(running, memberId)) {
			entries += lackingOf(running, stream, log, memberId).length;
			of += log.entries().length;
		}
		const name = open.state().membership.members.get(memberId)?.profile.name ?? '';
		return [{ memberId, name, isMe: memberId === open.me, entries, of }];
	});
	return needs.sort((a, b) => Number(a.isMe) - Number(b.isMe) || a.name.localeCompare(b.name));
}

const bytesOf = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array(0);
