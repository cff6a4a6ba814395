import { describe, expect, it } from 'vitest';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { createForkExchange, type ForkExchange, type ForkExchangeDependencies } from '$lib/worker/fork-exchange';
import { decodeSide } from '$lib/worker/side-protocol';
import { createStage, sitDown, type Desk } from '../../support/cast';
import { craft, craftNext, notePayload } from '../../support/craft';

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

async function scene() {
	const stage = createStage();
	const eve = stage.person('Eve');
	const [ana, ben] = [await sitDown(stage, stage.person('Ana')), await sitDown(stage, stage.person('Ben'))];
	const first = craft(stage, eve);
	const left = craftNext(stage, eve, first, { payload: notePayload('left') });
	const right = craftNext(stage, eve, first, { payload: notePayload('right') });
	for (const one of [first, left]) await ana.log.receive(one.batch);
	for (const one of [first, right]) await ben.log.receive(one.batch);
	return { ana, ben, left, right };
}

describe('forks between devices', () => {
	it('[LOG51] a parent on the other branch is asked for once it has been missing for two heartbeats', async () => {
		const { ana, ben, right } = await scene();
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
});
