/** One seed: a beginning, people at work, a bad network, broken devices, a hostile member; then everything heals. */
import type { DeviceId, EntryId } from '$crypto/base';
import { createSeededRandom } from '$crypto/random';
import { stateHash } from '$crdt/domain/state-hash';
import { createMemoryStore } from '../support/memory-store';
import { createSeeded } from '../support/seeded';
import { coverageOf, type Coverage } from './coverage';
import type { Tally } from './exchange';
import { chooseMischief } from './hostile';
import { Broken, createWatch, lostEntries, silencedDevices } from './invariants';
import { createNetwork, type Message } from './network';
import { Crash, createNode, type SimNode } from './node';
import type { Fault } from './options';
import { handleDevices } from './devicing';
import { chooseDeed } from './people';
import { START_MS, type Beginning } from './setup';
import { createWires } from './wires';
import { toBase64 } from '$crypto/base';

export interface Outcome {
	readonly seed: number;
	readonly members: number;
	readonly ops: number;
	readonly converged: boolean;
	readonly lost: number;
	readonly refused: number;
	readonly stateHash: string;
	readonly faults: Readonly<Record<string, number>>;
}

export interface Story {
	readonly outcome: Outcome;
	/** Why the seed failed; null when everything held. */
	readonly broken: string | null;
	/** How many ops had been done when it broke. */
	readonly brokenAtOp: number;
	readonly coverage: Coverage | null;
	readonly events: readonly string[];
}

export interface WorldOptions {
	readonly beginning: Beginning;
	readonly members: number;
	readonly seed: number;
	readonly ops: number;
	readonly faults: ReadonlySet<Fault>;
}

const DAY_MS = 86_400_000;
const CHECK_EVERY_OPS = 6;
/** How often devices look who is still a member. */
const LOOK_AROUND_OPS = 3;
/** Messages answer each other within a minute of work. */
const ANSWER_MS = 100;
const ANSWERS = 8;
/** As often as the app's heartbeat; more than once, since some things are asked for only after the second. */
const HEARTBEAT_MS = 16_000;
const HEARTBEATS = 6;

export async function runWorld({ beginning, members, seed, ops, faults }: WorldOptions): Promise<Story> {
	const chance = createSeeded(seed);
	const network = createNetwork(chance.fork('network'), faults);
	const faultChance = chance.fork('faults');
	const mischiefChance = chance.fork('mischief');
	const deedChance = chance.fork('deeds');
	const lostChance = createSeeded(seed).fork('lost');
	const random = createSeededRandom(`world ${seed}`);
	const counts = { crash: 0, rollback: 0, skew: 0, hostile: 0, partition: 0, forks: 0, offences: 0, rejected: 0 };
	const tally: Tally = { offences: 0, rejected: 0, received: 0 };
	const events: string[] = [];
	const say = (text: string): void => void events.push(`${done}: ${text}`);
	let done = 0;
	let nowMs = START_MS;
	const wakeAt = new Map<SimNode, number>();
	const mayFork = new Set<SimNode>();

	const nodes = beginning.actors.map((actor) => {
		const skewMs = faults.has('skew') ? (faultChance.int(7) - 3) * DAY_MS + faultChance.int(DAY_MS) : 0;
		if (skewMs !== 0) counts.skew++;
		const store = createMemoryStore();
		return createNode({
			actor,
			collective: beginning.collective,
			random,
			epochs: [beginning.epoch],
			vouched: beginning.actors.slice(0, members).map(({ keys }) => toBase64(keys.sign.publicKey)),
			store,
			now: () => nowMs + skewMs
		});
	});
	/** Eve, where the collective is large enough for one bad member. */
	const hostile = faults.has('hostile') && members > 3 ? nodes[members - 1]! : null;
	const isHostile = (node: SimNode): boolean => hostile !== null && node.actor.memberId === hostile.actor.memberId;
	const honest = nodes.filter((node) => !isHostile(node));
	const wires = createWires({ nodes, network, tally, now: () => nowMs });
	const watch = createWatch((node) => mayFork.has(node), isHostile);
	const durable = new Map<EntryId, DeviceId>();
	const setupWrites = beginning.log.length;

	async function start(node: SimNode, careful = false): Promise<void> {
		await node.start(careful);
		wires.open(node);
		if (isHostile(node)) return;
		const remember = (entries: readonly { readonly id: EntryId; readonly device: DeviceId }[]): void => {
			for (const { id, device } of entries) durable.set(id, device);
		};
		const { log } = node.open();
		remember(log.entries());
		log.onAdmitted(remember);
	}

	async function stop(node: SimNode): Promise<void> {
		await node.stop();
		wires.close(node);
	}

	/** Runs what may crash; a crashed device is down for a while. */
	async function risking(node: SimNode, work: () => Promise<unknown>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (!(error instanceof Crash)) throw error;
			say(`${node.actor.name} crashes between disk and network`);
			counts.crash++;
			await stop(node);
			wakeAt.set(node, done + 1 + faultChance.int(12));
		}
	}

	function tell(from: SimNode): void {
		const others = wires.peersOf(from);
		if (others.length === 0) return;
		const heartbeat = wires.linesOf(from).heartbeat();
		for (let n = 1 + chance.int(3); n > 0; n--) wires.post(from, chance.pick(others), heartbeat);
	}

	async function deliver(): Promise<void> {
		for (let round = 0; round < ANSWERS; round++, nowMs += ANSWER_MS)
			for (const { from, to, message } of network.arrived(nowMs)) {
				await hand(nodes[from]!, nodes[to]!, message);
				wires.mend();
			}
	}

	async function hand(from: SimNode, to: SimNode, message: Message): Promise<void> {
		if (to.isUp) await risking(to, () => wires.linesOf(to).receive(from.actor.deviceId, message));
	}

	async function breakThings(): Promise<void> {
		for (const [node, at] of wakeAt)
			if (at <= done) {
				wakeAt.delete(node);
				await start(node, node.store.writes > 0 && mayFork.has(node) && faultChance.chance(0.7));
			}
		if (faults.has('partition') && faultChance.chance(0.04)) {
			if (network.isPartitioned) network.partition(null);
			else {
				network.partition(nodes.map(() => faultChance.int(2)));
				counts.partition++;
				say('the network splits in two');
			}
			wires.connect();
		}
		// Members are seldom there at the same time.
		if (faults.has('partition') && faultChance.chance(0.15)) {
			const index = faultChance.int(nodes.length);
			if (!network.away.delete(index)) network.away.add(index);
			wires.connect();
		}
		const up = honest.filter((node) => node.isUp);
		if (up.length < 3) return;
		if (faults.has('crash') && faultChance.chance(0.04)) {
			const node = faultChance.pick(up);
			const crash = (): void => {
				throw new Crash();
			};
			if (faultChance.chance(0.7)) node.store.afterOwnCommit = crash;
			else node.store.afterReceivedCommit = crash;
		}
		if (faults.has('rollback') && counts.rollback < 1 + ops / 200 && faultChance.chance(0.012)) {
			const node = faultChance.pick(up);
			watch.beforeLoss(node, up);
			await stop(node);
			const mark = Math.max(setupWrites, node.store.writes - 1 - faultChance.int(12));
			say(`${node.actor.name} comes back with an older disk (${node.store.writes - mark} writes are gone)`);
			node.store.rollBackTo(mark);
			counts.rollback++;
			mayFork.add(node);
			wakeAt.set(node, done + 1 + faultChance.int(8));
		}
		if (hostile?.isUp === true && mischiefChance.chance(0.12)) {
			const mischief = chooseMischief({ self: hostile, nodes, network, random, chance: mischiefChance, nowMs });
			if (mischief !== null) {
				counts.hostile++;
				say(`${hostile.actor.name} ${mischief.story}`);
				for (const { to, message } of mischief.messages) wires.post(hostile, nodes[to]!, message);
			}
		}
	}

	async function work(): Promise<void> {
		for (const node of nodes) {
			for (const batch of beginning.log) await node.store.commitReceived(batch);
			await start(node);
		}
		for (; done < ops; done++) {
			nowMs += 60_000 * (5 + chance.int(85));
			await breakThings();
			const up = nodes.filter((node) => node.isUp);
			if (up.length > 0) {
				const author = chance.pick(up);
				const device = faults.has('lost') && lostChance.chance(0.15) ? handleDevices(author.open().state(), author, lostChance, nowMs) : null;
				const deed = device ?? chooseDeed(author, deedChance, nowMs);
				say(`${author.actor.name} ${deed.op.type}`);
				await risking(author, () =>
					author.open().log.append(author.open().signer, deed.area, { kind: 'ops', claimedAt: nowMs, ops: [deed.op] })
				);
			}
			for (let n = 0; n < 2; n++) {
				const talkers = nodes.filter((node) => node.isUp);
				if (talkers.length > 0) tell(chance.pick(talkers));
			}
			const awake = nodes.filter((node) => node.isUp);
			if (awake.length > 0) wires.linesOf(chance.pick(awake)).poke();
			wires.mend();
			await deliver();
			if (done % LOOK_AROUND_OPS === 0) wires.lookAround();
			const dutiful = nodes.filter((node) => node.isUp);
			if (done % 3 === 0 && dutiful.length > 0) {
				const node = chance.pick(dutiful);
				await risking(node, () => node.doDuties());
			}
			if (done % CHECK_EVERY_OPS === 0) watch.check(honest);
		}
	}

	/** Everybody is back, nothing is lost on the way, time passes. */
	async function heal(): Promise<void> {
		network.clear();
		wires.calm();
		for (const node of nodes) if (isHostile(node) && node.isUp) await stop(node);
		for (const node of honest) {
			node.store.afterOwnCommit = null;
			node.store.afterReceivedCommit = null;
			if (!node.isUp) await start(node);
		}
		let before = '';
		for (let round = 0; round < 14; round++) {
			nowMs += 2 * DAY_MS;
			await meet();
			for (const node of honest) {
				await node.doDuties();
				if (round === 1) await node.open().write('membership', [{ type: 'membership/receipt' }]);
			}
			const after = honest.map((node) => node.entriesDigest()).join();
			if (after === before && round > 3) break;
			before = after;
		}
		await meet();
		watch.check(honest);
	}

	/** Everybody hears everybody, again and again, and every answer arrives. */
	async function meet(): Promise<void> {
		for (let beat = 0; beat < HEARTBEATS; beat++) {
			nowMs += HEARTBEAT_MS;
			wires.lookAround();
			for (const node of honest) {
				wires.tellAll(node, wires.linesOf(node).heartbeat());
				wires.linesOf(node).poke();
			}
			for (let next = wires.next(); next !== null; next = wires.next()) await hand(next.from, next.to, next.message);
		}
	}

	let whatBroke: string | null = null;
	try {
		await work();
		await heal();
	} catch (error) {
		if (!(error instanceof Broken)) throw Object.assign(error as Error, { events, seed });
		whatBroke = error.message;
	}

	/** Members in good standing whose devices never forked: they must all hold and see the same. */
	const byEntries = (a: SimNode, b: SimNode): number => b.open().log.dag.size - a.open().log.dag.size;
	// whoever has gone stands still: the longest log tells who still belongs
	const reference = honest.filter((node) => node.isUp).sort(byEntries)[0];
	const membership = reference?.open().state().membership;
	const isForked = (node: SimNode): boolean => reference?.open().log.dag.isForked(node.open().signer.slot) ?? false;
	const isSeated = (node: SimNode): boolean =>
		membership?.members.get(node.actor.memberId)?.status === 'member' && membership.devices.get(node.actor.deviceId)?.status !== 'revoked';
	const upright = whatBroke === null ? honest.filter((node) => !isForked(node) && isSeated(node)) : [];
	const trusted = new Set(upright.map((node) => node.actor.deviceId));
	const lost = lostEntries(durable, upright, (device) => !trusted.has(device) || isExcused(device)).length;
	/** What only a disk held that was rolled back is gone: nobody else ever held it. */
	function isExcused(device: DeviceId): boolean {
		return [...mayFork].some((node) => node.actor.deviceId === device);
	}
	const digests = new Set(upright.map((node) => `${node.entriesDigest()} ${stateHash(node.open().state(), node.open().hashes.hash)}`));
	const converged = whatBroke === null && digests.size === 1;
	if (whatBroke === null && lost > 0) whatBroke = `no entry is lost: ${lost} entries that an honest device held are missing elsewhere`;
	const silenced = silencedDevices(upright);
	if (whatBroke === null && silenced.length > 0) whatBroke = `nobody is silenced: ${silenced.join(', ')} may not write for a claim that nobody proves`;
	if (whatBroke === null && !converged) whatBroke = `all see the same: ${digests.size} different pictures after everything healed`;
	if (whatBroke === null && (watch.statesSeen < ops / 12 || tally.received < ops)) whatBroke = 'the run did no work to speak of';

	const best = upright[0];
	const refused = best?.open().fold.refusals().size ?? 0;
	const finalHash = best === undefined ? '' : stateHash(best.open().state(), best.open().hashes.hash);
	counts.forks = best?.open().log.evidence().length ?? 0;
	counts.offences = tally.offences;
	counts.rejected = tally.rejected;
	const { delay, reorder, duplicate, drop, cut } = network.counts;
	return {
		outcome: {
			seed,
			members,
			ops: done,
			converged,
			lost,
			refused,
			stateHash: finalHash,
			faults: { delay, reorder, duplicate, drop, partition: counts.partition, cut, crash: counts.crash, rollback: counts.rollback, skew: counts.skew, hostile: counts.hostile, forks: counts.forks, offences: counts.offences, rejected: counts.rejected }
		},
		broken: whatBroke,
		brokenAtOp: done,
		coverage: best === undefined ? null : coverageOf(best.open().state()),
		events
	};
}
