import { describe, expect, it } from 'vitest';
import { CORE_STREAM, type StreamId } from '$crypto/base';
import { hintNumber } from '$crypto/envelope';
import { createEpochKey, deriveEpochKeys } from '$crypto/keyring';
import type { Sought } from '$crdt/log/pending';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { createForkExchange, type ForkExchange, type ForkExchangeDependencies } from '$lib/worker/fork-exchange';
import { decodeSide } from '$lib/worker/side-protocol';
import { createStage, sitDown, type Desk } from '../../support/cast';
import { craft, craftNext, notePayload, type Crafted } from '../../support/craft';

interface Side {
	readonly desk: Desk;
	readonly exchange: ForkExchange;
	readonly name: PeerId;
}

/** Two devices whose messages are carried until nothing more is said. */
function connect(a: Desk, b: Desk, originsFor: ForkExchangeDependencies['originsFor'] = () => []): { heartbeat(): Promise<void>; sent: () => number } {
	const waiting: { readonly from: Side; readonly bytes: Uint8Array }[] = [];
	let sent = 0;
	const sideOf = (desk: Desk, name: string): Side => {
		const side: Side = {
			desk,
			name: name as PeerId,
			exchange: createForkExchange({
				logs: () => [[desk.log.stream, desk.log]],
				logOf: (stream) => (stream === desk.log.stream ? desk.log : null),
				originsFor,
				send(_peer, bytes) {
					sent++;
					waiting.push({ from: side, bytes });
				}
			})
		};
		return side;
	};
	const sides = [sideOf(a, 'a'), sideOf(b, 'b')] as const;
	return {
		sent: () => sent,
		async heartbeat() {
			sides[0].exchange.onHeartbeat(sides[1].name);
			sides[1].exchange.onHeartbeat(sides[0].name);
			for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
				const { from, bytes } = next;
				const to = from === sides[0] ? sides[1] : sides[0];
				const message = decodeSide(bytes);
				if (message?.kind === 'forks') to.exchange.onForks(from.name, message.stream, message.ids);
				else if (message?.kind === 'ask') to.exchange.onAsk(from.name, message.stream, message.ids);
				else if (message?.kind === 'seek') to.exchange.onSeek(from.name, message.sought);
				else if (message?.kind === 'entries') await to.desk.log.receive(message.batch);
				else throw new Error('unexpected');
			}
		}
	};
}

const TEXT = 'a-text-of-their-own-22' as StreamId; // as long as names of streams are

async function scene(stream: StreamId = CORE_STREAM) {
	const stage = createStage();
	const eve = stage.person('Eve');
	const [ana, ben] = [await sitDown(stage, stage.person('Ana'), { stream }), await sitDown(stage, stage.person('Ben'), { stream })];
	const inStream = (crafted: Crafted): Crafted => ({ ...crafted, batch: { ...crafted.batch, stream } });
	const seal = { stream };
	const first = inStream(craft(stage, eve, { seal }));
	const left = inStream(craftNext(stage, eve, first, { seal, payload: notePayload('left') }));
	const right = inStream(craftNext(stage, eve, first, { seal, payload: notePayload('right') }));
	for (const one of [first, left]) await ana.log.receive(one.batch);
	for (const one of [first, right]) await ben.log.receive(one.batch);
	return { stage, ana, ben, left, right };
}

describe('forks between devices', () => {
	it.each([['core', CORE_STREAM], ['a text', TEXT]])('[LOG51] a parent on the other branch is asked for once it has been missing for two heartbeats: %s', async (_name, stream) => {
		const { ana, ben, right } = await scene(stream);
		await ben.note('on the right branch');
		for (const batch of ben.log.missing(ana.log.have())) await ana.log.receive(batch);
		const line = connect(ana, ben);
		await line.heartbeat();
		expect(ana.log.get(right.id)).toBeUndefined();
		await line.heartbeat();
		expect(ana.log.get(right.id)).toBeDefined();
		expect(ana.log.pendingCount()).toBe(0);
	});

	it('[LOG51] whoever has proof of a fork tells the others, once', async () => {
		const { ana, ben, left, right } = await scene();
		await ana.log.receive(right.batch);
		const line = connect(ana, ben);
		await line.heartbeat();
		expect(ben.log.get(left.id)).toBeDefined();
		expect(ben.log.evidence()).toEqual(ana.log.evidence());
		await line.heartbeat();
		const said = line.sent();
		await line.heartbeat();
		await line.heartbeat();
		expect(line.sent()).toBe(said);
	});

	it('[LOG54] what brought the key of entries that cannot be opened is sought once they have waited for two heartbeats', async () => {
		const { stage, ana, ben, right } = await scene();
		const fresh = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		ben.keyring.add(fresh);
		const asked: Sought[] = [];
		const line = connect(ana, ben, (peer, sought) => {
			expect(peer).toBe('a');
			asked.push(sought);
			return [right.id];
		});
		const written = await ben.note('under the key that came on the right branch');
		for (const batch of ben.log.missing(ana.log.have())) await ana.log.receive(batch);
		await line.heartbeat();
		expect(asked).toEqual([]);
		await line.heartbeat();
		expect(asked).toEqual([{ hints: [hintNumber(fresh.hint)], slots: [] }]);
		expect(ana.log.get(right.id)).toBeDefined();
		ana.keyring.add(fresh);
		await ana.log.retry();
		expect(ana.log.get(written)).toBeDefined();
		await line.heartbeat();
		await line.heartbeat();
		expect(asked).toHaveLength(1);
	});

	it('[LOG54] however much garbage waits for made-up keys, what is really missing gets its turn', () => {
		const hints = Array.from({ length: 300 }, (_, i) => i);
		const seen = new Set<number>();
		const log = { wanted: () => [], sought: () => ({ hints, slots: [] }), evidence: () => [], get: () => undefined, give: () => [] };
		const exchange = createForkExchange({
			logs: () => [[CORE_STREAM, log]],
			logOf: () => log,
			originsFor: () => [],
			send(_peer, bytes) {
				const message = decodeSide(bytes);
				if (message?.kind !== 'seek') throw new Error('unexpected');
				expect(message.sought.hints.length).toBeLessThanOrEqual(64);
				for (const hint of message.sought.hints) seen.add(hint);
			}
		});
		for (let beat = 0; beat < 10; beat++) exchange.onHeartbeat('a' as PeerId);
		expect(seen.size).toBe(300);
	});
});
