/** Membership ops: who we are, with which devices, and which group key we write under. Rules: crdt/spec/MEM.md. */
import * as z from 'zod';
import {
	base64, currency, deviceId, entryId, epochId, instant, invitationId, line, memberId, objectId, prose, zone
} from '../schema';

/** What a member shows to colleagues. Nothing about clients has a place here. */
export const profile = z.strictObject({
	name: line(80),
	discipline: prose(80),
	licence: prose(120)
});
export type Profile = z.output<typeof profile>;

export const deviceKeys = z.strictObject({
	signKey: base64(32),
	boxKey: base64(32),
	name: line(60)
});

const epochBox = z.strictObject({ device: deviceId, box: base64(256) });
export const epochOffer = z.strictObject({
	epoch: epochId,
	boxes: z.array(epochBox).max(400)
});

/** A host by its address; the rest of an address has no place in the log. `http` and `ws` are for the own machine only. */
const HOST = String.raw`[A-Za-z0-9.-]{1,200}|\[[0-9a-fA-F:]{2,40}\]`;
const address = (secure: string, plain: string) =>
	z.string().max(256).regex(new RegExp(String.raw`^(${secure}://(${HOST})|${plain}://(localhost|127\.0\.0\.1))(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?$`));

/** What helps members' devices to meet. Any member may add one or take one away (MEM100). */
export const server = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('keeper'),
		name: line(60),
		address: address('https', 'http'),
		/** What the keeper asks of those it serves; empty: nothing. */
		pass: base64(32)
	}),
	z.strictObject({ kind: z.literal('signaling'), name: line(60), address: address('wss', 'ws') }),
	z.strictObject({
		kind: z.literal('ice'),
		name: line(60),
		urls: z.array(z.string().max(256).regex(/^(stun|turn)s?:[A-Za-z0-9.[\]:-]{1,200}(\?transport=(udp|tcp))?$/)).min(1).max(4),
		username: prose(200),
		credential: prose(200)
	})
]);
export type Server = z.output<typeof server>;

export const membershipOps = [
	z.strictObject({
		type: z.literal('membership/found'),
		nonce: base64(16),
		name: line(80),
		currency,
		zone,
		decisionRule: z.enum(['consensus', 'consent', 'majority']),
		decisionDays: z.number().int().min(1).max(90),
		foundingText: prose(8000),
		profile,
		device: deviceKeys,
		epoch: epochOffer
	}),
	z.strictObject({
		type: z.literal('membership/invite'),
		publicKey: base64(32),
		/** Lets any member open the lobby where the joiner waits; opens nothing else. */
		lobbyKey: base64(32),
		expiresAt: instant,
		note: prose(80),
		/** A member who lost their devices: whoever comes with this invitation is bound to them as a device, not admitted (MEM90). */
		recovers: memberId.optional()
	}),
	z.strictObject({ type: z.literal('membership/cancel-invitation'), invitation: invitationId }),
	/** A member's yes to one joiner's keys under one invitation (the first such op introduces the device). */
	z.strictObject({
		type: z.literal('membership/admit'),
		invitation: invitationId,
		profile,
		device: deviceKeys,
		/** Join proof: signed with the invitation's key and the joiner's own, see crypto/invitation.ts. */
		proof: base64(512)
	}),
	z.strictObject({
		type: z.literal('membership/add-device'),
		device: deviceKeys,
		proof: base64(256),
		/** A recovery phrase: a device that is words on paper (MEM85). */
		paper: z.literal(true).optional()
	}),
	z.strictObject({ type: z.literal('membership/rename-device'), device: deviceId, name: line(60) }),
	z.strictObject({ type: z.literal('membership/revoke-device'), device: deviceId }),
	z.strictObject({ type: z.literal('membership/move-voice'), device: deviceId }),
	z.strictObject({ type: z.literal('membership/set-profile'), profile }),
	z.strictObject({ type: z.literal('membership/leave') }),
	/** A fresh group key boxed for exactly the current devices. */
	z.strictObject({ type: z.literal('membership/open-epoch'), ...epochOffer.shape }),
	/** Existing group keys for devices that lack them. */
	z.strictObject({ type: z.literal('membership/share-epochs'), offers: z.array(epochOffer).min(1).max(64) }),
	/** Takes over, under one's own name, an op made void by a removal. */
	z.strictObject({ type: z.literal('membership/adopt'), object: objectId }),
	/** Two entries of one device with the same place: shown, and the device is retired from here on. */
	z.strictObject({
		type: z.literal('membership/report-fork'),
		device: deviceId,
		entries: z.tuple([entryId, entryId])
	}),
	z.strictObject({ type: z.literal('membership/add-server'), server }),
	z.strictObject({ type: z.literal('membership/drop-server'), server: objectId }),
	/** Nothing but "my log now builds on what I hold". */
	z.strictObject({ type: z.literal('membership/receipt') })
] as const;
