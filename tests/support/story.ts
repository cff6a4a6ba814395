/**
 * Stories about members and their devices, without keys, bytes or network: every device has its own graph and its own
 * fold, writes entries on what it holds, and passes them on when the story says so. Ids are hashes of what was written,
 * so that the same story gives the same ids.
 */
import { createHash } from 'node:crypto';
import type { DeviceId, EntryId, EpochId, InvitationId, MemberId, ObjectId, Slot } from '$crypto/base';
import { createDag, type Dag } from '$crdt/log/dag';
import type { Hashes, LoggedEntry, Refusal } from '$crdt/domain/context';
import { createFold, type Fold } from '$crdt/domain/fold';
import { writeEpochOf } from '$crdt/domain/membership/directory';
import { currentDevices } from '$crdt/domain/membership/state';
import { areaOf, parseOp, type OpInput } from '$crdt/domain/op';
import type { State } from '$crdt/domain/state';

const digest = (...texts: readonly string[]): string =>
	createHash('sha256').update(JSON.stringify(texts)).digest('base64url');

export const storyHashes: Hashes = {
	hash: (...texts) => digest('rule', ...texts),
	deviceIdOf: (key) => digest('device', key) as DeviceId, // test brand
	memberIdOf: (key) => digest('member', key) as MemberId, // test brand
	slotOf: (key) => createHash('sha256').update(`slot ${key}`).digest().readUInt32BE(0) as Slot, // test brand
	invitationIdOf: (key) => digest('invitation', key) as InvitationId // test brand
};

export interface Keys {
	readonly signKey: string;
	readonly boxKey: string;
	readonly name: string;
}

export interface WriteOptions {
	readonly claimedAt?: number;
	readonly epoch?: EpochId;
	/** Builds on these instead of everything held: what a liar, or somebody with an old backup, would write. */
	readonly prev?: EntryId | null;
	readonly deps?: readonly EntryId[];
	readonly proofs?: readonly boolean[];
}

export class Device {
	readonly dag: Dag = createDag();
	readonly fold: Fold;
	readonly id: DeviceId;
	readonly slot: Slot;
	readonly memberId: MemberId;
	readonly held = new Map<EntryId, LoggedEntry>();
	head: EntryId | null = null;

	constructor(
		readonly name: string,
		readonly keys: Keys,
		member?: MemberId,
		readonly hashes: Hashes = storyHashes
	) {
		this.fold = createFold({ dag: this.dag, hashes });
		this.id = hashes.deviceIdOf(keys.signKey);
		this.slot = hashes.slotOf(keys.signKey);
		this.memberId = member ?? hashes.memberIdOf(keys.signKey);
	}

	get state(): State {
		return this.fold.state();
	}

	take(entries: Iterable<LoggedEntry>): void {
		const fresh = [...entries].filter((entry) => !this.held.has(entry.id));
		for (const entry of fresh) {
			if (this.dag.add(entry).status === 'missing-parents') throw new Error('the story passes entries on without their past');
			this.held.set(entry.id, entry);
		}
		this.fold.insert(fresh);
	}

	write(input: OpInput | readonly OpInput[], options: WriteOptions = {}): LoggedEntry {
		const ops = (Array.isArray(input) ? input : [input]).map(parseOp);
		const bad = ops.findIndex((op) => op.type === 'unknown-op');
		if (bad >= 0) throw new Error(`the story writes an op no schema knows: ${JSON.stringify(input)}`);
		const first = ops[0]!;
		const prev = options.prev === undefined ? this.head : options.prev;
		const deps = options.deps ?? this.dag.frontier(prev, 64);
		const epoch = options.epoch ?? writeEpochOf(this.state) ?? [...this.state.membership.epochs.keys()].at(-1) ?? epochNamed('first');
		const body = {
			slot: this.slot,
			device: this.id,
			prev,
			deps,
			lamport: this.dag.nextLamport(prev, deps),
			epoch,
			area: first.type === 'unknown-op' ? ('membership' as const) : areaOf(first.type),
			claimedAt: options.claimedAt ?? 1_000_000 + this.held.size,
			ops,
			proofs: options.proofs ?? ops.map(() => true)
		};
		const entry: LoggedEntry = { ...body, id: digest('entry', JSON.stringify(body)) as EntryId }; // test brand
		this.take([entry]);
		if (options.prev === undefined) this.head = entry.id;
		return entry;
	}

	/** Writes and expects the rules to allow it. */
	post(input: OpInput | readonly OpInput[], options: WriteOptions = {}): ObjectId {
		const entry = this.write(input, options);
		const refusal = this.refusalOf(entry);
		if (refusal !== undefined) throw new Error(`refused: ${refusal.rule} ${refusal.reason}`);
		return objectId(entry);
	}

	refusalOf(entry: LoggedEntry, at = 0): Refusal | undefined {
		return this.fold.refusals().get(objectId(entry, at));
	}

	/** A fresh group key for exactly the devices in use. */
	rotate(name: string): LoggedEntry {
		const boxes = currentDevices(this.state.membership).map((device) => ({ device: device.deviceId, box: 'AA' }));
		return this.write({ type: 'membership/open-epoch', epoch: epochNamed(name), boxes });
	}

	isMember(member: MemberId): boolean {
		return this.state.membership.seated.some((seated) => seated.memberId === member);
	}
}

export const objectId = (entry: LoggedEntry, at = 0): ObjectId => `${entry.id}.${at}` as ObjectId; // test brand
export const epochNamed = (name: string): EpochId => digest('epoch', name) as EpochId; // test brand
export const keysNamed = (name: string): Keys => ({ signKey: digest('sign', name), boxKey: digest('box', name), name });
export const invitationKey = (name: string): string => digest('invitation key', name);

const profileOf = (name: string) => ({ name, discipline: '', licence: '' });

/** A collective of one. */
export function found(name: string, settings: { decisionRule?: 'consensus' | 'consent' | 'majority' } = {}): Device {
	const device = new Device(name, keysNamed(name));
	device.post({
		type: 'membership/found',
		nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
		name: 'The Linden House',
		currency: 'EUR',
		zone: 'Europe/Berlin',
		decisionRule: settings.decisionRule ?? 'consensus',
		decisionDays: 7,
		foundingText: 'We share rooms and costs.',
		profile: profileOf(name),
		device: device.keys,
		epoch: { epoch: epochNamed('first'), boxes: [{ device: device.id, box: 'AA' }] }
	});
	return device;
}

export function invite(issuer: Device, name: string): InvitationId {
	const publicKey = invitationKey(name);
	issuer.post({ type: 'membership/invite', publicKey, lobbyKey: digest('lobby', name), expiresAt: 9e12, note: '' });
	return issuer.hashes.invitationIdOf(publicKey);
}

export function admitOp(invitation: InvitationId, name: string): OpInput {
	return { type: 'membership/admit', invitation, profile: profileOf(name), device: keysNamed(name), proof: 'AA' };
}

/** Invited by the first of `members`, with a yes of each of the rest who is needed; everybody then holds everything. */
export function join(name: string, members: readonly Device[]): Device {
	sync(...members);
	const [issuer] = members;
	if (issuer === undefined) throw new Error('nobody invites');
	const invitation = invite(issuer, name);
	sync(...members);
	const joiner = new Device(name, keysNamed(name));
	const approver = members[1] ?? issuer;
	approver.post(admitOp(invitation, name));
	sync(...members, joiner);
	if (!approver.isMember(joiner.memberId)) throw new Error(`${name} was not admitted`);
	return joiner;
}

/** A collective of these people, each on one device, who all hold the same. */
export function collective(names: readonly string[], settings: { decisionRule?: 'consensus' | 'consent' | 'majority' } = {}): Device[] {
	const [first, ...rest] = names;
	const devices = [found(first ?? 'Ana', settings)];
	for (const name of rest) devices.push(join(name, devices));
	return devices;
}

/** Each gets what the others hold. */
export function sync(...devices: readonly Device[]): void {
	for (const to of devices) for (const from of devices) if (to !== from) to.take(inOrder(from));
}

/** `to` learns what `from` holds, and not the other way round. */
export const tell = (from: Device, to: Device): void => to.take(inOrder(from));

const inOrder = (device: Device): LoggedEntry[] => Array.from({ length: device.dag.size }, (_, at) => device.held.get(device.dag.idAt(at))!);
