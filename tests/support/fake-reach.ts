/** A double for keeping in touch, for looking at screens: fixed views, commands that answer at once. */
import { ok, type CollectiveId, type DeviceId, type InvitationId, type MemberId, type ObjectId } from '$crypto/base';
import type { ReachCommands, ReachViews } from '$lib/services/reach-types';

const HOUR_MS = 3_600_000;
const id = (text: string) => `${text.padEnd(43, 'x')}.0` as ObjectId; // the shape of an object's id
const device = (text: string) => text.padEnd(43, 'x') as DeviceId; // the shape of an id

/** `members`: who lives in the sample house. */
export function fakeReachViews(members: readonly { readonly name: string; readonly memberId: MemberId }[], now: number): { readonly [N in keyof ReachViews]: ReachViews[N]['value'] } {
	return {
		servers: {
			keepers: [
				{ id: id('keeper'), name: 'Dele’s old laptop', host: 'keeper.lindenhof.example', addedByName: 'Dele', addedAt: now - 400 * HOUR_MS, used: true, state: 'connected', waiting: 0, holdsAll: true, disturbed: false, knownTo: { members: ['Eve'], devices: ['Ben’s old phone'] } },
				{ id: id('second'), name: 'The office', host: 'office.lindenhof.example', addedByName: 'Ana', addedAt: now - 90 * HOUR_MS, used: true, state: 'unreachable', waiting: 3, holdsAll: false, disturbed: false, knownTo: { members: [], devices: [] } }
			],
			ice: [{ id: id('turn'), name: 'Relay in the office', kind: 'turn', urls: ['turn:relay.lindenhof.example:3478'], addedByName: 'Ana', addedAt: now - 90 * HOUR_MS, used: true }],
			signaling: [],
			fromHere: ['wss://lindenhof.example/signal'],
			relayOnly: false
		},
		reach: {
			members: members.map(({ name, memberId }, at) => ({
				memberId, name,
				isMe: at === 0,
				route: at === 1 ? 'direct' : at === 3 ? 'relayed' : null,
				lastHeardAt: at === 4 ? null : now - at * at * 9 * HOUR_MS,
				hasMyLatest: at < 3
			})),
			keepers: [
				{ id: id('keeper'), name: 'Dele’s old laptop', state: 'connected', waiting: 0, holdsAll: true },
				{ id: id('second'), name: 'The office', state: 'unreachable', waiting: 3, holdsAll: false }
			],
			latestHeldBy: 3
		},
		held: { by: members.slice(0, 3).map(({ name }) => name), notBy: members.slice(3).map(({ name }) => name) },
		devices: {
			devices: [
				{ deviceId: device('laptop'), name: 'Laptop', kind: 'device', isThis: true, isVoice: true, status: 'active', addedAt: now - 900 * HOUR_MS, lastWrittenAt: now - HOUR_MS },
				{ deviceId: device('phone'), name: 'Phone', kind: 'device', isThis: false, isVoice: false, status: 'active', addedAt: now - 500 * HOUR_MS, lastWrittenAt: now - 30 * HOUR_MS },
				{ deviceId: device('old'), name: 'Old tablet', kind: 'device', isThis: false, isVoice: false, status: 'revoked', addedAt: now - 2000 * HOUR_MS, lastWrittenAt: now - 1500 * HOUR_MS }
			],
			offer: null,
			waiting: [{ id: 'w1', deviceName: 'New phone', code: '402719' }],
			recoveries: [
				{ invitation: 'recovery' as InvitationId, memberId: members[3]?.memberId ?? ('' as MemberId), memberName: members[3]?.name ?? '', startedByName: members[1]?.name ?? '', startedAt: now - HOUR_MS, expiresAt: now + 300 * HOUR_MS, approvals: 1, needed: 2, status: 'open', aboutMe: false, mine: false }
			]
		},
		builds: { mine: 'a3f9c2', version: '0.1.0', others: [], minority: false, sentence: 'You all run the same version.' }
	};
}

const done = async () => ok(undefined);

export const fakeReach = (): ReachCommands => ({
	servers: { addKeeper: async () => ok(id('new')), setUsed: done, setRelayOnly: done, test: async (told) => {
			told({ what: 'disk', name: 'Storage of this device', outcome: 'good', sentence: 'What was written came back as it was.' });
			told({ what: 'meeting-point', name: 'lindenhof.example', outcome: 'good', sentence: 'The meeting point answers.' });
			told({ what: 'keeper', name: 'The office', outcome: 'bad', sentence: 'It does not answer. Is the machine switched on and connected? Ask whoever runs it.' });
			told({ what: 'stun', name: 'Address finder', outcome: 'none', sentence: 'You use none. Devices on the same network meet without; for others, add a keeper or an address finder.' });
		} },
	bundles: { needs: async () => ok([
		{ memberId: 'ben' as MemberId, name: 'Ben', isMe: false, entries: 12, of: 1204 },
		{ memberId: 'chloe' as MemberId, name: 'Chloé', isMe: false, entries: 0, of: 1204 },
		{ memberId: 'dele' as MemberId, name: 'Dele', isMe: false, entries: 1204, of: 1204 },
		{ memberId: 'ana' as MemberId, name: 'Ana', isMe: true, entries: 80, of: 1204 }
	]), make: async () => ok({ fileName: 'for-ben.commonhold', bytes: new Uint8Array(8), entries: 12, receipts: 1 }), take: async () => ok({ fromName: 'Ben', madeAt: Date.now(), fresh: 12, known: 3, refused: 0, receipts: 1 }) },
	pairing: { offer: async () => ok({ text: 'CH1.' + 'Qm7xS2pV9kLw'.repeat(20) }), answer: async () => ok({ text: 'CH2.' + 'Qm7xS2pV9kLw'.repeat(20) }), complete: done, settled: () => new Promise(() => undefined), cancel: () => undefined },
	devices: {
		offer: async () => ok({ link: `https://lindenhof.example/join#a1.${'Qm7xS2pV9kLw'.repeat(9)}` }),
		withdrawOffer: done, accept: done, refuse: done, rename: done, revoke: done,
		makePhrase: async () => ok({ words: 'abandon ability able about above absent absorb abstract absurd abuse access accident account accuse achieve acid acoustic acquire across act action actor actress actual'.split(' '), ask: [3, 17], collectiveCode: `c1.${'Qm7xS2pV9kLw'.repeat(8)}` }),
		confirmPhrase: done,
		startRecovery: async () => ok({ link: `https://lindenhof.example/join#i1.${'Qm7xS2pV9kLw'.repeat(9)}`, invitation: 'recovery' as InvitationId })
	},
	profile: {
		list: async () => [
			{ id: 'one' as CollectiveId, name: 'Praxis Lindenhof', isOpen: true, isSample: false, joining: false },
			{ id: 'two' as CollectiveId, name: 'Sample collective', isOpen: false, isSample: true, joining: false }
		],
		storage: async () => [{ kind: 'records', bytes: 1_240_000 }, { kind: 'receipts', bytes: 8_300_000 }, { kind: 'own', bytes: 24_000 }, { kind: 'app', bytes: 3_100_000 }],
		switchTo: done, addAnother: done, forget: done, startSample: done,
		passkey: async () => 'none', addPasskey: done, removePasskey: done, unlockByPasskey: done, recoverByPhrase: done, startPhraseFile: done
	}
});
