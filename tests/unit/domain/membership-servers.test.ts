/** MEM100 and MEM101: keepers and other servers of a collective; MEM82: names of devices. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { opSchema, type OpInput } from '$crdt/domain/op';
import { openEffect, decide } from '../../support/proposal-ops';
import { collective, join, sync, type Device } from '../../support/story';

const PASS = 'A'.repeat(43);
const keeper = (address = 'https://keeper.example', name = 'Shelf'): OpInput => ({ type: 'membership/add-server', server: { kind: 'keeper', name, address, pass: PASS } });
const drop = (server: ObjectId): OpInput => ({ type: 'membership/drop-server', server });
const inUse = ({ state }: Device): string[] =>
	[...state.membership.servers.values()].filter(({ droppedBy }) => droppedBy === null).map(({ server }) => server.name);

describe('servers', () => {
	it('[MEM100] any member adds one at once for everybody, who see who did', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ben.post(keeper());
		sync(ana, ben);
		expect(inUse(ana)).toEqual(['Shelf']);
		expect(ana.state.membership.servers.get(id)).toMatchObject({ by: ben.memberId, droppedBy: null });
	});

	it('[MEM101] any member takes any of them away, for good; the same again is another one', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ben.post(keeper());
		sync(ana, ben);
		ana.post(drop(id));
		sync(ana, ben);
		expect(inUse(ben)).toEqual([]);
		expect(ben.state.membership.servers.get(id)!.droppedBy).toBe(ana.memberId);
		expect(ben.refusalOf(ben.write(drop(id)))?.rule).toBe('MEM101');
		expect(ben.refusalOf(ben.write(drop(id.replace(/0$/, '7') as ObjectId)))?.rule).toBe('MEM101');
		const again = ben.post(keeper());
		sync(ana, ben);
		expect([again === id, inUse(ana)]).toEqual([false, ['Shelf']]);
	});

	it('[MEM101] two who take the same one away apart see the same afterwards', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ben.post(keeper());
		sync(ana, ben);
		ana.post(drop(id));
		ben.post(drop(id));
		sync(ana, ben);
		expect(ana.state.membership.servers.get(id)).toEqual(ben.state.membership.servers.get(id));
	});

	it('[MEM100] [MEM101] who is on trial does neither', () => {
		const devices = collective(['Ana', 'Ben', 'Chloé'], { decisionRule: 'majority' });
		decide(devices, devices[0]!.post(openEffect('Trials', { kind: 'change-setting', change: { key: 'trialDays', value: 90 } })));
		const id = devices[0]!.post(keeper());
		sync(...devices);
		const dele = join('Dele', devices);
		for (const op of [keeper('https://other.example'), drop(id)]) expect(dele.refusalOf(dele.write(op))?.rule).toBe('MEM72');
		expect(inUse(dele)).toEqual(['Shelf']);
	});

	it('[MEM100] an address is that of a host: no path to a page, no plain http to another machine, no query, no pass in it', () => {
		const good = ['https://keeper.example', 'https://keeper.example:8443', 'http://localhost:4173', 'http://127.0.0.1:4173'];
		const bad = ['http://keeper.example', 'https://keeper.example/?a=1', 'https://keeper.example/#k1.x', 'ftp://keeper.example', 'javascript:alert(1)', 'https://user:pw@keeper.example'];
		for (const [addresses, isGood] of [[good, true], [bad, false]] as const)
			for (const address of addresses) expect([address, opSchema.safeParse(keeper(address)).success]).toEqual([address, isGood]);
	});
});

describe('names of devices', () => {
	it('[MEM82] a member names their own device and nobody else’s', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const [device] = [...ana.state.membership.devices].find(([, { memberId }]) => memberId === ana.memberId)!;
		ana.post({ type: 'membership/rename-device', device: device, name: 'Kitchen laptop' });
		sync(ana, ben);
		expect(ben.state.membership.devices.get(device)!.name).toBe('Kitchen laptop');
		expect(ben.refusalOf(ben.write({ type: 'membership/rename-device', device: device, name: 'Mine' }))?.rule).toBe('MEM82');
	});
});
