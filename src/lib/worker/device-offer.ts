/**
 * Adding a further device of one's own: the link, the lobby behind it, and the entry that adds who was recognised there. An offer lives in
 * memory for half an hour, lets in one key, and answers those who come too late for a day. Carries MEM81, CRY171, CRY172.
 */
import { err, ok, type InvitationId, type Result } from '$crypto/base';
import { createOfferSeed, deriveOffer, encodeDeviceLink } from '$crypto/device-link';
import { lobbyKeys } from '$crypto/invitation';
import { failure, type Failure } from '$lib/errors';
import { meetingPoints } from './meeting-points';
import type { HouseParts } from './reach';
import type { Running } from './running';

export const OFFER_MS = 30 * 60_000;
const ANSWERS_MS = 24 * 60 * 60_000;

interface Offer {
	readonly id: InvitationId;
	readonly link: string;
	readonly expiresAt: number;
	withdrawn: boolean;
	/** The one key it let in. */
	usedBy: string | null;
}

/** By the collective that is open; gone when it closes. */
const offers = new WeakMap<Running, Offer[]>();
const offersOf = (running: Running): Offer[] => {
	const known = offers.get(running) ?? [];
	offers.set(running, known);
	return known;
};

/** The one given out and still good; null: none. */
export function currentOffer(running: Running, now: number): Pick<Offer, 'link' | 'expiresAt'> | null {
	return offersOf(running).find((offer) => isGood(offer, now)) ?? null;
}

const isGood = ({ withdrawn, usedBy, expiresAt }: Offer, now: number): boolean => !withdrawn && usedBy === null && expiresAt > now;

export async function offerDevice(house: HouseParts): Promise<Result<{ readonly link: string }, Failure>> {
	const running = house.needRunning();
	const { random, clock } = house.deps;
	const { open, further } = running;
	if (running.standing() !== 'member') return err(failure('NotAMember'));
	const known = currentOffer(running, clock.now());
	if (known) return ok({ link: known.link });
	const { membership } = open.state();
	const seed = createOfferSeed(random);
	const { id, lobbyKey } = deriveOffer(seed, open.id);
	const name = membership.members.get(open.me)?.profile.name ?? '';
	const { appUrl, defaultSignaling } = house.environment();
	const link = encodeDeviceLink(`${membership.settings.publicUrl || appUrl}/join`, {
		kind: 'device', collective: open.id, seed, madeBy: open.keys.sign.publicKey,
		collectiveName: membership.settings.name, makerName: name, memberName: name, signaling: meetingPoints(membership, defaultSignaling)
	});
	const offer: Offer = { id, link, expiresAt: clock.now() + OFFER_MS, withdrawn: false, usedBy: null };
	const all = offersOf(running);
	for (const old of all.splice(0)) {
		if (old.expiresAt + ANSWERS_MS > clock.now()) all.push(old);
		else further.remove(old.id);
	}
	all.push(offer);
	further.put({
		place: { room: lobbyKeys(lobbyKey), collective: open.id, invitation: id },
		sponsor: open.signer.device,
		whyNot(signKey) {
			if (offer.usedBy !== null) return offer.usedBy === signKey && !open.state().membership.devices.has(open.hashes.deviceIdOf(signKey)) ? null : 'used';
			if (offer.withdrawn) return 'cancelled';
			return offer.expiresAt <= clock.now() ? 'expired' : null;
		}
	});
	return ok({ link });
}

export function withdrawOffer(house: HouseParts): Result<void, Failure> {
	const running = house.needRunning();
	for (const offer of offersOf(running)) if (isGood(offer, house.deps.clock.now())) offer.withdrawn = true;
	running.door.poke();
	house.emit('changed', { version: 0 });
	return ok(undefined);
}

/** After the digits were compared. The new device gets the group keys once the entry that adds it is here. */
export async function acceptDevice(house: HouseParts, knockId: string): Promise<Result<void, Failure>> {
	const running = house.needRunning();
	const knock = running.door.find(knockId);
	const offer = knock && offersOf(running).find(({ id }) => id === knock.invitation);
	if (!knock || !offer || knock.enrolment === null) return err(failure('Refused', 'This device is not at the door any more.'));
	if (offer.usedBy !== null && offer.usedBy !== knock.signKey) return err(failure('Refused', 'The link has already let in another device.'));
	if (offer.withdrawn || offer.expiresAt <= house.deps.clock.now()) return err(failure('Refused', 'The link has run out. Make a new one.'));
	offer.usedBy = knock.signKey;
	const device = { signKey: knock.signKey, boxKey: knock.boxKey, name: freeName(running, knock.deviceName) };
	const posted = await running.open.post([{ type: 'membership/add-device', device, proof: knock.enrolment }]);
	if (!posted.ok) offer.usedBy = null;
	return posted.ok ? ok(undefined) : posted;
}

export function refuseDevice(house: HouseParts, knockId: string): Result<void, Failure> {
	house.needRunning().door.turnAway(knockId);
	return ok(undefined);
}

/** Two phones of one person need different names to be told apart. */
function freeName({ open }: Running, wanted: string): string {
	const { devices } = open.state().membership;
	const taken = new Set([...devices.values()].flatMap(({ memberId, status, name }) => (memberId === open.me && status === 'active' ? [name] : [])));
	for (let number = 2; taken.has(wanted) && number < 100; number++) {
		const next = `${wanted.slice(0, 55)} ${number}`;
		if (!taken.has(next)) return next;
	}
	return wanted;
}

