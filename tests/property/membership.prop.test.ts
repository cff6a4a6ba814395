import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '$crypto/base';
import { stateHash } from '$crdt/domain/state-hash';
import { epochToWriteUnder } from '$crdt/domain/membership/epochs';
import { currentDevices } from '$crdt/domain/membership/state';
import { opSchema, parseOp, type OpInput } from '$crdt/domain/op';
import { createSeeded, type Seeded } from '../support/seeded';
import { tellRandomStory } from '../support/random-story';
import { admitOp, collective, Device, epochNamed, invitationKey, keysNamed, storyHashes, sync } from '../support/story';
import { wildCalendarOps } from '../support/random-calendar';
import { wildProposalOps } from '../support/wild-proposals';
import { addRoomOp, cancelOp, grantOp, retireRoomOp } from '../support/calendar-ops';
import { wildLedgerOps } from '../support/random-ledger';

describe('members and group keys', { timeout: 240_000 }, () => {
	it('[MEM34] the group key written under was boxed by somebody who knew every loss, and for nobody who has gone', () => {
		let rotated = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const { devices } = tellRandomStory({ seed, steps: 150, members: 3 + (seed % 3) });
				sync(...devices);
				const { membership } = devices[0]!.state;
				const epoch = epochToWriteUnder(membership);
				if (epoch === null) return;
				for (const loss of membership.losses) expect(epoch.knownLosses.has(loss)).toBe(true);
				for (const member of membership.members.values())
					if (member.status !== 'member')
						for (const device of member.devices) expect(epoch.recipients).not.toContain(device.deviceId);
				if (membership.epochs.size > 1) rotated++;
			}),
			{ numRuns: 40, seed: 11 }
		);
		expect(rotated).toBeGreaterThan(5);
	});

	it('[MEM11] who has gone stays gone: a member id that left or was removed is never seated again', () => {
		let gone = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const goneFor = new Map<Device, Set<string>>();
				tellRandomStory({
					seed,
					steps: 150,
					members: 4,
					onGrowth(device) {
						const known = goneFor.get(device) ?? new Set<string>();
						for (const member of device.state.membership.members.values())
							if (member.status !== 'member') known.add(member.memberId);
						for (const member of device.state.membership.seated) expect(known.has(member.memberId)).toBe(false);
						goneFor.set(device, known);
					}
				});
				for (const known of goneFor.values()) gone += known.size;
			}),
			{ numRuns: 30, seed: 12 }
		);
		expect(gone).toBeGreaterThan(10);
	});

	it('[ORD12] whatever members and strangers write, the fold never throws, and everybody sees the same', () => {
		let ops = 0;
		let effective = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const chance = createSeeded(seed);
				const devices = collective(['Ana', 'Ben', 'Chloé']);
				devices.push(new Device('stranger', keysNamed('stranger')));
				sync(...devices);
				for (let step = 0; step < 120; step++) {
					const device = chance.pick(devices);
					if (chance.chance(0.4)) sync(device, chance.pick(devices));
					else {
						const own = [...device.held.values()].filter((entry) => entry.device === device.id);
						if (chance.chance(0.05) && own.length > 1) device.head = chance.pick(own).id;
						const written = Array.from({ length: 1 + chance.int(2) }, () => anyOp(device, chance, `${seed} ${step}`));
						const [first] = written;
						const area = first!.type.split('/')[0];
						device.write(written.filter((op) => op.type.startsWith(`${area}/`)), { proofs: [chance.chance(0.8), chance.chance(0.8)] });
						ops += written.length;
					}
					device.fold.state();
				}
				sync(...devices);
				const hashes = devices.map((device) => stateHash(device.state, storyHashes.hash));
				expect(new Set(hashes).size).toBe(1);
				effective += ops - devices[0]!.fold.refusals().size;
				expect(currentDevices(devices[0]!.state.membership).length).toBeLessThan(40);
			}),
			{ numRuns: 50, seed: 13 }
		);
		expect(effective).toBeGreaterThan(200);
	});
});

/** Any op of any area, with ids that mostly mean something, mostly not what they should. */
function anyOp(device: Device, chance: Seeded, mark: string): OpInput {
	const entries = [...device.held.keys()];
	const object = (): string => `${chance.chance(0.1) ? 'x'.repeat(43) : chance.pick(entries)}.${chance.chance(0.9) ? 0 : chance.int(3)}`;
	const { membership } = device.state;
	const member = (): string => chance.pick([...membership.members.keys(), 'm'.repeat(43)]);
	const anyDevice = (): string => chance.pick([...membership.devices.keys(), 'd'.repeat(43)]);
	const invitation = (): string => chance.pick([...membership.invitations.keys(), 'i'.repeat(43)]);
	const hour = (): string => `2026-12-0${1 + chance.int(3)}T${String(8 + chance.int(6)).padStart(2, '0')}:00`;
	const entry = (): string => chance.pick(entries) as EntryId;
	const candidates: readonly unknown[] = [
		{ type: 'membership/invite', publicKey: invitationKey(mark), lobbyKey: invitationKey(mark), expiresAt: 1, note: '' },
		{ type: 'membership/cancel-invitation', invitation: invitation() },
		admitOp(invitation() as never, chance.pick([mark, 'Eve', 'Ben'])),
		{ type: 'membership/add-device', device: keysNamed(chance.pick([mark, 'Ana'])), proof: 'AA' },
		{ type: 'membership/revoke-device', device: anyDevice() },
		{ type: 'membership/move-voice', device: anyDevice() },
		{ type: 'membership/set-profile', profile: { name: mark, discipline: '', licence: '' } },
		{ type: 'membership/leave' },
		{ type: 'membership/open-epoch', epoch: epochNamed(mark), boxes: currentDevices(membership).map(({ deviceId }) => ({ device: deviceId, box: 'AA' })) },
		{ type: 'membership/share-epochs', offers: [{ epoch: epochNamed('first'), boxes: [{ device: anyDevice(), box: 'AA' }] }] },
		{ type: 'membership/adopt', object: object() },
		{ type: 'membership/report-fork', device: anyDevice(), entries: [entry(), entry()] },
		...wildProposalOps({ object, member, anyDevice }, chance, mark),
		addRoomOp(mark),
		...wildCalendarOps(device, chance, mark),
		retireRoomOp(object()),
		{ type: 'calendar/book', room: object(), start: hour(), end: hour(), purpose: 'group', note: '', replaces: chance.chance(0.3) ? object() : null },
		{ type: 'calendar/book', room: object(), start: hour(), end: hour(), purpose: 'group', note: '', replaces: null },
		cancelOp(object()),
		grantOp(object(), object()),
		{ type: 'calendar/acknowledge-roll', added: [member()], removed: chance.chance(0.5) ? [member()] : [] },
		...wildLedgerOps({ object, member }, chance, mark),
		{ type: 'consultation/plan-meeting', title: mark, kind: 'case', start: hour(), end: hour(), zone: 'UTC', room: chance.chance(0.5) ? object() : null, notes: 'n'.repeat(22) },
		{ type: 'consultation/cancel-meeting', meeting: object() },
		{ type: 'consultation/add-item', meeting: object(), kind: 'topic', title: mark, presenter: chance.chance(0.5) ? member() : null, minutes: 5, order: 'a' },
		{ type: 'consultation/move-item', item: object(), order: 'b' },
		{ type: 'consultation/withdraw-item', item: object() }
	];
	const chosen = chance.pick(candidates.filter((op) => parseOp(op).type !== 'unknown-op'));
	return opSchema.parse(chosen) as OpInput; // parsed ops are inputs too: brands only add a name
}
