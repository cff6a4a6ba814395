/** One key brought in by two doors at once: what a member gone wrong can do with keys of their own making. */
import { describe, expect, it } from 'vitest';
import type { InvitationId, MemberId } from '$crypto/base';
import { stateHash } from '$crdt/domain/state-hash';
import { admitOp, collective, Device, invitationKey, keysNamed, storyHashes, sync } from '../support/story';

describe('one key by two doors', () => {
	it('[MEM89] a key that is a further device of one member for some and a newcomer for others breaks nobody', () => {
		for (const first of ['device', 'newcomer'] as const) {
			const [ana, ben, eve] = collective(['Ana', 'Ben', 'Eve']) as [Device, Device, Device];
			const other = new Device('Eve’s other', keysNamed('Eve’s other'), eve.memberId);
			eve.post({ type: 'membership/add-device', device: other.keys, proof: 'AA' });
			sync(ana, ben, eve, other);
			eve.post({ type: 'membership/invite', publicKey: invitationKey('Mallory'), lobbyKey: invitationKey('l'), expiresAt: 9e12, note: '' });
			const invitation = eve.hashes.invitationIdOf(invitationKey('Mallory'));
			sync(ana, ben, eve, other);
			if (first === 'newcomer') for (let i = 0; i < 5; i++) other.post({ type: 'membership/receipt' });
			else for (let i = 0; i < 5; i++) ben.post({ type: 'membership/receipt' });
			other.post({ type: 'membership/add-device', device: keysNamed('Mallory'), proof: 'AA' });
			ben.post(admitOp(invitation, 'Mallory'));
			sync(ana, ben, eve, other);
			const { members, devices } = ana.state.membership;
			expect(new Set([ana, ben, eve, other].map(({ state }) => stateHash(state, storyHashes.hash))).size).toBe(1);
			for (const { memberId, devices: own, voice } of members.values()) {
				expect(own.length, first).toBeGreaterThan(0);
				expect(devices.get(voice)?.memberId).toBe(memberId);
			}
			expect([...members.values()].map(({ profile, devices: own }) => `${profile.name} ${own.length}`), first).toEqual(['Ana 1', 'Ben 1', 'Eve 2', 'Mallory 1']);
		}
	});

	it('[MEM89] nor does a key that colleagues bind to a member while somebody else is admitted with it', () => {
		for (const first of ['device', 'newcomer'] as const) {
			const [ana, ben, dele, eve] = collective(['Ana', 'Ben', 'Dele', 'Eve']) as [Device, Device, Device, Device];
			const invite = (by: Device, name: string, recovers?: MemberId): InvitationId => {
				by.post({ type: 'membership/invite', publicKey: invitationKey(name), lobbyKey: invitationKey(`l ${name}`), expiresAt: 9e12, note: '', ...(recovers && { recovers }) });
				sync(ana, ben, dele, eve);
				return by.hashes.invitationIdOf(invitationKey(name));
			};
			const recovery = invite(ana, 'for Dele', dele.memberId);
			const newcomer = invite(eve, 'Mallory');
			const late = first === 'device' ? ana : ben;
			for (let i = 0; i < 5; i++) late.post({ type: 'membership/receipt' });
			ben.post(admitOp(recovery, 'Mallory'));
			ana.post(admitOp(newcomer, 'Mallory'));
			sync(ana, ben, dele, eve);
			const { members, devices } = ana.state.membership;
			for (const { memberId, devices: own, voice } of members.values()) {
				expect(own.length, first).toBeGreaterThan(0);
				expect(devices.get(voice)?.memberId).toBe(memberId);
			}
			expect(members.get(dele.memberId)!.devices.map(({ name }) => name)).toEqual(['Dele']);
			expect(ana.state.membership.seated).toHaveLength(5);
		}
	});
});
