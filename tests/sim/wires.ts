/**
 * Who is connected to whom: every device to every other that is switched on, on the same side of a split, and a member's as far
 * as both know. A line on which something is lost has broken and is made anew; in calm weather nothing is lost and all waits in turn.
 */
import { createLines, updateOf, type Lines, type Tally } from './exchange';
import type { Message, Network } from './network';
import type { SimNode } from './node';

export interface Letter {
	readonly from: SimNode;
	readonly to: SimNode;
	readonly message: Message;
}

export interface Wires {
	/** The device was switched on. What it writes from now on goes to everybody who is here. */
	open(node: SimNode): void;
	/** It was switched off. */
	close(node: SimNode): void;
	/** @throws for a device that is switched off. */
	linesOf(node: SimNode): Lines;
	peersOf(node: SimNode): readonly SimNode[];
	post(from: SimNode, to: SimNode, message: Message): void;
	tellAll(from: SimNode, message: Message): void;
	/** The network has split, or is whole again. */
	connect(): void;
	/** As `connect`, after everybody has looked who is still a member. */
	lookAround(): void;
	/** Lines that broke are there again, and know nothing of what was said before. */
	mend(): void;
	/** From now on nothing is lost, and messages are handed out by `next`. */
	calm(): void;
	next(): Letter | null;
}

export interface WiresOptions {
	readonly nodes: readonly SimNode[];
	readonly network: Network;
	readonly tally: Tally;
	now(): number;
}

export function createWires({ nodes, network, tally, now }: WiresOptions): Wires {
	const lines = new Map<SimNode, Lines>();
	/** Who is no member any more, as far as a device knows. */
	const gone = new Map<SimNode, ReadonlySet<SimNode>>();
	const broken = new Set<Letter>();
	let waiting: Letter[] | null = null;

	const peersOf = (node: SimNode): SimNode[] =>
		nodes.filter(
			(other, i) =>
				other !== node && lines.has(other) && !network.areApart(nodes.indexOf(node), i) &&
				gone.get(node)?.has(other) !== true && gone.get(other)?.has(node) !== true
		);

	function connect(): void {
		for (const [node, own] of lines) own.connect(peersOf(node).map(({ actor }) => actor.deviceId));
	}

	function post(from: SimNode, to: SimNode, message: Message): void {
		const letter: Letter = { from, to, message };
		if (waiting !== null) waiting.push(letter);
		else if (network.send(nodes.indexOf(from), nodes.indexOf(to), message, now()) === 'lost') broken.add(letter);
	}

	function tellAll(from: SimNode, message: Message): void {
		for (const to of peersOf(from)) post(from, to, message);
	}

	return {
		open(node) {
			const send = (to: string, message: Message): void => post(node, nodes.find(({ actor }) => actor.deviceId === to)!, message);
			lines.set(node, createLines({ node, tally, now, send }));
			const { log, signer } = node.open();
			log.onAdmitted((entries) => {
				for (const entry of entries) {
					const update = entry.slot === signer.slot ? updateOf(node, entry) : null;
					if (update !== null) tellAll(node, update);
				}
			});
			connect();
		},
		close(node) {
			lines.delete(node);
			connect();
		},
		linesOf(node) {
			const own = lines.get(node);
			if (own === undefined) throw new Error(`${node.actor.name} is switched off`);
			return own;
		},
		peersOf,
		post,
		tellAll,
		connect,
		lookAround() {
			for (const node of lines.keys()) gone.set(node, new Set(nodes.filter((other) => isGone(node, other))));
			connect();
		},
		mend() {
			for (const { from, to } of broken) {
				lines.get(from)?.reconnect(to.actor.deviceId);
				lines.get(to)?.reconnect(from.actor.deviceId);
			}
			broken.clear();
		},
		calm() {
			waiting = [];
		},
		next: () => waiting?.shift() ?? null
	};
}

function isGone(node: SimNode, { actor }: SimNode): boolean {
	const { devices, members } = node.open().state().membership;
	const device = devices.get(actor.deviceId);
	return device !== undefined && (device.status !== 'active' || members.get(device.memberId)?.status !== 'member');
}
