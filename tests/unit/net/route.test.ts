/** By which way a line goes, read from reports as Chromium and Firefox give them. */
import { describe, expect, it } from 'vitest';
import { routeOf, watchRoute } from '$lib/adapters/webrtc/route';

type Side = { readonly candidateType: string; readonly address?: string; readonly port?: number };

const local = (id: string, side: Side) => ({ id, type: 'local-candidate', ...side });
const remote = (id: string, side: Side) => ({ id, type: 'remote-candidate', ...side });
const pair = (rest: object = {}) => ({ id: 'P', type: 'candidate-pair', state: 'succeeded', localCandidateId: 'L', remoteCandidateId: 'R', ...rest });
const chosen = { id: 'T', type: 'transport', selectedCandidatePairId: 'P' };
const HOST: Side = { candidateType: 'host', address: '192.0.2.1', port: 4000 };
const RELAY: Side = { candidateType: 'relay', address: '198.51.100.7', port: 49_200 };

describe('the way of a line', () => {
	it('[NET130] is direct where neither end of the selected pair is a relay, in Chromium and in Firefox', () => {
		expect(routeOf([chosen, pair(), local('L', HOST), remote('R', { ...HOST, candidateType: 'srflx' })])).toBe('direct');
		expect(routeOf([pair({ selected: true }), local('L', HOST), remote('R', { ...HOST, candidateType: 'prflx' })])).toBe('direct');
		expect(routeOf([pair({ nominated: true }), local('L', HOST), remote('R', HOST)])).toBe('direct');
	});

	it('[NET130] is relayed where either end is, and whatever other pairs there are', () => {
		const spare = pair({ id: 'Q', localCandidateId: 'L2', nominated: true });
		expect(routeOf([spare, chosen, pair(), local('L', RELAY), local('L2', HOST), remote('R', HOST)])).toBe('relayed');
		expect(routeOf([pair({ selected: true }), { ...spare, selected: false }, local('L', HOST), local('L2', HOST), remote('R', RELAY)])).toBe('relayed');
	});

	it('[NET130] knows a relay again that was heard of before its description came', () => {
		const met = remote('R', { ...RELAY, candidateType: 'prflx' });
		expect(routeOf([chosen, pair(), local('L', HOST), met])).toBe('direct');
		expect(routeOf([chosen, pair(), local('L', HOST), met, remote('R2', RELAY)])).toBe('relayed');
		expect(routeOf([chosen, pair(), local('L', HOST), met, remote('R2', { ...RELAY, port: 1 })])).toBe('direct');
	});

	it('[NET130] is not claimed where the report does not say', () => {
		expect(routeOf([])).toBeNull();
		expect(routeOf([null, 'x', pair({ state: 'in-progress' }), local('L', HOST), remote('R', HOST)])).toBeNull();
		expect(routeOf([chosen, pair(), local('L', HOST)])).toBeNull();
	});
});

describe('looking at a line', () => {
	it('[NET131] is told when it changes, and seldom looked at once it is known', async () => {
		let now = 0;
		let looks = 0;
		let type = 'host';
		const watch = watchRoute(
			async () => {
				looks++;
				return new Map<string, unknown>([chosen, pair(), local('L', { candidateType: type }), remote('R', HOST)].map((one) => [one.id, one]));
			},
			{ now: () => now }
		);
		expect(watch.current).toBeNull();
		expect(await watch.look()).toBe(true);
		expect(watch.current).toBe('direct');
		expect(await watch.look()).toBe(false);
		expect(await watch.look()).toBe(false);
		expect(await watch.look()).toBe(false);
		expect(looks).toBe(3);
		now += 60_000;
		type = 'relay';
		expect(await watch.look()).toBe(true);
		expect(watch.current).toBe('relayed');
		expect(looks).toBe(4);
	});

	it('[NET131] a browser that tells nothing leaves it unknown', async () => {
		const watch = watchRoute(() => Promise.reject(new Error('closed')), { now: () => 0 });
		expect(await watch.look()).toBe(false);
		expect(watch.current).toBeNull();
	});
});
