/** What must never happen (design §9), checked on all honest devices again and again. */
import type { DeviceId, EntryId, ObjectId } from '$crypto/base';
import { stateHash } from '$crdt/domain/state-hash';
import { bookFault, closeFault, type SeenCloses } from './book-invariants';
import type { SimNode } from './node';

export class Broken extends Error {
	constructor(
		readonly invariant: string,
		detail: string
	) {
		super(`${invariant}: ${detail}`);
	}
}

export interface Watch {
	/** Looks at every device that is switched on. */
	check(nodes: readonly SimNode[]): void;
	/**
	 * A disk is about to lose its newest writes. What only this device has seen as final may have rested on words of its own that
	 * nobody else will ever get: as if they had not been said. What anybody else has seen stands.
	 */
	beforeLoss(node: SimNode, others: readonly SimNode[]): void;
	/** A restarted device shows less for a while: what it had shown still stands. */
	readonly statesSeen: number;
	readonly finalSeen: number;
}

export function createWatch(isMayFork: (node: SimNode) => boolean, isHostile: (node: SimNode) => boolean): Watch {
	const hashByEntries = new Map<string, { readonly hash: string; readonly by: string }>();
	const finals = new Map<ObjectId, { readonly status: string; readonly told: string; readonly term: ObjectId; readonly by: string; readonly seers: Set<SimNode> }>();
	const lastVersion = new WeakMap<object, number>();
	const closes: SeenCloses = new Map();

	function check(nodes: readonly SimNode[]): void {
		for (const node of nodes) {
			if (!node.isUp || isHostile(node)) continue;
			const open = node.open();
			if (lastVersion.get(open.fold) === open.fold.version) continue;
			lastVersion.set(open.fold, open.fold.version);
			sameEntriesSameState(node);
			finalStaysFinal(node);
			booksHold(node);
			noHonestFork(node, nodes);
			goneStayOut(node);
		}
	}

	function sameEntriesSameState(node: SimNode): void {
		const open = node.open();
		const key = node.entriesDigest();
		const hash = stateHash(open.state(), open.hashes.hash);
		const before = hashByEntries.get(key);
		if (before === undefined) hashByEntries.set(key, { hash, by: node.actor.name });
		else if (before.hash !== hash)
			throw new Broken('same entries, same state', `${node.actor.name} and ${before.by} hold the same ${open.log.dag.size} entries and see different things`);
	}

	function finalStaysFinal(node: SimNode): void {
		const open = node.open();
		for (const { id, outcome, settledTerm } of open.state().proposals.proposals.values()) {
			if (outcome.status === 'open') continue;
			const told = JSON.stringify(outcome);
			const before = finals.get(id);
			if (before === undefined) finals.set(id, { status: outcome.status, told, term: settledTerm, by: node.actor.name, seers: new Set([node]) });
			// whoever holds one tongue only sees one result
			else if (before.told !== told && before.status !== 'contested' && !hasTwoTongues(node, id))
				throw new Broken('a final decision stays', `${id} was ${before.told} for ${before.by} and is ${told} for ${node.actor.name}`);
			if (before !== undefined && before.term !== settledTerm && before.status !== 'contested' && !isForkedHere(node, id))
				throw new Broken('a final decision stays', `${id} was settled in another term for ${before.by} than for ${node.actor.name}`);
			before?.seers.add(node);
			if (outcome.status === 'contested' && !isForkedHere(node, id))
				throw new Broken('contested only with signed evidence', `${id} is contested for ${node.actor.name}, who knows of no forked log`);
		}
	}

	/** Only a voice that forked its log can bring a decision into question, and then it shows as contested. */
	function hasTwoTongues(node: SimNode, id: ObjectId): boolean {
		const { outcome } = node.open().state().proposals.proposals.get(id)!;
		return outcome.status === 'contested' && isForkedHere(node, id);
	}

	function isForkedHere(node: SimNode, id: ObjectId): boolean {
		const open = node.open();
		const voices = new Set(open.state().proposals.proposals.get(id)!.electors.map(({ voice }) => voice));
		return open.log.entries().some((entry) => voices.has(entry.device) && open.log.dag.isForked(entry.slot));
	}

	function booksHold(node: SimNode): void {
		const { ledger } = node.open().state();
		const fault = bookFault(ledger);
		if (fault !== null) throw new Broken(fault.invariant, `${node.actor.name} sees that ${fault.detail}`);
		const changed = closeFault(ledger, closes);
		if (changed !== null) throw new Broken('what is closed stays', `${node.actor.name} sees that ${changed}`);
	}

	function noHonestFork(node: SimNode, nodes: readonly SimNode[]): void {
		for (const { device } of node.open().log.evidence()) {
			const culprit = nodes.find(({ actor }) => actor.deviceId === device);
			if (culprit !== undefined && !isHostile(culprit) && !isMayFork(culprit))
				throw new Broken('honest devices never fork', `${culprit.actor.name} was shown to have forked its log`);
		}
	}

	/** Whoever has gone holds no group key that was opened after it was known. */
	function goneStayOut(node: SimNode): void {
		const open = node.open();
		const { membership } = open.state();
		const own = membership.members.get(open.me);
		const { deviceId } = node.actor;
		const isTaken = own?.devices.some((device) => device.deviceId === deviceId && device.status === 'revoked') ?? false;
		if (own === undefined || (own.status === 'member' && !isTaken)) return;
		const losses = [`removed ${open.me}`, `left ${open.me}`, `revoked ${deviceId}`];
		for (const epoch of membership.epochs.values())
			if (losses.some((loss) => epoch.knownLosses.has(loss)) && open.keyring.get(epoch.epoch) !== undefined)
				throw new Broken('who has gone opens nothing later', `${node.actor.name} holds a group key that was opened after it had gone`);
	}

	function beforeLoss(node: SimNode, others: readonly SimNode[]): void {
		const { log } = node.open();
		const isAlone = log.entries().some(({ id, slot }) => slot === node.open().signer.slot && others.every((other) => other === node || !other.isUp || other.open().log.get(id) === undefined));
		if (!isAlone) return;
		for (const [id, { seers }] of finals) if (seers.size === 1 && seers.has(node)) finals.delete(id);
	}

	return {
		check,
		beforeLoss,
		get statesSeen() {
			return hashByEntries.size;
		},
		get finalSeen() {
			return finals.size;
		}
	};
}

/** Honest entries that some honest device held durably and another, after everything healed, does not. */
export function lostEntries(
	promised: ReadonlyMap<EntryId, DeviceId>,
	nodes: readonly SimNode[],
	isExcused: (author: DeviceId) => boolean
): EntryId[] {
	const lost: EntryId[] = [];
	for (const [id, author] of promised)
		if (!isExcused(author) && nodes.some((node) => node.open().log.get(id) === undefined)) lost.push(id);
	return lost;
}

/** Devices that may not write, once everything has healed, for claims about their own log that nobody proves. */
export const silencedDevices = (nodes: readonly SimNode[]): string[] =>
	nodes.filter((node) => node.open().log.ownLogAhead()).map(({ actor }) => actor.name);
