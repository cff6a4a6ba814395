/** What people do with their engines, in few words: found, invite, stand at the door, let in, make a room. */
import type { CollectiveId, MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { createRig, must, RIG_START_MS, type Device, type Rig, type RigOptions } from './engine-rig';
import { addRoomOp, bookOp } from './calendar-ops';
import { expenseOp } from './ledger-ops';
import { bindOp, openOp } from './proposal-ops';

export const FOUNDING = {
	name: 'House on the Hill', currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus', decisionDays: 7,
	foundingText: 'We share rooms.'
} as const;
export const profileOf = (name: string) => ({ name, discipline: 'Psychotherapy', licence: '' });

export async function found(device: Device): Promise<CollectiveId> {
	device.collective = must(await device.engine.found({ ...FOUNDING, profile: profileOf(device.name), deviceName: 'Laptop' }));
	return device.collective;
}

export async function invite(device: Device, note = ''): Promise<string> {
	return must(await device.engine.invite(note)).fragmentLink;
}

/** Stands at the door and has not said who it is yet. */
export async function comeToTheDoor(device: Device, link: string): Promise<void> {
	device.collective = must(await device.engine.startJoin(link, { profile: profileOf(device.name), deviceName: 'Phone' }));
	must(await device.engine.open(device.collective));
}

/** Stands at the door, and accepts the charter as soon as a member's device shows one; nobody has opened yet. */
export async function knock(device: Device, link: string): Promise<void> {
	await comeToTheDoor(device, link);
	const accept = async (): Promise<void> => {
		const lobby = await device.view('lobby');
		if (lobby?.charter && !lobby.charterAccepted) must(await device.engine.acceptCharter());
	};
	const hear = (event: string): void => {
		if (event === 'changed') void accept();
		else if (event === 'session') device.listeners.delete(hear);
	};
	device.listeners.add(hear);
}

/** The member lets in whoever stands at the door, after comparing the code that both see. */
export async function letIn(rig: Rig, members: Device | readonly Device[], joiner: Device): Promise<void> {
	for (const member of [members].flat()) {
		if (await isMember(joiner)) return;
		await rig.until(async () => (await isMember(joiner)) || (await knockOf(member, joiner)) !== undefined);
		const shown = await knockOf(member, joiner);
		const lobby = await joiner.view('lobby');
		if (!shown) continue;
		if (!lobby?.codes.some(({ code }) => code === shown.code)) throw new Error('the two codes differ');
		must(await member.engine.admit(shown.id));
		await rig.run(3_000);
	}
	await rig.until(() => isMember(joiner));
}

export const knockOf = async (member: Device, joiner: Device) =>
	(await member.view('knocks')).find(({ profile, approvedByMe }) => profile.name === joiner.name && !approvedByMe);

export async function isMember(device: Device): Promise<boolean> {
	try {
		return (await device.view('members')).members.some(({ isMe, status }) => isMe && status === 'member');
	} catch {
		return false; // nothing is open yet
	}
}

export async function join(rig: Rig, members: Device | readonly Device[], joiner: Device): Promise<void> {
	const link = await invite([members].flat()[0]!);
	await rig.quiet();
	await knock(joiner, link);
	await letIn(rig, members, joiner);
}

/** A founded collective with everybody in it, all online and quiet. */
export async function house(names: readonly string[], options: RigOptions = {}): Promise<{ readonly rig: Rig; readonly people: Device[] }> {
	const rig = await createRig(options);
	const people: Device[] = [];
	for (const name of names) {
		const device = await rig.device(name);
		if (people.length === 0) await found(device);
		else await join(rig, people, device);
		people.push(device);
	}
	await rig.run(20_000);
	return { rig, people };
}

export async function addRoom(device: Device): Promise<ObjectId> {
	const [room] = await device.post(addRoomOp('Garden room', 'Europe/Berlin', { colour: 'moss' }));
	return room!;
}

export const booking = (room: ObjectId, hour = 10): OpInput => bookOp(room, `2026-03-03T${hour}:00`, `2026-03-03T${hour + 1}:00`);

/** What everybody sees, as one text each: equal texts are equal pictures. */
export async function pictureOf(device: Device): Promise<string> {
	const members = await device.view('members');
	const proposals = await device.view('proposals');
	const day = await device.view('calendar/day', { date: '2026-03-03' });
	const ledger = await device.view('ledger');
	const meetings = await device.view('consultation');
	const pick = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, held) => (PERSONAL.has(key) ? undefined : held)));
	return JSON.stringify([
		members.members.map(({ memberId, profile, status }) => [memberId, profile, status]),
		[...proposals.open, ...proposals.decided].map(({ id, title, state, given }) => [id, title, state, given]),
		pick(day), pick(ledger.balances),
		meetings.upcoming.map(({ id, title }) => [id, title])
	]);
}

/** Fields that speak to the one who looks. */
const PERSONAL = new Set(['mine', 'heldBy', 'isMe', 'line', 'canCancel', 'needsMyVoice']);

export const proposing = (title: string, rig: Rig, forMs = 7 * 86_400_000): OpInput => ({
	...openOp(title), deadline: RIG_START_MS + rig.timeMs + forMs
});

/** Each gives this proposal a final yes; their devices do the rest. */
export async function agree(people: readonly Device[], proposal: ObjectId): Promise<void> {
	for (const each of people) await each.post(bindOp(proposal, 'agree'));
}

/** Colleagues mediate between the caller and the subject, and say that it could not be settled. */
export async function mediateInVain(rig: Rig, caller: Device, mediators: readonly Device[], subject: Device): Promise<ObjectId> {
	const { members } = await caller.view('members');
	const idOf = (device: Device): MemberId => members.find(({ profile }) => profile.name === device.name)!.memberId;
	const [mediation] = await caller.post({ type: 'proposals/call-mediation', member: idOf(subject), mediators: mediators.map(idOf), concern: '' });
	await rig.run(10_000);
	for (const each of mediators) await each.post({ type: 'proposals/report-mediation', mediation: mediation!, outcome: 'not-settled', note: '' });
	await rig.run(10_000);
	return mediation!;
}

/** The first of the deciders proposes, all of them agree. */
export async function remove(rig: Rig, deciders: readonly Device[], subject: Device, mediation: ObjectId, forMs: number): Promise<void> {
	const [first] = deciders as [Device, ...Device[]];
	const { memberId } = (await first.view('members')).members.find(({ profile }) => profile.name === subject.name)!;
	const effect = { kind: 'remove-member', member: memberId } as const;
	const [proposal] = await first.post({ ...openOp('Part ways', { effect, mediation }), deadline: RIG_START_MS + rig.timeMs + forMs });
	await rig.run(10_000);
	await agree(deciders, proposal!);
	await rig.run(5_000);
}

export const expense = (members: readonly MemberId[], payer: MemberId, amountMinor: number): OpInput =>
	expenseOp(payer, amountMinor, members, { description: 'Tea', date: '2026-03-02', category: 'supplies' });

export const MEETING = {
	title: 'Monday round', kind: 'business', start: '2026-03-09T18:00', end: '2026-03-09T19:30', zone: 'Europe/Berlin', room: null, link: ''
} as const;
