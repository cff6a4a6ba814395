/**
 * The engine of a tablet at a door: opens the link it was hung with, waits in that one room, listens to members' devices it
 * trusts, and keeps what they said last. It has no log and no key of the collective, and asks for none.
 * Carries CAL94, CAL95, CRY131 to CRY135.
 */
import * as z from 'zod';
import { err, fromBase64, ok, textOf, toBase64, utf8, type CollectiveId, type MemberId, type Result } from '$crypto/base';
import { deriveDoor, doorRoom, parseDoorLink, type BadDoorLink } from '$crypto/door';
import { invitationIdOf } from '$crypto/invitation';
import { deviceIdOf, slotOf } from '$crypto/keys';
import type { Random } from '$crypto/random';
import { createSecret, reveal } from '$crypto/secret';
import { StoreRefused, type Clock } from '$crdt/log/ports';
import type { TabletStore } from '$lib/adapters/tablet-store';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { failure, type Failure } from '$lib/errors';
import type { TabletView } from '$lib/services/tablet-types';
import type { Engine } from './engine';
import type { Emit } from './emit';
import { deviceKeys, doorRooms, openDoorMessage, type DoorMessage } from './door-message';
import { guarded } from './guarded';
import { decodeSide } from './side-protocol';

export interface TabletDependencies {
	openStore(): Promise<TabletStore>;
	readonly random: Random;
	readonly clock: Clock;
	readonly emit: Emit;
}

export interface TabletApi {
	/** With a link: hung anew, unless it is the same. Without: as it was left; status `none` where it never hung. */
	openTablet(link: string | null): Result<TabletView, Failure>;
	tabletView(): TabletView;
}

type NetworkPart = Pick<Engine, 'plan' | 'peersChanged' | 'receiveMessage' | 'receiveUpdate' | 'peerHello' | 'peerProve' | 'peerVerify'>;
export type Tablet = NetworkPart & { readonly [K in keyof TabletApi]: (...args: Parameters<TabletApi[K]>) => Promise<ReturnType<TabletApi[K]>> };

const record = z.strictObject({
	version: z.literal(1),
	collective: z.string().transform((text) => text as CollectiveId), // sealed by this tablet itself
	/** base64url; null: it was taken away. */
	seed: z.string().nullable(),
	name: z.string(),
	signaling: z.array(z.string()),
	/** Device keys it listens to. */
	devices: deviceKeys,
	/** How many entries stood behind the last state. */
	held: z.number().int(),
	heardAt: z.number().nullable(),
	rooms: doorRooms
});
type Kept = z.output<typeof record>;

export function createTablet(deps: TabletDependencies): Tablet {
	const { random, clock, emit } = deps;
	let store: TabletStore | null = null;
	let kept: Kept | null = null;
	let session: Session | null = null;
	let version = 0;
	let trust = 0;
	const lines = new Map<PeerId, string>();

	function view(): TabletView {
		const { name = '', rooms = [], heardAt = null, seed = null } = kept ?? {};
		const status = kept === null ? 'none' : seed === null ? 'gone' : heardAt === null ? 'waiting' : 'shown';
		return { status, name, rooms, heardAt, trust };
	}

	/** Shown even where the disk refuses it; a reload then shows the state before. */
	async function keep(next: Kept): Promise<void> {
		kept = next;
		try {
			await store?.save(utf8(JSON.stringify(next)));
		} catch (problem) {
			if (!(problem instanceof StoreRefused)) throw problem;
		}
		emit('changed', { version: ++version });
	}

	async function hang(link: string): Promise<Result<Kept, Failure>> {
		const parsed = parseDoorLink(link);
		if (!parsed.ok) return err(linkFailure(parsed.error));
		const { collective, seed, hungBy, name, signaling } = parsed.value;
		const text = toBase64(reveal(seed));
		if (kept?.seed === text) return ok(kept);
		return ok({
			version: 1, collective, seed: text, name, signaling: [...signaling], devices: [toBase64(hungBy)], held: 0, heardAt: null, rooms: []
		});
	}

	async function take(message: DoorMessage, before: Kept): Promise<void> {
		if (message.type === 'gone') {
			session = null;
			await keep({ ...before, seed: null, devices: [], signaling: [], heardAt: null, rooms: [] });
			emit('plan', null);
			return;
		}
		const { held, name, rooms, devices } = message;
		if (held < before.held) return;
		if (devices.join() !== before.devices.join()) trust++;
		await keep({ ...before, held, name, rooms, devices, heardAt: clock.now() });
	}

	return {
		openTablet: (link) =>
			guarded(async () => {
				store = await deps.openStore();
				kept = readRecord(await store.load());
				if (link !== null) {
					const hung = await hang(link);
					if (!hung.ok) return hung;
					if (hung.value !== kept) await keep(hung.value);
				}
				session = kept && sessionOf(kept, random, () => kept?.devices ?? []);
				return ok(view());
			}),
		tabletView: async () => view(),
		plan: async () => session?.plan ?? null,
		async peersChanged(peers) {
			lines.clear();
			for (const { peer, identity } of peers) if (identity.kind === 'member') lines.set(peer, identity.device);
		},
		async receiveMessage(peer, bytes) {
			const side = decodeSide(bytes);
			if (side?.kind !== 'door' || !session || !kept) return { offences: side ? 0 : 1 };
			const device = lines.get(peer);
			// Whom it does not trust any more it does not listen to, whatever it thought when the line opened.
			const isTrusted = kept.devices.some((key) => deviceIdOf(bytesOf(key)) === device);
			const message = isTrusted ? openDoorMessage(session.address, side.body) : null;
			if (!message) return { offences: 1 };
			await take(message, kept);
			return { offences: 0 };
		},
		receiveUpdate: async () => ({ offences: 1 }),
		peerHello: async (context) => needed(session).peerCrypto.hello(context),
		peerProve: async (situation) => needed(session).peerCrypto.prove(situation),
		peerVerify: async (situation, proof) => needed(session).peerCrypto.verify(situation, proof)
	};
}

type Session = NonNullable<ReturnType<typeof sessionOf>>;

/** Null once it was taken away. */
function sessionOf({ collective, seed, signaling }: Kept, random: Random, devices: () => readonly string[]) {
	if (seed === null) return null;
	const { sign, lobbyKey } = deriveDoor(createSecret(bytesOf(seed)), collective);
	const room = doorRoom(lobbyKey);
	const guest = invitationIdOf(sign.publicKey);
	return {
		address: { collective, key: toBase64(sign.publicKey), room },
		plan: {
			collective,
			rooms: [{ kind: 'lobby', name: room.roomName, password: room.roomPassword, invitation: guest }],
			signaling, iceServers: [], relayOnly: false, liveSegment: 0, ownSlot: slotOf(collective, sign.publicKey)
		} as const,
		peerCrypto: createPeerCrypto({
			collective,
			random,
			credential: () => ({ kind: 'invitation', keys: sign }),
			identify({ kind, publicKey }) {
				if (kind !== 'member' || !devices().includes(toBase64(publicKey))) return null;
				const device = deviceIdOf(publicKey);
				return { kind, device, member: device as string as MemberId }; // a name for the line only
			}
		})
	};
}

/** Null for nothing, and for what is no record of this version: the link has to be opened again. */
function readRecord(plain: Uint8Array | null): Kept | null {
	if (!plain) return null;
	try {
		const parsed = record.safeParse(JSON.parse(textOf(plain) ?? ''));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

function needed(session: Session | null): Session {
	if (!session) throw new Error('the tablet is in no room');
	return session;
}

function bytesOf(text: string): Uint8Array {
	const bytes = fromBase64(text);
	if (!bytes) throw new Error('the tablet keeps a damaged key');
	return bytes;
}

function linkFailure({ type }: BadDoorLink): Failure {
	return failure(type === 'NewerDoorLink' ? 'NewerData' : type);
}
