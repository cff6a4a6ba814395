/** How the five of the sample come together: one founds, the others come in by invitations that the members admit. Carries MEM110. */
import { toBase64 } from '$crypto/base';
import { createInvitation, deriveInvitation, encodeJoinProof, signJoin } from '$crypto/invitation';
import { createEpochKey, deriveEpochKeys, wrapKey } from '$crypto/keyring';
import { collectiveIdOf, deviceIdOf, deviceKeysFromSeed } from '$crypto/keys';
import type { Random } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { epochTexts } from '../collective';
import type { StoredCollective } from '../keychain-schema';
import { profileHash } from '../proofs';
import { createPerson, hand, meet, settle, type Person, type StoryClock } from './people';

const CAST = [
	{ name: 'Ana', discipline: 'Psychotherapy', licence: '' },
	{ name: 'Ben', discipline: 'Family therapy', licence: '' },
	{ name: 'Chloé', discipline: 'Psychotherapy', licence: '' },
	{ name: 'Dele', discipline: 'Body psychotherapy', licence: '' },
	{ name: 'Eve', discipline: 'Art therapy', licence: '' }
] as const;

export type Cast = readonly [ana: Person, ben: Person, chloe: Person, dele: Person, eve: Person];

const NAME = 'Linden House';
const FOUNDING_TEXT = `We are five therapists under one roof. Each of us works on their own account; what we share are the rooms, the costs and the care for the house.

We decide together. Nobody is above anybody. Whoever finds something missing proposes it.`;
const DAY_MS = 86_400_000;
const RECORD = { epochs: [], joining: null, vouched: [], issued: {}, signaling: [], restored: false } as const satisfies Partial<StoredCollective>;

/** @param currency of the books. */
export async function gather(random: Random, clock: StoryClock, zone: string, currency: string): Promise<Cast> {
	const ana = await found(random, clock, zone, currency);
	const here: Person[] = [ana];
	for (const profile of CAST.slice(1)) here.push(await join(here, profile, random, clock));
	const [, ben, chloe, dele, eve] = here;
	if (!ben || !chloe || !dele || !eve) throw new Error('five are in the cast');
	return [ana, ben, chloe, dele, eve];
}

async function found(random: Random, clock: StoryClock, zone: string, currency: string): Promise<Person> {
	const seed = random.bytes(32);
	const keys = deviceKeysFromSeed(seed.slice());
	const nonce = random.bytes(16);
	const id = collectiveIdOf(keys.sign.publicKey, nonce);
	const epoch = createEpochKey(random);
	const ana = await createPerson(CAST[0].name, { ...RECORD, id, deviceSeed: toBase64(seed), epochs: [toBase64(reveal(epoch))] }, random, clock);
	const box = toBase64(wrapKey('epoch', id, epoch, keys.box.publicKey, random));
	await ana.post({
		type: 'membership/found', nonce: toBase64(nonce), name: NAME, currency, zone, decisionRule: 'consensus', decisionDays: 7, foundingText: FOUNDING_TEXT,
		profile: CAST[0],
		device: { signKey: toBase64(keys.sign.publicKey), boxKey: toBase64(keys.box.publicKey), name: 'Laptop' },
		epoch: { epoch: deriveEpochKeys(epoch, id).id, boxes: [{ device: deviceIdOf(keys.sign.publicKey), box }] }
	});
	return ana;
}

/** Invited by the first of them; as many say yes as the rules ask for. */
async function join(here: readonly Person[], profile: (typeof CAST)[number], random: Random, clock: StoryClock): Promise<Person> {
	const [host] = here;
	if (host === undefined) throw new Error('nobody is there to invite');
	const { id } = host.open;
	const invitation = deriveInvitation(createInvitation(random), id);
	const keyOf = toBase64(invitation.sign.publicKey);
	await host.post({ type: 'membership/invite', note: profile.name, publicKey: keyOf, lobbyKey: toBase64(reveal(invitation.lobbyKey)), expiresAt: clock.now() + 14 * DAY_MS });
	const seed = random.bytes(32);
	const device = deviceKeysFromSeed(seed.slice());
	const deviceName = 'Laptop';
	const proof = signJoin({
		collective: id, invitation, device, profileHash: profileHash(profile, deviceName), memberChallenge: random.bytes(32), joinerChallenge: random.bytes(32)
	});
	const isIn = (): boolean => currentNames(host).includes(profile.name);
	for (const member of here) {
		await meet(here);
		if (isIn()) break;
		await member.post({
			type: 'membership/admit', invitation: invitation.id, profile,
			device: { signKey: toBase64(device.sign.publicKey), boxKey: toBase64(device.box.publicKey), name: deviceName },
			proof: toBase64(encodeJoinProof(proof))
		});
	}
	await meet(here);
	const stored: StoredCollective = {
		...RECORD, id, deviceSeed: toBase64(seed), epochs: epochTexts(host.open.keyring), vouched: [toBase64(host.open.keys.sign.publicKey)]
	};
	const newcomer = await createPerson(profile.name, stored, random, clock);
	await hand(host, newcomer);
	await settle([...here, newcomer]);
	return newcomer;
}

const currentNames = ({ open }: Person): readonly string[] => {
	const { seated, members } = open.state().membership;
	return seated.map(({ memberId }) => members.get(memberId)?.profile.name ?? '');
};
