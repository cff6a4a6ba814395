/**
 * How every story begins: a collective that was founded, whose members were invited and admitted under its own rules, with
 * second devices and two rooms. Made once per process by the real code over a calm network; every seed starts from these disks.
 */
import { CORE_STREAM, toBase64, type CollectiveId, type DeviceId, type MemberId } from '$crypto/base';
import { createInvitation, deriveInvitation, encodeJoinProof, signJoin } from '$crypto/invitation';
import { createEpochKey, deriveEpochKeys, wrapKey, type EpochKeys } from '$crypto/keyring';
import { collectiveIdOf, createDeviceKeys, deviceIdOf, memberIdOf, type DeviceKeys } from '$crypto/keys';
import { createSeededRandom } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import type { OpInput } from '$crdt/domain/op';
import type { RawBatch } from '$crdt/log/ports';
import { profileHash, signEnrolment } from '$lib/worker/proofs';
import { createMemoryStore } from '../support/memory-store';
import { createNode, type SimNode } from './node';
import { rememberVerifications } from './quick-verify';
import { addRoomOp } from '../support/calendar-ops';
import { bindOp, openEffect } from '../support/proposal-ops';

export const START_MS = Date.UTC(2026, 2, 2, 9);

export interface Actor {
	readonly name: string;
	readonly keys: DeviceKeys;
	readonly deviceId: DeviceId;
	readonly memberId: MemberId;
	/** First device of its member: the voice. */
	readonly isVoice: boolean;
}

export interface Beginning {
	readonly collective: CollectiveId;
	readonly actors: readonly Actor[];
	readonly epoch: EpochKeys;
	readonly log: readonly RawBatch[];
}

const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];

export async function createBeginning(members: number, devices: number): Promise<Beginning> {
	await loadSodium();
	rememberVerifications();
	const random = createSeededRandom(`beginning ${members} ${devices}`);
	const actors: Actor[] = [];
	for (let i = 0; i < devices; i++) {
		const keys = createDeviceKeys(random);
		const owner = i < members ? null : actors[i % members]!;
		const name = owner === null ? (NAMES[i] ?? `member ${i + 1}`) : `${owner.name}'s second device`;
		const memberId = owner?.memberId ?? memberIdOf(keys.sign.publicKey);
		actors.push({ name, keys, deviceId: deviceIdOf(keys.sign.publicKey), memberId, isVoice: owner === null });
	}
	const founder = actors[0]!;
	const nonce = random.bytes(16);
	const collective = collectiveIdOf(founder.keys.sign.publicKey, nonce);
	const epoch = deriveEpochKeys(createEpochKey(random), collective);
	const nodes: SimNode[] = [];
	let now = START_MS - 40 * 86_400_000;
	const open = async (actor: Actor): Promise<SimNode> => {
		const node = createNode({
			actor,
			collective,
			random,
			epochs: [epoch],
			vouched: actors.slice(0, members).map((a) => toBase64(a.keys.sign.publicKey)),
			store: createMemoryStore(),
			now: () => now
		});
		await node.start();
		nodes.push(node);
		return node;
	};
	const meet = async (): Promise<void> => {
		now += 3_600_000;
		for (let round = 0; round < 3; round++)
			for (const a of nodes)
				for (const b of nodes)
					if (a !== b) for (const batch of a.open().log.missing(b.open().log.have())) await b.open().log.receive(batch);
	};
	const write = async (node: SimNode, op: OpInput): Promise<void> => {
		const written = await node.open().post([op]);
		if (!written.ok) throw new Error(`${node.actor.name} could not ${op.type}: ${JSON.stringify(written.error)}`);
		await meet();
	};

	const home = await open(founder);
	await write(home, {
		type: 'membership/found',
		nonce: toBase64(nonce),
		name: 'The Lindenhof practice',
		currency: 'EUR',
		zone: 'Europe/Berlin',
		decisionRule: 'majority',
		decisionDays: 7,
		foundingText: 'We share rooms, costs and questions.',
		profile: profileOf(founder),
		device: deviceOf(founder),
		epoch: { epoch: epoch.id, boxes: [boxFor(founder)] }
	});
	for (const change of RULES) await decideAlone(home, change, write);
	function boxFor(actor: Actor) {
		return { device: actor.deviceId as string, box: toBase64(wrapKey('epoch', collective, epoch.key, actor.keys.box.publicKey, random)) };
	}
	for (const joiner of actors.slice(1, members)) {
		const seed = createInvitation(random);
		const invitation = deriveInvitation(seed, collective);
		await write(home, {
			type: 'membership/invite',
			publicKey: toBase64(invitation.sign.publicKey),
			lobbyKey: toBase64(reveal(invitation.lobbyKey)),
			expiresAt: now + 7 * 86_400_000,
			note: ''
		});
		const proof = signJoin({
			collective,
			invitation,
			device: joiner.keys,
			profileHash: profileHash(profileOf(joiner), joiner.name),
			memberChallenge: random.bytes(32),
			joinerChallenge: random.bytes(32)
		});
		const admit: OpInput = {
			type: 'membership/admit',
			invitation: invitation.id,
			profile: profileOf(joiner),
			device: deviceOf(joiner),
			proof: toBase64(encodeJoinProof(proof))
		};
		for (const approver of nodes.filter((node) => node.actor.isVoice).slice(0, 2)) {
			if (home.open().state().membership.members.has(joiner.memberId)) break;
			await write(approver, admit);
		}
		await open(joiner);
		await meet();
	}
	for (const second of actors.slice(members)) {
		const sponsor = nodes.find((node) => node.actor.isVoice && node.actor.memberId === second.memberId)!;
		const proof = toBase64(signEnrolment(collective, second.keys, sponsor.actor.deviceId));
		await write(sponsor, { type: 'membership/add-device', device: deviceOf(second), proof });
		await open(second);
		await meet();
	}
	await write(home, { type: 'membership/share-epochs', offers: [{ epoch: epoch.id, boxes: actors.slice(1).map(boxFor) }] });
	for (const [name, colour] of [['Garden room', 'moss'], ['Attic', 'sky']] as const)
		await write(home, addRoomOp(name, 'Europe/Berlin', { colour }));
	if (members >= 4) await mediateInVain(nodes, write);
	const seated = home.open().state().membership.seated.length;
	if (seated !== members) throw new Error(`only ${seated} of ${members} members were admitted`);
	const log = [...home.open().log.missing(new Map())];
	for (const node of nodes) await node.stop();
	return { collective, actors, epoch, log };
}

type SettingChange = Extract<Parameters<typeof openEffect>[1], { kind: 'change-setting' }>['change'];

/** What the founder settles while there is nobody else. */
const RULES: readonly SettingChange[] = [
	{ key: 'mediators', value: 1 },
	{ key: 'emergency', value: { members: 2, hours: 336 } },
	{ key: 'spendingBands', value: [{ from: 0, needs: { kind: 'member' } }, { from: 80_000, needs: { kind: 'members', count: 2 } }] }
];

async function decideAlone(home: SimNode, change: SettingChange, write: (node: SimNode, op: OpInput) => Promise<void>): Promise<void> {
	await write(home, openEffect('How we live', { kind: 'change-setting', change }));
	const proposal = [...home.open().state().proposals.proposals.values()].find(({ outcome }) => outcome.status === 'open');
	if (proposal === undefined) throw new Error('nothing was opened');
	await write(home, bindOp(proposal.id, 'agree'));
	await write(home, { type: 'proposals/close', proposal: proposal.id, term: proposal.id });
}

/** The way to a removal is longer than most stories: here somebody has gone the first part of it. */
async function mediateInVain(nodes: readonly SimNode[], write: (node: SimNode, op: OpInput) => Promise<void>): Promise<void> {
	const voices = nodes.filter((node) => node.actor.isVoice);
	const [caller, mediator, subject] = [voices[0]!, voices[1]!, voices.at(-1)!]; // at least four
	await write(caller, { type: 'proposals/call-mediation', member: subject.actor.memberId, mediators: [mediator.actor.memberId], concern: '' });
	const [mediation] = caller.open().state().proposals.life.mediations.keys();
	if (mediation === undefined) throw new Error('nobody was asked to mediate');
	await write(mediator, { type: 'proposals/report-mediation', mediation, outcome: 'not-settled', note: '' });
}

export const profileOf = ({ name }: Actor) => ({ name, discipline: 'psychotherapy', licence: '' });
const deviceOf = ({ name, keys }: Actor) => ({
	signKey: toBase64(keys.sign.publicKey),
	boxKey: toBase64(keys.box.publicKey),
	name
});

export const isCore = (batch: RawBatch): boolean => batch.stream === CORE_STREAM;
