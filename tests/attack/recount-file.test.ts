/**
 * Whoever makes a recount file may leave things out or put things in before they sign it. What that can do: nothing that is not
 * found or said. Carries PRO124 and PRO125.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { AREAS, CORE_STREAM, toBase64, type EntryId, type ObjectId, type Result } from '$crypto/base';
import { messageKeyFromBytes } from '$crypto/aead';
import { discloseHeader, disclosePayload, openDisclosedHeader, openDisclosedPayload } from '$crypto/disclosure';
import { envelopeId, parseEnvelope, sealEnvelope } from '$crypto/envelope';
import { createDeviceKeys, type KeyPair } from '$crypto/keys';
import { createSeededRandom } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { decodeRecount, encodeRecount, type RecountFile, type ShownEntry } from '$lib/recount/format';
import { recount, type Flaw, type Recounted } from '$lib/recount/recount';
import { encodeHeader } from '$crdt/log/entry';
import { decodePayload, encodePayload } from '$crdt/log/payload';
import { openBehind } from '../support/device-insides';
import { must, RIG_START_MS, type Device } from '../support/engine-rig';
import { agree, house } from '../support/engine-people';
import { bindOp, castOp, CONSENSUS, openOp } from '../support/proposal-ops';

const DAY = 86_400_000;
let file: RecountFile;
let eve: KeyPair;
let people: Device[];
let id: ObjectId;

beforeAll(async () => {
	const made = await house(['Ana', 'Ben', 'Chloé']);
	people = made.people;
	const [ana, ben, chloe] = people as [Device, Device, Device];
	const { rig } = made;
	const open = async (device: Device, title: string): Promise<ObjectId> => {
		const [opened] = await device.post(openOp(title, { deadline: RIG_START_MS + rig.timeMs + 7 * DAY, method: CONSENSUS }));
		await rig.run(10_000);
		return opened!;
	};
	id = await open(ana, 'Quiet hours');
	const other = await open(ben, 'A secret');
	await ben.post({ ...castOp(other, 'agree'), reason: 'the secret reason' });
	await chloe.post({ ...bindOp(id, 'block'), reason: 'I practise at night' });
	await agree([ana, ben], id);
	await rig.until(async () => (await ana.view('proposal', { id }))!.state.status === 'not-accepted');
	await rig.run(20_000);
	file = right(decodeRecount(must(await ana.engine.recountFile(id)).bytes));
	eve = createDeviceKeys(createSeededRandom('eve')).sign;
}, 120_000);

function right<T, E>(result: Result<T, E>): T {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}

/** With one bit of the signature changed; its id is another then, which the file says. */
function forgedFrom(entry: ShownEntry): ShownEntry {
	const bytes = entry.bytes.slice();
	bytes[bytes.length - 3]! ^= 1;
	return { ...entry, bytes, id: envelopeId(bytes) };
}

/** As Eve signs it after changing it. */
async function counted(change: (entries: ShownEntry[]) => readonly ShownEntry[], manifest = file.manifest): Promise<Recounted | Flaw> {
	const result = await recount(encodeRecount({ manifest, entries: change([...file.entries]) }, eve), RIG_START_MS);
	return result.ok ? result.value : result.error;
}

function opsIn(entry: ShownEntry): readonly { readonly type: string }[] {
	if (entry.payloadKey === null) return [];
	const { collective } = file.manifest;
	const envelope = right(parseEnvelope(entry.bytes));
	const { payloadCommit } = right(openDisclosedHeader(envelope, collective, CORE_STREAM, messageKeyFromBytes(entry.headerKey)));
	const payload = decodePayload(right(openDisclosedPayload(envelope, collective, CORE_STREAM, messageKeyFromBytes(entry.payloadKey), payloadCommit)));
	return payload.kind === 'ops' ? (payload.ops as { type: string }[]) : []; // the engine wrote them
}
const says = (type: string) => (entry: ShownEntry) => opsIn(entry).some((op) => op.type === type);
const isBlock = (entry: ShownEntry) => opsIn(entry).some((op) => op.type === 'proposals/bind-stance' && JSON.stringify(op).includes('block'));

describe('a recount file made to deceive', { timeout: 60_000 }, () => {
	it('[PRO124] unchanged, only signed by somebody else: the result stands, and the file is said to be made by a stranger', async () => {
		const result = (await counted((entries) => entries)) as Recounted;
		expect(result.view.state.status).toBe('not-accepted');
		expect(result.madeByName).toBeNull();
	});

	it('[PRO124] an answer, a closing, or any other entry left out: what builds on it is not whole', async () => {
		for (const [at] of file.entries.entries()) {
			const result = await counted((entries) => entries.toSpliced(at, 1));
			if (typeof result === 'string') expect(['incomplete', 'bad-signature', 'bad-keys', 'no-such-decision', 'bad-order']).toContain(result);
			else {
				// only the newest entries can be missing unseen: then fewer have closed, and nothing is decided otherwise
				expect(result.view.finality.closings).toBeLessThan(3);
				expect(['not-accepted', 'open', 'past-deadline']).toContain(result.view.state.status);
			}
		}
	});

	it('[PRO125] an answer that is kept shut changes the count, and the file says that this much is taken on trust, and whose words they are', async () => {
		const honest = (await counted((entries) => entries)) as Recounted;
		const result = (await counted((entries) => entries.map((entry) => (isBlock(entry) ? { ...entry, payloadKey: null } : entry)))) as Recounted;
		expect(result.view.state.status).not.toBe('not-accepted');
		expect(result.trusted.proposals).toBe(honest.trusted.proposals + 1);
		expect(result.trusted.byName.map(({ name }) => name)).toContain('Chloé');
		expect(result.madeByName).toBeNull();
	});

	it('[PRO124] no other words for an entry: every key but the right one is found out', async () => {
		const keys = file.entries.flatMap(({ headerKey, payloadKey }) => (payloadKey === null ? [headerKey] : [headerKey, payloadKey]));
		const random = createSeededRandom('keys');
		for (const key of [...keys.slice(0, 20), random.bytes(32), new Uint8Array(32)]) {
			const result = await counted((entries) => entries.map((entry) => (isBlock(entry) ? { ...entry, payloadKey: key } : entry)));
			const isRight = toBase64(key) === toBase64(file.entries.find(isBlock)!.payloadKey!);
			if (!isRight) expect(result).toBe('does-not-open');
		}
	});

	it('[PRO124] an entry swapped for another, put in twice, or signed by somebody else', async () => {
		const [one, other] = [file.entries.find(isBlock)!, file.entries.find(says('proposals/close'))!];
		expect(await counted((entries) => entries.map((entry) => (entry === one ? { ...other } : entry)))).toBe('incomplete');
		const twice = (await counted((entries) => [...entries, one])) as Recounted;
		expect(twice.view.state.status).toBe('not-accepted');
		expect(twice.entries).toBe(file.entries.length);
		const result = await counted((entries) => entries.map((entry) => (entry === one ? forgedFrom(entry) : entry)));
		// another signature is another id: nothing builds on it any more
		expect(result).toBe('incomplete');
	});

	it('[PRO124] the newest entry with a forged signature is found, though nothing builds on it', async () => {
		const last = file.entries.at(-1)!;
		expect(await counted((entries) => [...entries.slice(0, -1), forgedFrom(last)])).toBe('bad-signature');
	});

	it('[PRO124] somebody else between maker and reader who closes an answer, leaves out the newest entry or names another decision', async () => {
		const made = must(await people[0]!.engine.recountFile(id)).bytes;
		const { manifest, entries } = right(decodeRecount(made));
		const tail = made.subarray(made.length - 96);
		const passedOn = async (change: Partial<Pick<RecountFile, 'entries' | 'manifest'>>) => {
			const bytes = encodeRecount({ manifest, entries, ...change }, eve);
			bytes.set(tail, bytes.length - 96);
			const result = await recount(bytes, RIG_START_MS);
			return result.ok ? 'counted' : result.error;
		};
		expect(await passedOn({})).toBe('counted');
		expect(await passedOn({ entries: entries.map((entry) => (isBlock(entry) ? { ...entry, payloadKey: null } : entry)) })).toBe('changed');
		expect(await passedOn({ entries: entries.slice(0, -1) })).toBe('changed');
		expect(await passedOn({ entries: entries.with(-1, forgedFrom(entries.at(-1)!)) })).toBe('changed');
		expect(await passedOn({ manifest: { ...manifest, madeAt: manifest.madeAt + 1 } })).toBe('changed');
	});

	it('[PRO124] a member who signs entries out of line, so that their words would rank otherwise', async () => {
		const open = await openBehind(people[1]!);
		const own = open.log.entries().filter(({ slot }) => slot === open.signer.slot);
		const last = own.at(-1)!;
		const epoch = open.writeEpoch()!;
		const inFile = new Set(file.entries.map((entry) => entry.id));
		expect(inFile.has(last.id)).toBe(true);
		const payload = right(encodePayload({ kind: 'ops', claimedAt: 0, ops: [{ type: 'membership/receipt' }] }));
		const written = (change: Partial<Parameters<typeof encodeHeader>[0]>): ShownEntry => {
			const header = encodeHeader({
				segment: last.segment, area: 'membership', slot: last.slot, seq: last.seq + 1, lamport: last.lamport + 1, prev: last.id, deps: [], ...change
			});
			const { bytes, id: made } = sealEnvelope({
				collective: open.id, stream: CORE_STREAM, epochHint: epoch.hint, headerKey: epoch.headerKey, payloadKey: epoch.areaKey('membership'),
				header, payload, signSecretKey: open.signer.signSecretKey, random: createSeededRandom('ben')
			});
			const envelope = right(parseEnvelope(bytes));
			return { id: made, bytes, headerKey: reveal(discloseHeader(envelope, epoch.headerKey)), payloadKey: reveal(disclosePayload(envelope, epoch.areaKey('membership'))) };
		};
		expect(await counted((entries) => [...entries, written({})])).toMatchObject({ entries: file.entries.length + 1 });
		const others = file.entries.find((entry) => entry.id !== last.id && !own.some(({ id: mine }) => mine === entry.id))!.id;
		const changes: readonly Partial<Parameters<typeof encodeHeader>[0]>[] = [
			{ lamport: last.lamport + 9 }, { lamport: last.lamport }, { lamport: 1 }, { seq: last.seq + 2 }, { seq: last.seq }, { segment: last.segment + 1 },
			{ prev: null }, { prev: others }
		];
		for (const change of changes) expect(await counted((entries) => [...entries, written(change)]), JSON.stringify(change)).toBe('bad-order');
		await open.close();
	});

	it('[PRO124] group keys named wrongly, so that words would count as written under a key of the past', async () => {
		const { manifest } = file;
		expect(manifest.epochs.length).toBeGreaterThan(0);
		const first = manifest.epochs[0]!;
		const wrong = toBase64(new Uint8Array(32).fill(9)) as typeof first.id; // test brand
		expect(await counted((entries) => entries, { ...manifest, epochs: manifest.epochs.map((each) => (each === first ? { ...each, id: wrong } : each)) })).toBe('bad-keys');
		expect(await counted((entries) => entries, { ...manifest, epochs: [...manifest.epochs, { hint: 7, id: first.id }] })).toBe('bad-keys');
	});

	it('[PRO124] another decision of the same collective, or another collective, named on the file', async () => {
		const { manifest } = file;
		expect(await counted((entries) => entries, { ...manifest, proposal: `${'A'.repeat(43)}.0` as ObjectId })).toBe('no-such-decision'); // test brand
		expect(await counted((entries) => entries, { ...manifest, collective: 'B'.repeat(43) as typeof manifest.collective })).toBe('does-not-open'); // test brand
	});
});

describe('what a recount file gives away', () => {
	it('[PRO123] no key of an epoch or an area, and nothing that opens what is shut', async () => {
		const bytes = must(await people[0]!.engine.recountFile(id)).bytes;
		const haystack = Buffer.from(bytes).toString('hex');
		const { collective } = file.manifest;
		const keys = (await openBehind(people[0]!)).keyring.all();
		expect(keys.length).toBeGreaterThan(0);
		for (const epoch of keys) {
			for (const key of [epoch.key, epoch.headerKey, epoch.ephemeralKey, epoch.textWrapKey, ...AREAS.map((area) => epoch.areaKey(area))])
				expect(haystack).not.toContain(Buffer.from(reveal(key)).toString('hex'));
		}
		const given = file.entries.flatMap(({ headerKey, payloadKey }) => (payloadKey === null ? [headerKey] : [headerKey, payloadKey]));
		let shut = 0;
		for (const entry of file.entries) {
			if (entry.payloadKey !== null) continue;
			shut++;
			const envelope = right(parseEnvelope(entry.bytes));
			const { payloadCommit } = right(openDisclosedHeader(envelope, collective, CORE_STREAM, messageKeyFromBytes(entry.headerKey)));
			for (const key of given)
				expect(openDisclosedPayload(envelope, collective, CORE_STREAM, messageKeyFromBytes(key), payloadCommit).ok).toBe(false);
		}
		expect(shut).toBeGreaterThan(0);
	});

	it('[PRO123] no word about another proposal', () => {
		expect(JSON.stringify(file.entries.map(opsIn))).toContain('I practise at night');
		expect(JSON.stringify(file.entries.map(opsIn))).not.toContain('secret');
	});

	it('[PRO123] an invitation that nobody has used stays shut: its lobby is still to be entered', async () => {
		const [ana] = people as [Device];
		must(await ana.engine.invite('for Dele'));
		const [next] = await ana.post(openOp('Plants', { deadline: RIG_START_MS + 90 * DAY, method: CONSENSUS }));
		const made = right(decodeRecount(must(await ana.engine.recountFile(next!)).bytes));
		const invitations = made.entries.filter(says('membership/invite'));
		expect(invitations.length).toBe(2);
		expect(JSON.stringify(invitations.map(opsIn))).not.toContain('for Dele');
		const known = new Set<EntryId>(made.entries.map((entry) => entry.id));
		expect(known.size).toBe(made.entries.length);
	});
});
