/** Whatever goes wrong is a typed failure with a sentence and a next step, and loses nothing. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '$crypto/base';
import { seal } from '$crypto/aead';
import { sealBackup } from '$crypto/backup';
import { MIN_COST } from '$crypto/passphrase';
import { systemRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { openVault, sealVault } from '$crypto/vault';
import { createDeviceLockDouble } from '../crypto/device-lock-double';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { encodeSide } from '$lib/worker/side-protocol';
import { createRig, must, PASSPHRASE, type Device } from '../../support/engine-rig';
import { openBehind } from '../../support/device-insides';
import { addRoom, booking, expense, found, house, invite, knock, letIn, MEETING, pictureOf, proposing } from '../../support/engine-people';

const failsAs = (type: string) => ({ ok: false, error: { type, sentence: expect.stringMatching(/\w.*\.$/), next: expect.stringMatching(/\w.*\.$/) } });

async function founded() {
	const rig = await createRig();
	const ana = await rig.device('Ana');
	await found(ana);
	await addRoom(ana);
	await ana.engine.close();
	return { rig, ana };
}

describe('the vault', () => {
	it('a wrong passphrase, then the right one', async () => {
		const { ana } = await founded();
		expect(await ana.engine.openVault('something else')).toMatchObject(failsAs('WrongPassphrase'));
		expect((await ana.engine.openVault(PASSPHRASE)).ok).toBe(true);
	});

	it('damaged, cut, missing, newer and foreign vaults are told apart, and nothing is written over them', async () => {
		const { ana } = await founded();
		const { disk } = ana.vault;
		const vault = disk.vault!;
		const open = async (bytes: Uint8Array | null) => {
			disk.vault = bytes;
			const answer = await ana.engine.openVault(PASSPHRASE);
			expect(disk.vault).toBe(bytes);
			return answer;
		};
		const changed = vault.slice();
		changed[40]! ^= 1;
		expect(await open(changed)).toMatchObject(failsAs('DamagedVault'));
		expect(await open(vault.subarray(0, 50))).toMatchObject(failsAs('DamagedVault'));
		expect(await open(null)).toMatchObject(failsAs('DamagedVault'));
		const newer = vault.slice();
		newer[7] = 9;
		expect(await open(newer)).toMatchObject(failsAs('NewerData'));
		const options = { contents: systemRandom.bytes(32), passphrase: createSecret(PASSPHRASE), random: systemRandom, cost: MIN_COST };
		expect(await open(await sealVault({ ...options, deviceLock: createDeviceLockDouble(77) }))).toMatchObject(failsAs('ForeignProfile'));
		expect((await open(vault)).ok).toBe(true);
	});

	it('damaged secrets and secrets of a newer app are told apart', async () => {
		const { ana } = await founded();
		const { disk } = ana.vault;
		const secrets = disk.secrets!;
		const changed = secrets.slice();
		changed[changed.length - 1]! ^= 1;
		disk.secrets = changed;
		expect(await ana.engine.openVault(PASSPHRASE)).toMatchObject(failsAs('DamagedVault'));
		const master = await openVault(disk.vault!, createSecret(PASSPHRASE), ana.vault.lock);
		if (!master.ok) throw new Error('the vault opens');
		disk.secrets = seal(createSecret(master.value), utf8('commonhold/1/secrets'), utf8('{"version":2}'), systemRandom);
		expect(await ana.engine.openVault(PASSPHRASE)).toMatchObject(failsAs('NewerData'));
		disk.secrets = secrets;
		expect((await ana.engine.openVault(PASSPHRASE)).ok).toBe(true);
	});

	it('the passphrase is changed only by who knows the old one', async () => {
		const { ana } = await founded();
		must(await ana.engine.openVault(PASSPHRASE));
		expect(await ana.engine.changePassphrase('wrong one', 'another long phrase')).toMatchObject(failsAs('WrongPassphrase'));
		expect((await ana.engine.changePassphrase(PASSPHRASE, 'another long phrase')).ok).toBe(true);
		expect(await ana.engine.openVault(PASSPHRASE)).toMatchObject(failsAs('WrongPassphrase'));
		expect((await ana.engine.openVault('another long phrase')).ok).toBe(true);
	});
});

describe('invitations and backups from anywhere', () => {
	it('links that are none, cut, changed or newer', async () => {
		const { ana } = await founded();
		must(await ana.engine.openVault(PASSPHRASE));
		must(await ana.engine.open(ana.collective!));
		const link = await invite(ana);
		expect((await ana.engine.readInvitation(link)).ok).toBe(true);
		expect(await ana.engine.readInvitation('https://house.example/')).toMatchObject(failsAs('NotAnInvitation'));
		expect(await ana.engine.readInvitation(link.slice(0, -3))).toMatchObject(failsAs('DamagedInvitation'));
		expect(await ana.engine.readInvitation(link.replace('#i1.', '#i7.'))).toMatchObject(failsAs('NewerData'));
		const writes = ana.vault.disk.secrets;
		expect(await ana.engine.startJoin(link.slice(0, -3), { profile: { name: 'X', discipline: '', licence: '' }, deviceName: 'Y' })).toMatchObject(failsAs('DamagedInvitation'));
		expect(ana.vault.disk.secrets).toBe(writes);
	});

	it('backups that are none, damaged, newer, or under another passphrase leave no vault behind', async () => {
		const { rig, ana } = await founded();
		must(await ana.engine.openVault(PASSPHRASE));
		must(await ana.engine.open(ana.collective!));
		const file = must(await ana.engine.backup('backup phrase of mine'));
		const fresh = await rig.device('Fresh');
		fresh.vault.disk.vault = fresh.vault.disk.secrets = null;
		const restore = (bytes: Uint8Array, phrase = 'backup phrase of mine') => fresh.engine.restore(bytes, phrase, 'new phrase for it');
		const changed = file.slice();
		changed[changed.length - 20]! ^= 1;
		const inner = sealBackup({ contents: Uint8Array.of(9), passphrase: createSecret('backup phrase of mine'), random: systemRandom, cost: MIN_COST });
		const empty = sealBackup({ contents: Uint8Array.of(1, 1, 3), passphrase: createSecret('backup phrase of mine'), random: systemRandom, cost: MIN_COST });
		const newer = file.slice();
		newer[18] = 7;
		expect(await restore(utf8('a holiday picture'))).toMatchObject(failsAs('NotABackup'));
		expect(await restore(changed)).toMatchObject(failsAs('DamagedBackup'));
		expect(await restore(file.subarray(0, file.length - 100))).toMatchObject(failsAs('DamagedBackup'));
		expect(await restore(newer)).toMatchObject(failsAs('NewerData'));
		expect(await restore(inner)).toMatchObject(failsAs('NewerData'));
		expect(await restore(empty)).toMatchObject(failsAs('DamagedBackup'));
		expect(await restore(file, 'not that one')).toMatchObject(failsAs('WrongPassphrase'));
		expect(await fresh.engine.hasVault()).toBe(false);
		expect((await restore(file)).ok).toBe(true);
	});
});

describe('a full disk', () => {
	const full = { type: 'DiskFull' } as const;
	const setFull = (device: Device, isFull: boolean) => {
		device.vault.refuseWith(isFull ? full : null);
		for (const store of device.stores.values()) store.refuseWith(isFull ? full : null);
	};

	it('founding on a full disk leaves nothing, and works when there is space', async () => {
		const rig = await createRig();
		const ana = await rig.device('Ana');
		ana.vault.refuseWith(full);
		const input = { name: 'House', currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus', decisionDays: 7, foundingText: '', profile: { name: 'Ana', discipline: '', licence: '' }, deviceName: 'Laptop' } as const;
		expect(await ana.engine.found(input)).toMatchObject(failsAs('DiskFull'));
		ana.vault.refuseWith(null);
		expect(must(await ana.engine.openVault(PASSPHRASE)).collectives).toEqual([]);
		expect(ana.stores.size).toBe(0);
		const id = must(await ana.engine.found(input));
		expect(must(await ana.engine.openVault(PASSPHRASE)).collectives).toEqual([{ id, joining: false }]);
	});

	it('no command shows anything as saved, nothing is lost, and everything works again with space', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const room = await addRoom(ana);
		await rig.run(20_000);
		const before = await pictureOf(ana);
		const ids = (await ana.view('members')).members.map(({ memberId }) => memberId);
		setFull(ana, true);
		for (const op of [booking(room), expense(ids, ids[0]!, 900), proposing('More space', rig)])
			expect(await ana.engine.post([op])).toMatchObject(failsAs('DiskFull'));
		expect(await ana.engine.invite('')).toMatchObject(failsAs('DiskFull'));
		expect(await ana.engine.planMeeting(MEETING, [])).toMatchObject(failsAs('DiskFull'));
		expect(await pictureOf(ana)).toBe(before);
		// What colleagues write meanwhile is not shown either, since it would be gone after a reload.
		await ben.post(booking(room, 14));
		await rig.run(30_000);
		expect(await pictureOf(ana)).toBe(before);
		expect((await ana.view('device')).writing).toBe('disk-full');
		setFull(ana, false);
		await rig.run(60_000);
		expect(await pictureOf(ana)).toBe(await pictureOf(ben));
		await ana.post(booking(room, 16));
		await rig.run(30_000);
		expect((await ana.view('device')).writing).toBe('ok');
		expect(await pictureOf(ana)).toBe(await pictureOf(ben));
		const picture = await pictureOf(ana);
		await ana.restart();
		await rig.run(1_000);
		expect(await pictureOf(ana)).toBe(picture);
	});

	it('a joiner whose disk is full when the keys come takes them when there is space', async () => {
		const rig = await createRig();
		const [ana, ben] = [await rig.device('Ana'), await rig.device('Ben')];
		await found(ana);
		const link = await invite(ana);
		await rig.quiet();
		await knock(ben, link);
		await rig.run(3_000);
		ben.vault.refuseWith(full);
		must(await ana.engine.admit((await ana.view('knocks'))[0]!.id));
		await rig.run(5_000);
		expect(await ben.view('lobby')).not.toBeNull();
		ben.vault.refuseWith(null);
		await letIn(rig, [], ben);
	});

	it('a backup that finds no space makes no vault', async () => {
		const { rig, ana } = await founded();
		must(await ana.engine.openVault(PASSPHRASE));
		must(await ana.engine.open(ana.collective!));
		const file = must(await ana.engine.backup('backup phrase of mine'));
		const fresh = await rig.device('Fresh');
		fresh.vault.disk.vault = fresh.vault.disk.secrets = null;
		fresh.vault.refuseWith(full);
		expect(await fresh.engine.restore(file, 'backup phrase of mine', 'x')).toMatchObject(failsAs('DiskFull'));
		expect(await fresh.engine.hasVault()).toBe(false);
	});

	it('a store that the browser closed is told apart from a full one', async () => {
		const { people } = await house(['Ana']);
		const [ana] = people as [Device];
		for (const store of ana.stores.values()) store.refuseWith({ type: 'StoreClosed' });
		expect(await ana.engine.post([proposing('Anything', { timeMs: 0 } as never)])).toMatchObject(failsAs('StoreClosed'));
		for (const store of ana.stores.values()) store.refuseWith({ type: 'StoreBroken', detail: 'x' });
		expect(await ana.engine.post([proposing('Anything', { timeMs: 0 } as never)])).toMatchObject(failsAs('StoreBroken'));
	});
});

describe('entries that do not fit', () => {
	it('too long, malformed and mixed ops are refused before anything is written', async () => {
		const { rig, people } = await house(['Ana']);
		const [ana] = people as [Device];
		const store = [...ana.stores.values()][0]!;
		const writes = store.writes;
		expect(await ana.engine.post([])).toMatchObject(failsAs('BadInput'));
		expect(await ana.engine.post([{ ...proposing('x', rig), title: 'x'.repeat(500) } as never])).toMatchObject(failsAs('BadInput'));
		expect(await ana.engine.post([{ type: 'client/name', name: 'canary' } as never])).toMatchObject(failsAs('BadInput'));
		expect(await ana.engine.post([proposing('x', rig), { type: 'membership/receipt' }])).toMatchObject(failsAs('BadInput'));
		const long = { ...proposing('x', rig), text: 'x'.repeat(19_000) } as never;
		expect(await ana.engine.post(Array.from({ length: 20 }, () => long))).toMatchObject(failsAs('TooLarge'));
		expect(store.writes).toBe(writes);
	});

	it('an entry of a newer app is kept, passed on, without effect, and Ana is told to update', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const before = await pictureOf(ana);
		ben.online = false;
		chloe.online = false;
		await ben.engine.close();
		const newer = await openBehind(ben);
		const written = await newer.write('calendar', [{ type: 'calendar/paint-wall', colour: 'red' } as never]);
		if (!written.ok) throw new Error(written.error.type);
		await ben.restart();
		ben.online = true;
		await rig.run(30_000);
		ben.online = false;
		chloe.online = true;
		await rig.run(30_000);
		for (const each of [ana, chloe]) {
			expect((await each.view('home')).notices.map(({ kind }) => kind)).toContain('update-the-app');
			const places = (await [...each.stores.values()][0]!.load()).batches.flatMap(({ entries }) => entries.map(({ slot, seq }) => `${slot}/${seq}`));
			expect(places).toContain(`${written.value.slot}/${written.value.seq}`);
		}
		expect(await pictureOf(chloe)).toBe(before);
		expect(ana.offences + chloe.offences).toBe(0);
	});

	it('oversized entries from a colleague are an offence and take no space', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana] = people as [Device, Device];
		const name = (await ana.view('members')).members.find(({ profile }) => profile.name === 'Ben')!.devices[0]!.deviceId as string as PeerId;
		const writes = [...ana.stores.values()][0]!.writes;
		const bytes = new Uint8Array(256 * 1024 + 1);
		await rig.quiet();
		const answer = await ana.engine.receiveMessage(name, encodeSide({ kind: 'entries', batch: { stream: 'core' as never, segment: 0, entries: [{ slot: 1 as never, seq: 0, bytes }] } }));
		expect(answer.offences).toBe(1);
		expect([...ana.stores.values()][0]!.writes).toBe(writes);
	});
});
