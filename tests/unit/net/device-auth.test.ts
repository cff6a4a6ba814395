import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '$crypto/base';
import type { AuthContext, Authenticator, AuthRefused, PeerIdentity } from '$lib/adapters/webrtc/peer';
import { authenticatorOf, castOf, type Cast } from '../../support/plain-peer';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const room = { kind: 'live', name: 'r' } as const;
const offerer: AuthContext = { role: 'offerer', ownFingerprint: bytes(1), theirFingerprint: bytes(2), room };
const answerer: AuthContext = { role: 'answerer', ownFingerprint: bytes(2), theirFingerprint: bytes(1), room };

/** Two authenticators wired together; what each sends is kept, and may be changed on the way. */
async function converse(
	one: readonly [Authenticator, AuthContext],
	two: readonly [Authenticator, AuthContext],
	alter: (from: 0 | 1, index: number, message: Uint8Array) => Uint8Array = (_f, _i, message) => message
) {
	const sent: [Uint8Array[], Uint8Array[]] = [[], []];
	const inbox: [Uint8Array[], Uint8Array[]] = [[], []];
	const waiting: [((bytes: Uint8Array) => void) | null, ((bytes: Uint8Array) => void) | null] = [null, null];
	const giveUp: [() => void, () => void] = [() => {}, () => {}];
	let isOver = false;
	const io = (side: 0 | 1) => {
		const other = side === 0 ? 1 : 0;
		return {
			send(message: Uint8Array) {
				const altered = alter(side, sent[side].length, message);
				sent[side].push(message);
				const take = waiting[other];
				waiting[other] = null;
				if (take) take(altered);
				else inbox[other].push(altered);
			},
			receive: () =>
				new Promise<Uint8Array>((resolve, reject) => {
					const next = inbox[side].shift();
					if (next) return resolve(next);
					if (isOver) return reject(new Error('the line is closed'));
					waiting[side] = resolve;
					giveUp[side] = () => reject(new Error('the line is closed'));
				})
		};
	};
	const run = async (side: 0 | 1, [authenticator, context]: readonly [Authenticator, AuthContext]) => {
		const closed = { ok: false, error: { type: 'AuthRefused', reason: 'ByThem' } } as const;
		const result = await authenticator.run(io(side), context).catch(() => closed);
		isOver = true;
		giveUp[side === 0 ? 1 : 0]();
		return result;
	};
	const results = await Promise.all([run(0, one), run(1, two)]);
	return { results, sent };
}
const reasonOf = (result: Result<PeerIdentity, AuthRefused>) => (result.ok ? 'welcome' : result.error.reason);

/** Plays recorded messages, whatever it is told. */
const replaying = (messages: readonly Uint8Array[]): Authenticator => ({
	async run(io) {
		for (const message of messages) io.send(message);
		await io.receive();
		await io.receive();
		return { ok: false, error: { type: 'AuthRefused', reason: 'Stranger' } };
	}
});

let ana: Cast;
let ben: Cast;
let eve: Cast;
let authAna: Authenticator;
let authBen: Authenticator;
beforeAll(async () => {
	[ana, ben, eve] = await Promise.all([castOf('Ana', 1), castOf('Ben', 2), castOf('Eve', 3)]);
	authAna = authenticatorOf(ana, [ana, ben]);
	authBen = authenticatorOf(ben, [ana, ben]);
});

describe('device authentication', () => {
	it('[NET20] two members learn each other\'s device', async () => {
		const { results } = await converse([authAna, offerer], [authBen, answerer]);
		expect(results).toEqual([
			{ ok: true, value: ben.identity },
			{ ok: true, value: ana.identity }
		]);
	});

	it('[NET27] one whose key is not a member\'s is a stranger', async () => {
		const authEve = authenticatorOf(eve, [ana, ben, eve]);
		const { results } = await converse([authAna, offerer], [authEve, answerer]);
		expect(reasonOf(results[0])).toBe('Stranger');
	});

	it('[NET20] everything Ben ever said, played again on a new connection, proves nothing', async () => {
		const first = await converse([authAna, offerer], [authBen, answerer]);
		const { results } = await converse([authAna, offerer], [replaying(first.sent[1]), answerer]);
		expect(reasonOf(results[0])).toBe('NotProven');
	});

	it('[NET20] our own words reflected prove nothing', async () => {
		const mirror: Authenticator = {
			async run(io) {
				io.send(await io.receive());
				io.send(await io.receive());
				return { ok: false, error: { type: 'AuthRefused', reason: 'Stranger' } };
			}
		};
		const { results } = await converse([authAna, offerer], [mirror, answerer]);
		expect(reasonOf(results[0])).toBe('NotProven');
	});

	it.each([
		['our own certificate is another one to them', { ...answerer, theirFingerprint: bytes(9) }],
		['their certificate is another one to us', { ...answerer, ownFingerprint: bytes(9) }],
		['both think that they made the offer', { ...answerer, role: 'offerer' as const }]
	])('[NET20] refused on both sides when %s', async (_case, context) => {
		const { results } = await converse([authAna, offerer], [authBen, context]);
		expect(results.map(reasonOf)).toEqual(['NotProven', 'NotProven']);
	});

	it('[NET29] any byte changed on the way is refused and nothing throws', async () => {
		for (let index = 0; index < 2; index++) {
			for (const at of [0, 1, 5, 40, 63]) {
				const { results } = await converse([authAna, offerer], [authBen, answerer], (from, i, message) => {
					if (from !== 1 || i !== index) return message;
					const changed = message.slice();
					changed[at]! ^= 0x40;
					return changed;
				});
				expect(results[0].ok).toBe(false);
			}
		}
	});
});
