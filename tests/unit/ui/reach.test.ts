/** What a person is told of the connection: never more than is known. */
import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { sayHas, sayKeeper, sayKnownTo, sayReach, sayUnshared } from '$lib/features/reach/reach-words';
import { checkIce, checkKeeper, checkMeetingPoint } from '$lib/features/reach/server-draft';
import { moodOf, shortWords } from '$lib/features/shell/connection-words';
import { sayHolders } from '$lib/parts/held-words';
import type { KeeperLook, MemberReach, Route } from '$lib/services/reach-types';
import type { ConnectionView } from '$lib/services/types';
import { connectionSentence, type ConnectionFacts } from '$lib/worker/connection-sentence';

const NOW = Date.UTC(2026, 10, 22, 12);
const laptop: KeeperLook = { id: 'k.0' as ObjectId, name: 'Dele’s old laptop', state: 'connected', waiting: 0, holdsAll: true };
const here = (...routes: readonly Route[]) => routes.map((route, at) => ({ memberId: `m${at}` as MemberId, name: ['Ben', 'Dele', 'Eve'][at]!, route }));
const alone: ConnectionFacts = { online: true, signaling: 'connected', here: [], upToDate: true, unsharedEntries: 2, others: 4, pending: 0, keepers: [], writing: 'ok' };
const say = (part: Partial<ConnectionFacts>) => connectionSentence({ ...alone, ...part });

describe('the sentence', () => {
	it('[NET132] nobody is here: changes are safe and will travel', () => {
		expect(say({})).toBe('Nobody else is here right now. Your changes are safe on this device and will travel when someone is.');
		expect(say({ unsharedEntries: 0 })).toBe('Nobody else is here right now. What you see is what this device holds.');
		expect(say({ online: false, keepers: [laptop] })).toBe('You are offline. Your changes are safe on this device and will travel later.');
		expect(say({ signaling: 'unreachable' })).toMatch(/^The meeting point cannot be reached right now\. Your changes are safe/);
	});

	it('[NET132] a copy waits at a keeper only once it has confirmed all of it', () => {
		expect(say({ keepers: [laptop] })).toBe('Nobody else is here right now. Your changes are safe on this device, and a copy waits at Dele’s old laptop for the others.');
		for (const part of [{ waiting: 1 }, { holdsAll: false }, { state: 'connecting', holdsAll: false }] as const)
			expect(say({ keepers: [{ ...laptop, ...part }] })).toBe('Nobody else is here right now. Your changes are safe on this device; Dele’s old laptop has not confirmed all of it yet.');
		expect(say({ keepers: [{ ...laptop, state: 'unreachable', holdsAll: false }] })).toBe('Nobody else is here right now. Your changes are safe on this device and will travel when someone is. The keeper does not answer.');
	});

	it('[NET126] [NET132] one that had confirmed all of it and does not answer is told so', () => {
		expect(say({ keepers: [{ ...laptop, state: 'unreachable' }] })).toBe('Nobody else is here right now. Your changes are safe on this device and will travel when someone is. When Dele’s old laptop last answered, it had a copy of all of it.');
		expect(say({ keepers: [{ ...laptop, state: 'connecting' }] })).not.toContain('has not confirmed');
	});

	it('[NET132] who is here is said with the way where it is not the straight one', () => {
		expect(say({ here: here('direct') })).toBe('Ben is here. Your copies are the same.');
		expect(say({ here: here('relayed', 'relayed') })).toBe('Ben and Dele are here, through a relay. Your copies are the same.');
		expect(say({ here: here('direct', 'relayed', 'keeper') })).toMatch(/^Ben and Dele are here\./);
		expect(say({ here: here('keeper'), keepers: [laptop] })).toMatch(/^Ben is here, through the keeper only\. .*waits at Dele’s old laptop/);
		expect(say({ here: here('direct'), upToDate: false })).toBe('Ben is here. Exchanging what is new.');
	});

	it('[NET132] [NET136] a full disk is said before anything else', () => {
		expect(say({ here: here('direct'), writing: 'disk-full' })).toMatch(/^This device is full/);
		expect(say({ writing: 'store-closed' })).toMatch(/nothing more can be saved/);
	});
});

describe('the mark', () => {
	const view: ConnectionView = { ...alone, ownDevicesHere: 0, sentence: '', copiesDiffer: false };
	it('[NET132] says the gravest first, in few words', () => {
		const cases: readonly [Partial<ConnectionView>, string, string][] = [
			[{}, 'alone', 'Nobody else here'],
			[{ keepers: [laptop] }, 'kept', 'Nobody else here'],
			[{ keepers: [{ ...laptop, waiting: 1 }] }, 'alone', 'Nobody else here'],
			[{ here: here('direct') }, 'together', 'Ben is here'],
			[{ here: here('unknown') }, 'together', 'Ben is here'],
			[{ here: here('relayed') }, 'relayed', 'Ben is here, relayed'],
			[{ here: here('relayed', 'direct') }, 'together', '2 are here'],
			[{ here: here('keeper') }, 'relayed', 'Ben is here, by keeper'],
			[{ here: here('direct'), upToDate: false }, 'sharing', 'Catching up'],
			[{ here: here('direct'), online: false }, 'offline', 'No network'],
			[{ online: false, writing: 'disk-full' }, 'alarm', 'Device full'],
			[{ here: here('direct'), copiesDiffer: true }, 'alarm', 'Copies differ']
		];
		for (const [part, mood, words] of cases) expect([moodOf({ ...view, ...part }), shortWords({ ...view, ...part })]).toEqual([mood, words]);
	});
});

describe('members and keepers', () => {
	const ben: MemberReach = { memberId: 'b' as MemberId, name: 'Ben', isMe: false, route: null, lastHeardAt: NOW - 3 * 60_000, hasMyLatest: false };
	it('[NET130] [NET133] are here by a way, or were last heard from', () => {
		expect(sayReach(ben, NOW)).toBe('Last heard from 3 minutes ago');
		expect(sayReach({ ...ben, lastHeardAt: null }, NOW)).toBe('Not heard from yet');
		expect((['direct', 'relayed', 'keeper', 'unknown'] as const).map((route) => sayReach({ ...ben, route }, NOW))).toEqual([
			'Here now, directly', 'Here now, through a relay', 'Here now, through the keeper', 'Here now'
		]);
		expect([sayHas(ben), sayHas({ ...ben, hasMyLatest: true }), sayHas({ ...ben, isMe: true })]).toEqual(['not known to have your newest entry yet', 'has all you wrote', '']);
	});

	it('[NET132] a keeper is said to have everything only when it has', () => {
		expect(sayKeeper(laptop).short).toBe('has everything');
		expect(sayKeeper({ ...laptop, waiting: 1 }).sentence).toBe('It answers. 1 entry of yours is not there yet.');
		expect(sayKeeper({ ...laptop, holdsAll: false }).short).toBe('taking it in');
		expect((['connecting', 'unreachable', 'refused', 'full', 'off'] as const).map((state) => sayKeeper({ ...laptop, state }).short)).toEqual(['being reached', 'no answer', 'refuses', 'full', 'not used']);
		expect(sayKeeper(laptop, false).short).toBe('not used');
	});

	it('[NET128] who has left and still knows a keeper is named, with what to do', () => {
		expect(sayKnownTo({ members: [], devices: [] })).toBe('');
		expect(sayKnownTo({ members: ['Ben'], devices: [] })).toMatch(/^Ben, who is no longer a member, knows this keeper’s address\..* renew the pass/);
		expect(sayKnownTo({ members: ['Ben', 'Eve'], devices: ['Ana’s Phone'] })).toMatch(/^Ben and Eve, who are no longer members, know .* So does whoever has Ana’s Phone/);
		expect(sayKnownTo({ members: [], devices: ['Ana’s Phone'] })).toMatch(/^Whoever has Ana’s Phone, taken off the list, knows /);
	});

	it('[NET134] holders are named', () => {
		expect(sayHolders({ by: ['Ana', 'Ben', 'Dele'], notBy: ['Chloé', 'Eve'] })).toBe('Ana, Ben and Dele have it; Chloé and Eve not yet.');
		expect(sayHolders({ by: ['Ana'], notBy: ['Ben'] })).toBe('Ana has it; Ben not yet.');
		expect(sayHolders({ by: ['Ana', 'Ben'], notBy: [] })).toBe('Ana and Ben both have it.');
		expect(sayUnshared(1)).toBe('1 entry of yours is only on your own devices, as far as is known here.');
	});
});

describe('adding a server', () => {
	it('takes addresses as people copy them, and nothing else', () => {
		const pass = 'k1.' + 'a'.repeat(43);
		expect(checkKeeper(' Laptop ', ` https://house.example/#${pass} `)).toEqual({ ok: true, value: { name: 'Laptop', address: `https://house.example/#${pass}` } });
		expect(checkKeeper('Laptop', 'https://house.example/')).toMatchObject({ ok: false, field: 'address' });
		expect(checkKeeper('', `https://house.example/#${pass}`)).toMatchObject({ ok: false, field: 'name' });
		expect(checkMeetingPoint('A', 'https://house.example')).toMatchObject({ ok: true, value: { address: 'wss://house.example/signal' } });
		expect(checkMeetingPoint('A', 'wss://house.example:4173/signal')).toMatchObject({ ok: true });
		expect(checkMeetingPoint('A', 'ws://house.example')).toMatchObject({ ok: false, field: 'address' });
		const relay = { name: 'R', kind: 'turn', address: 'relay.example:3478, turns:relay.example:5349', username: 'us', credential: 'secret' } as const;
		expect(checkIce(relay)).toMatchObject({ ok: true, value: { urls: ['turn:relay.example:3478', 'turns:relay.example:5349'] } });
		expect(checkIce({ ...relay, credential: '' })).toMatchObject({ ok: false, field: 'credential' });
		expect(checkIce({ ...relay, address: 'stun:relay.example' })).toMatchObject({ ok: false, field: 'address' });
		expect(checkIce({ ...relay, kind: 'stun', address: 'x.example', username: '', credential: '' })).toMatchObject({ ok: true, value: { urls: ['stun:x.example'] } });
	});
});
