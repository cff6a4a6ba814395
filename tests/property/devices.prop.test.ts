/** People add, name, take away and recover devices on any knowledge and in any order, thieves included; proposals go on meanwhile. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { stateHash } from '$crdt/domain/state-hash';
import { epochToWriteUnder, needsNewEpoch } from '$crdt/domain/membership/epochs';
import { currentDevices } from '$crdt/domain/membership/state';
import { bindOp, closeOp, openOp } from '../support/proposal-ops';
import { admitOp, collective, Device, invitationKey, keysNamed, storyHashes, sync, tell } from '../support/story';
import { createSeeded, type Seeded } from '../support/seeded';

interface Tale {
	readonly devices: readonly Device[];
	readonly outcomes: ReadonlyMap<ObjectId, ReadonlySet<string>>;
	readonly events: Readonly<Record<'added' | 'revoked' | 'recovered' | 'secret', number>>;
}

function tellDevices(seed: number, steps: number): Tale {
	const chance = createSeeded(seed);
	const devices = collective(['Ana', 'Ben', 'Chloé'].slice(0, 2 + chance.int(2)), { decisionRule: 'majority' });
	const outcomes = new Map<ObjectId, Set<string>>();
	for (let step = 0; step < steps; step++) {
		const device = chance.pick(devices);
		if (chance.chance(0.5)) {
			const other = chance.pick(devices);
			if (other !== device) tell(other, device);
		} else act(device, devices, chance, `${seed} ${step}`);
		for (const [id, { outcome }] of device.state.proposals.proposals)
			if (outcome.status !== 'open') outcomes.set(id, new Set([...(outcomes.get(id) ?? []), outcome.status]));
	}
	sync(...devices);
	finish(devices);
	for (const { state } of devices)
		for (const [id, { outcome }] of state.proposals.proposals)
			if (outcome.status !== 'open') outcomes.set(id, new Set([...(outcomes.get(id) ?? []), outcome.status]));
	const { membership } = devices[0]!.state;
	const all = [...membership.devices.values()];
	return {
		devices, outcomes,
		events: {
			added: all.filter(({ by }) => by === 'own-device').length,
			revoked: all.filter(({ status }) => status === 'revoked').length,
			recovered: all.filter(({ by }) => by === 'colleagues').length,
			secret: all.filter(({ status, revokedBy }) => status === 'revoked' && revokedBy === null).length
		}
	};
}

/** Whoever is a frozen voice somewhere says its word and closes, gone or not. */
function finish(devices: readonly Device[]): void {
	for (const step of ['bind', 'close'] as const) {
		for (const device of devices)
			for (const { id, outcome, electors } of device.state.proposals.proposals.values()) {
				if (outcome.status !== 'open' || !electors.some(({ voice }) => voice === device.id)) continue;
				device.write(step === 'bind' ? bindOp(id, 'agree') : closeOp(id));
			}
		sync(...devices);
	}
}

function act(device: Device, devices: Device[], chance: Seeded, mark: string): void {
	const { membership, proposals } = device.state;
	const me = membership.members.get(device.memberId);
	if (me === undefined) return;
	const isSeated = currentDevices(membership).some(({ deviceId }) => deviceId === device.id);
	if (needsNewEpoch(membership) && isSeated) return void device.rotate(mark);
	const kind = chance.int(100);
	if (kind < 14 && devices.length < 14) {
		const added = new Device(mark, keysNamed(mark), device.memberId);
		device.write({ type: 'membership/add-device', device: added.keys, proof: 'AA', ...(chance.chance(0.3) && { paper: true as const }) });
		devices.push(added);
		tell(device, added);
	} else if (kind < 30) device.write({ type: 'membership/revoke-device', device: chance.pick(me.devices).deviceId });
	else if (kind < 36) device.write({ type: 'membership/move-voice', device: chance.pick(me.devices).deviceId });
	else if (kind < 42) device.write({ type: 'membership/rename-device', device: chance.pick(me.devices).deviceId, name: mark });
	else if (kind < 50) {
		const recovers = chance.pick([...membership.members.keys()]) as MemberId;
		device.write({ type: 'membership/invite', publicKey: invitationKey(mark), lobbyKey: invitationKey(`l ${mark}`), expiresAt: 9e12, note: '', recovers });
	} else if (kind < 68) {
		const open = [...membership.invitations.values()].filter(({ status }) => status === 'open');
		if (open.length === 0) return;
		const { invitation, recovers, candidacies } = chance.pick(open);
		const name = candidacies[0] && chance.chance(0.8) ? candidacies[0].profile.name : mark;
		device.write(admitOp(invitation, name));
		if (devices.every((known) => known.name !== name) && devices.length < 14) devices.push(new Device(name, keysNamed(name), recovers!));
	} else if (kind < 72) {
		const open = [...membership.invitations.keys()];
		if (open.length > 0) device.write({ type: 'membership/cancel-invitation', invitation: chance.pick(open) });
	} else if (kind < 78) device.write(openOp(mark));
	else {
		const mine = [...proposals.proposals.values()].filter(({ outcome, electors }) => outcome.status === 'open' && electors.some(({ voice }) => voice === device.id));
		if (mine.length === 0) return void device.write({ type: 'membership/receipt' });
		const { id } = chance.pick(mine);
		device.write(chance.chance(0.5) ? bindOp(id, chance.pick(['agree', 'block'])) : closeOp(id));
	}
}

describe('devices of members, at the same time and apart', { timeout: 240_000 }, () => {
	it('[MEM2] [MEM86] [MEM87] same facts everywhere; nobody counted twice; no paper speaks; nothing decided twice', () => {
		const seen = { added: 0, revoked: 0, recovered: 0, secret: 0, decided: 0 };
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const { devices, outcomes, events } = tellDevices(seed, 140);
				for (const name of ['added', 'revoked', 'recovered', 'secret'] as const) seen[name] += events[name];
				const states = devices.map((device) => stateHash(device.state, storyHashes.hash));
				expect(new Set(states).size).toBe(1);
				const { membership, proposals } = devices[0]!.state;
				const current = currentDevices(membership).map(({ deviceId }) => deviceId);
				expect(new Set(current).size).toBe(current.length);
				for (const member of membership.seated) {
					const usable = member.devices.filter((id) => membership.devices.get(id)?.paper === false);
					expect(membership.devices.get(member.voice)?.memberId).toBe(member.memberId);
					expect(membership.devices.get(member.voice)?.paper).toBe(false);
					if (usable.length > 0) expect(usable).toContain(member.voice);
				}
				for (const { electors } of proposals.proposals.values()) {
					expect(new Set(electors.map(({ memberId }) => memberId)).size).toBe(electors.length);
					expect(new Set(electors.map(({ voice }) => voice)).size).toBe(electors.length);
				}
				for (const [, said] of outcomes) {
					expect(said.size).toBe(1);
					seen.decided++;
				}
			}),
			{ numRuns: 24, seed: 27 }
		);
		for (const [name, count] of Object.entries(seen)) expect(count, name).toBeGreaterThan(name === 'recovered' ? 5 : 15);
	});

	it('[MEM34] [MEM87] the group key written under was boxed for nobody who has gone, nor for what they added in secret', () => {
		let rotated = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const { devices } = tellDevices(seed, 140);
				const { membership } = devices[0]!.state;
				const epoch = epochToWriteUnder(membership);
				if (epoch === null) return;
				for (const { deviceId, status } of membership.devices.values()) if (status === 'revoked') expect(epoch.recipients).not.toContain(deviceId);
				if (membership.epochs.size > 1) rotated++;
			}),
			{ numRuns: 16, seed: 28 }
		);
		expect(rotated).toBeGreaterThan(5);
	});

	it('[MEM11] [MEM87] a device that is gone is gone: more entries never bring it back', () => {
		let gone = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const { devices } = tellDevices(seed, 100);
				const [full] = devices as [Device];
				const replay = new Device('reader', keysNamed('reader'));
				const known = new Set<string>();
				for (let at = 0; at < full.dag.size; at++) {
					replay.take([full.held.get(full.dag.idAt(at))!]);
					for (const { deviceId, status } of replay.state.membership.devices.values()) {
						if (known.has(deviceId)) expect(status).toBe('revoked');
						if (status === 'revoked') known.add(deviceId);
					}
				}
				gone += known.size;
			}),
			{ numRuns: 20, seed: 29 }
		);
		expect(gone).toBeGreaterThan(20);
	});
});
