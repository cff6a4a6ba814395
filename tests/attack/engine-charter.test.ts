/** The charter at the door: what a newcomer reads before anybody learns who they are, and who could forge it. */
import { describe, expect, it } from 'vitest';
import { textOf, toBase64, utf8 } from '$crypto/base';
import { sealCharter } from '$crypto/lobby-seal';
import { systemRandom } from '$crypto/random';
import { decodeLobby } from '$lib/worker/lobby';
import { decodeSide } from '$lib/worker/side-protocol';
import { createRig, must, type Device } from '../support/engine-rig';
import { comeToTheDoor, found, FOUNDING, invite, isMember, knockOf, letIn } from '../support/engine-people';
import { CHARTER, falseCharter, falseHost, joinerOf, readLink, standBefore, strangerAsMember } from '../support/lobby-actor';

async function atTheDoor() {
	const rig = await createRig();
	const ana = await rig.device('Ana');
	await found(ana);
	const link = await invite(ana);
	const ben = await rig.device('Ben');
	await comeToTheDoor(ben, link);
	await rig.run(2_000);
	return { rig, ana, ben, link };
}

/** Lobby messages that this device has heard. */
const heardBy = (device: Device) =>
	device.heard.flatMap(({ bytes }) => {
		const side = decodeSide(bytes);
		const message = side?.kind === 'lobby' ? decodeLobby(side.body) : null;
		return message ? [message] : [];
	});

describe('before the charter is accepted', () => {
	it('[MEM77] [NET85] the newcomer reads how the house lives, and no member learns that or who somebody waits', async () => {
		const { ana, ben } = await atTheDoor();
		const lobby = (await ben.view('lobby'))!;
		expect(lobby).toMatchObject({ stage: 'met', charterAccepted: false, codes: [] });
		expect(lobby.charter).toMatchObject({ collectiveName: FOUNDING.name, foundingText: FOUNDING.foundingText, members: 1 });
		expect(lobby.charter!.lines.map(({ decidedOn }) => decidedOn)).toEqual(lobby.charter!.lines.map(() => null));
		const labels = lobby.charter!.lines.map(({ label }) => label).join(', ');
		for (const word of ['Decisions', 'Removing a member', 'Yeses a newcomer needs', 'Trial for newcomers', 'Who may spend how much']) expect(labels).toContain(word);
		expect(await ana.view('knocks')).toEqual([]);
		expect(heardBy(ana)).toEqual([]);
		for (const { bytes } of ana.heard) expect(textOf(bytes) ?? '').not.toContain('Ben');
	});

	it('[NET85] nothing can be accepted before a member’s device has shown a charter', async () => {
		const rig = await createRig();
		const ana = await rig.device('Ana');
		await found(ana);
		const link = await invite(ana);
		ana.online = false;
		const ben = await rig.device('Ben');
		await comeToTheDoor(ben, link);
		await rig.run(2_000);
		expect(await ben.engine.acceptCharter()).toMatchObject({ ok: false });
		expect(await ben.view('lobby')).toMatchObject({ charter: null, charterAccepted: false, stage: 'searching' });
	});

	it('[NET85] a joiner that does not say what it accepts is shown to nobody, however long it stays', async () => {
		const { rig, ana, ben } = await atTheDoor();
		await rig.run(120_000);
		await ben.restart();
		await rig.run(20_000);
		expect(await ana.view('knocks')).toEqual([]);
		expect((await ana.view('home')).knocks).toBe(0);
		expect(await isMember(ben)).toBe(false);
	});
});

describe('once it is accepted', () => {
	it('[NET85] [NET81] members see who waits, and everything goes on as ever', async () => {
		const { rig, ana, ben } = await atTheDoor();
		must(await ben.engine.acceptCharter());
		await rig.run(1_000);
		expect(await knockOf(ana, ben)).toBeDefined();
		await letIn(rig, ana, ben);
		expect((await ben.view('members')).members).toHaveLength(2);
	});

	it('[NET85] it is asked once: after a reload the request goes out by itself, and the accepted text is still there', async () => {
		const { rig, ana, ben } = await atTheDoor();
		ana.online = false;
		await rig.run(1_000);
		must(await ben.engine.acceptCharter());
		await ben.restart();
		expect(await ben.view('lobby')).toMatchObject({ charterAccepted: true, charter: { foundingText: FOUNDING.foundingText } });
		ana.online = true;
		await rig.until(async () => (await knockOf(ana, ben)) !== undefined);
	});

	it('[MEM77] a setting that was decided says when', async () => {
		const rig = await createRig();
		const ana = await rig.device('Ana');
		await found(ana);
		const [proposal] = await ana.post({
			type: 'proposals/open', title: 'Trials', text: '', effect: { kind: 'change-setting', change: { key: 'trialDays', value: 90 } }, method: null,
			sealed: false, deadline: 9e12, reviewOn: null, discussion: null, succeeds: null, alternatives: [], mediation: null
		});
		const ballot = { kind: 'position', position: 'agree' } as const;
		await ana.post({ type: 'proposals/bind-stance', proposal: proposal!, term: proposal!, ballot, reason: '', harms: '' });
		await rig.run(5_000);
		const ben = await rig.device('Ben');
		await comeToTheDoor(ben, await invite(ana));
		await rig.run(2_000);
		const line = (await ben.view('lobby'))!.charter!.lines.find(({ label }) => label === 'Trial for newcomers');
		expect(line).toMatchObject({ value: '90 days', decidedOn: expect.any(Number) });
	});
});

describe('forged charters', () => {
	/** Ben waits, Ana is away, and somebody who poses as a member has offered to talk. */
	async function withMallory() {
		const { rig, ana, link } = await atTheDoor();
		ana.online = false;
		const ben = await rig.device('Ben');
		await comeToTheDoor(ben, link);
		await rig.quiet();
		const line = await standBefore(ben, 'mallory', strangerAsMember);
		return { rig, ana, ben, link, line };
	}

	it('[CRY105] [NET81] whoever does not know the lobby’s key cannot show one: the line ends and nothing is shown', async () => {
		const { rig, ben, link, line } = await withMallory();
		const dele = await rig.device('Dele');
		await found(dele);
		await line.say(falseHost(link).offer);
		await line.say(falseCharter(link, await invite(dele)));
		expect(line.isBanned()).toBe(true);
		expect(await ben.view('lobby')).toMatchObject({ charter: null });
		expect(line.said()).toEqual([]);
	});

	it('[NET81] what is no charter ends the line, though it was sealed for this lobby', async () => {
		for (const text of ['', '{}', '[1]', 'not json', JSON.stringify({ ...CHARTER, members: -1 }), JSON.stringify({ ...CHARTER, more: 1 })]) {
			const { ben, link, line } = await withMallory();
			await line.say(falseHost(link).offer);
			await line.say({ type: 'charter', sealed: toBase64(sealCharter(readLink(link).place, utf8(text), systemRandom)) });
			expect([text, line.isBanned()]).toEqual([text, true]);
			expect((await ben.view('lobby'))!.charter).toBeNull();
		}
	});

	it('[NET81] a charter before the offer, or a second one, is out of turn', async () => {
		const early = await withMallory();
		await early.line.say(falseCharter(early.link));
		expect(early.line.isBanned()).toBe(true);
		const twice = await withMallory();
		await twice.line.say(falseHost(twice.link).offer);
		await twice.line.say(falseCharter(twice.link));
		await twice.line.say(falseCharter(twice.link));
		expect(twice.line.isBanned()).toBe(true);
	});

	it('[NET85] the text does not change while it is read: the first one shown is the one accepted', async () => {
		const { rig, ana, ben, link, line } = await withMallory();
		await line.say(falseHost(link).offer);
		await line.say(falseCharter(link));
		await line.leave();
		ana.online = true;
		await rig.run(2_000);
		expect((await ben.view('lobby'))!.charter).toEqual(CHARTER);
	});

	it('[NET81] a challenge before anything was accepted is out of turn', async () => {
		const { ben, link, line } = await withMallory();
		const host = falseHost(link);
		await line.say(host.offer);
		// the true challenge, had from a conversation with herself
		const own = joinerOf(link, 'Mallory').guest.receive(host.offer);
		const reveal = own.ok && host.receive(own.value.reply!);
		await line.say((reveal && reveal.ok ? reveal.value.reply : null)!);
		expect(line.isBanned()).toBe(true);
		expect(line.said()).toEqual([]);
		expect((await ben.view('lobby'))!.codes).toEqual([]);
	});
});
