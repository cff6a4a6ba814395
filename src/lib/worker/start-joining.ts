/** Begins to wait at a door, by whichever kind of link: keys of one's own, and what the link brought, in the vault. Loaded when a link is used. */
import { err, ok, toBase64, type CollectiveId, type Result } from '$crypto/base';
import { parseDeviceLink, type BadDeviceLink } from '$crypto/device-link';
import { parseInvitationFragment } from '$crypto/invitation-link';
import type { Random } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { failure, type Failure } from '$lib/errors';
import type { JoinInput } from '$lib/services/types';
import type { Keychain } from './keychain';
import type { Joining, StoredCollective } from './keychain-schema';
import { invitationFailure } from './vault-desk';

export const isDeviceLink = (link: string): boolean => /#[ar]\d/u.test(link);

export async function startJoining(
	keychain: Keychain,
	random: Random,
	link: string,
	{ profile, deviceName }: Omit<JoinInput, 'passphrase'>,
	/** Is this device no part any more of a collective that it has a copy of? */
	isOver: (id: CollectiveId) => Promise<boolean>
): Promise<Result<CollectiveId, Failure>> {
	const read = isDeviceLink(link) ? readDevice(link) : readNewcomer(link, profile);
	if (!read.ok) return read;
	const { id, joining } = read.value;
	const known = keychain.collectives.find((each) => each.id === id);
	if (known && !isAbandoned(known) && !(await isOver(id))) return err(ALREADY_HERE);
	const deviceSeed = toBase64(random.bytes(32));
	await keychain.put({ ...FRESH, id, deviceSeed, joining: { ...joining, deviceName }, signaling: [...joining.signaling] });
	return ok(id);
}

/** Standing at the door without keys is no place worth keeping. */
export const isAbandoned = ({ joining, epochs }: StoredCollective): boolean => joining !== null && epochs.length === 0;

export const ALREADY_HERE: Failure = { ...failure('Refused', 'This device is in this collective already.'), next: 'Open it instead, or use another browser profile.' };

type Brought = { readonly id: CollectiveId; readonly joining: Omit<Joining, 'deviceName'> };

function readNewcomer(link: string, profile: Joining['profile']): Result<Brought, Failure> {
	const parsed = parseInvitationFragment(link);
	if (!parsed.ok) return err(invitationFailure(parsed.error.type));
	const { collective: id, seed, collectiveName, inviterName, signaling } = parsed.value;
	return ok({
		id,
		joining: { ...NO_SPONSOR, kind: 'join', seed: toBase64(reveal(seed)), collectiveName, inviterName, signaling: [...signaling], profile, charter: null }
	});
}

function readDevice(link: string): Result<Brought, Failure> {
	const parsed = parseDeviceLink(link);
	if (!parsed.ok) return err(deviceLinkFailure(parsed.error.type));
	const { kind, collective: id, seed, madeBy, collectiveName, makerName, memberName, signaling } = parsed.value;
	const sponsor = kind === 'device' ? toBase64(madeBy) : null;
	const profile = { name: memberName, discipline: '', licence: '' };
	return ok({
		id,
		joining: { kind, seed: toBase64(reveal(seed)), sponsor, next: null, collectiveName, inviterName: makerName, memberName, signaling: [...signaling], profile, charter: null }
	});
}

export function deviceLinkFailure(type: BadDeviceLink['type']): Failure {
	return invitationFailure(type === 'NotADeviceLink' ? 'NotAnInvitation' : type === 'NewerDeviceLink' ? 'NewerInvitation' : 'DamagedInvitation');
}

const NO_SPONSOR = { sponsor: null, next: null, memberName: '' } as const;
export const FRESH = { epochs: [], joining: null, vouched: [], issued: {}, signaling: [], restored: false } as const satisfies Partial<StoredCollective>;
