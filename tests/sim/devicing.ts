/**
 * What people do with their devices in the simulation: add, name, take away, put on paper, recover each other's, and use one key at
 * several doors. The devices that come in so stay switched off; those that are taken away go on until they hear of it. Seeded.
 */
import { toBase64, type CollectiveId } from '$crypto/base';
import { createInvitation, deriveInvitation, encodeJoinProof, signJoin } from '$crypto/invitation';
import { createDeviceKeys, type DeviceKeys } from '$crypto/keys';
import { createSeededRandom } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { profileHash, signEnrolment } from '$lib/worker/proofs';
import type { State } from '$crdt/domain/state';
import type { Maker } from './people';
import type { SimNode } from './node';

const INVITATIONS = 5;
const MOST_DEVICES = 5;

const said = (op: NonNullable<ReturnType<Maker>>['op']): ReturnType<Maker> => ({ area: 'membership', op });

/** Something this person could want to do with devices now. */
export const handleDevices: Maker = (state, node, chance, nowMs) => {
	const made = chance.pick([add, add, takeAway, takeAway, takeAway, name, passVoice, recover, recover, admit, admit, admit, admit, cancel, servers])(state, node, chance, nowMs);
	return made ?? add(state, node, chance, nowMs);
};

const add: Maker = (state, node, chance) => {
	const mine = state.membership.members.get(node.actor.memberId)?.devices ?? [];
	if (mine.filter(({ status }) => status === 'active').length >= MOST_DEVICES) return null;
	// now and then the key of somebody who stands at another door
	const keys = chance.chance(0.2) ? guest(node.open().id, chance.int(INVITATIONS)).keys : keysOf(`${node.actor.name} ${chance.int(1e9)}`);
	const proof = toBase64(signEnrolment(node.open().id, keys, node.actor.deviceId));
	return said({ type: 'membership/add-device', device: shown(keys, 'spare'), proof, ...(chance.chance(0.3) && { paper: true as const }) });
};

const takeAway: Maker = (state, node, chance) => {
	const others = ownActive(state, node).filter(({ deviceId }) => deviceId !== node.actor.deviceId);
	return others.length === 0 ? null : said({ type: 'membership/revoke-device', device: chance.pick(others).deviceId });
};

const name: Maker = (state, node, chance) => {
	const own = ownActive(state, node);
	return own.length === 0 ? null : said({ type: 'membership/rename-device', device: chance.pick(own).deviceId, name: `device ${chance.int(9)}` });
};

const passVoice: Maker = (state, node, chance) => {
	const own = ownActive(state, node);
	return own.length === 0 ? null : said({ type: 'membership/move-voice', device: chance.pick(own).deviceId });
};

/** Begins a recovery of a colleague, or seldom an admission of somebody new. */
const recover: Maker = (state, node, chance, nowMs) => {
	const { invitation, lobbyKey } = guest(node.open().id, chance.int(INVITATIONS));
	const others = state.membership.seated.filter(({ memberId }) => memberId !== node.actor.memberId);
	if (others.length === 0 || state.membership.invitations.has(invitation.id)) return null;
	const publicKey = toBase64(invitation.sign.publicKey);
	const expiresAt = nowMs + 7 * 86_400_000;
	return said({ type: 'membership/invite', publicKey, lobbyKey, expiresAt, note: '', ...(chance.chance(0.9) && { recovers: chance.pick(others).memberId }) });
};

const admit: Maker = (state, node, chance) => {
	const { id } = node.open();
	const open = Array.from({ length: INVITATIONS }, (_, n) => n).filter((n) => state.membership.invitations.get(guest(id, n).invitation.id)?.status === 'open');
	if (open.length === 0) return null;
	const { invitation } = guest(id, chance.pick(open));
	// mostly whoever was meant
	const { keys } = chance.chance(0.85) ? guest(id, chance.pick(open)) : guest(id, chance.int(INVITATIONS));
	const profile = { name: 'Zoë', discipline: '', licence: '' };
	const challenge = new Uint8Array(32).fill(7);
	const proof = signJoin({ collective: id, invitation, device: keys, profileHash: profileHash(profile, 'fresh'), memberChallenge: challenge, joinerChallenge: challenge });
	return said({ type: 'membership/admit', invitation: invitation.id, profile, device: shown(keys, 'fresh'), proof: toBase64(encodeJoinProof(proof)) });
};

const cancel: Maker = (state, _node, chance) => {
	const open = [...state.membership.invitations.values()].filter(({ status, recovers }) => status === 'open' && recovers !== null);
	return open.length === 0 || chance.chance(0.6) ? null : said({ type: 'membership/cancel-invitation', invitation: chance.pick(open).invitation });
};

const servers: Maker = (state, _node, chance) => {
	const used = [...state.membership.servers.values()].filter(({ droppedBy }) => droppedBy === null);
	if (used.length > 0 && chance.chance(0.5)) return said({ type: 'membership/drop-server', server: chance.pick(used).id });
	return said({ type: 'membership/add-server', server: { kind: 'keeper', name: 'Attic', address: 'https://keeper.example', pass: '' } });
};

const ownActive = (state: State, { actor }: SimNode) => state.membership.members.get(actor.memberId)?.devices.filter(({ status }) => status === 'active') ?? [];

const shown = (keys: DeviceKeys, called: string) => ({ signKey: toBase64(keys.sign.publicKey), boxKey: toBase64(keys.box.publicKey), name: called });

const keysOf = (of: string): DeviceKeys => createDeviceKeys(createSeededRandom(`device ${of}`));

interface Guest {
	readonly invitation: ReturnType<typeof deriveInvitation>;
	readonly lobbyKey: string;
	readonly keys: DeviceKeys;
}
const guests = new Map<string, Guest>();

/** The same for everybody: who comes with the invitation of that number. */
function guest(collective: CollectiveId, number: number): Guest {
	const key = `${collective} ${number}`;
	const known = guests.get(key);
	if (known !== undefined) return known;
	const invitation = deriveInvitation(createInvitation(createSeededRandom(`invitation ${number}`)), collective);
	const made = { invitation, lobbyKey: toBase64(reveal(invitation.lobbyKey)), keys: keysOf(`guest ${number}`) };
	guests.set(key, made);
	return made;
}

/** Counts for the coverage of a run. */
export function deviceCoverage({ membership }: State) {
	const devices = [...membership.devices.values()];
	return {
		added: devices.filter(({ by }) => by === 'own-device').length,
		takenAway: devices.filter(({ status }) => status === 'revoked').length,
		addedInSecret: devices.filter(({ status, revokedBy }) => status === 'revoked' && revokedBy === null).length,
		recovered: devices.filter(({ by }) => by === 'colleagues').length,
		servers: membership.servers.size
	};
}
