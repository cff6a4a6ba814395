/** The story of the house, told by the engines themselves: found, join, book, decide, spend, meet. */
import { describe, expect, it } from 'vitest';
import { createRig, must, type Device } from '../../support/engine-rig';
import { castOp } from '../../support/proposal-ops';
import {
	addRoom, agree, booking, expense, found, house, invite, join, knock, letIn, MEETING, pictureOf, proposing
} from '../../support/engine-people';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('the story of a house', () => {
	it('Ana founds, Ben joins, Chloé joins through Ben while Ana is away, and all see the same', async () => {
		const rig = await createRig();
		const [ana, ben, chloe] = [await rig.device('Ana'), await rig.device('Ben'), await rig.device('Chloé')];
		await found(ana);
		await join(rig, ana, ben);
		const link = await invite(ana);
		await rig.run(5_000);
		ana.online = false;
		await rig.quiet();
		await knock(chloe, link);
		await letIn(rig, ben, chloe);
		ana.online = true;
		await rig.run(2 * MINUTE);
		for (const each of [ana, ben, chloe]) {
			expect((await each.view('members')).members.map(({ profile }) => profile.name).sort()).toEqual(['Ana', 'Ben', 'Chloé']);
			const connection = await each.view('connection');
			expect(connection).toMatchObject({ upToDate: true, copiesDiffer: false, unsharedEntries: 0 });
		}
		expect(rig.links()).toHaveLength(3);
	});

	it('after everything was said, nobody writes or asks for anything more for ten minutes', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const room = await addRoom(people[0]!);
		await rig.run(5_000);
		await people[1]!.post(booking(room));
		await rig.run(2 * MINUTE);
		const counts = async () => Promise.all(people.map(async (each) => [...each.stores.values()].map((store) => store.writes)));
		const before = await counts();
		const delivered = rig.delivered;
		await rig.run(10 * MINUTE);
		expect(await counts()).toEqual(before);
		// 40 rounds of heartbeats among three, and nothing else
		expect(rig.delivered - delivered).toBeLessThanOrEqual(41 * 6);
	});

	it('a booking becomes firm by itself once the others have granted it', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const room = await addRoom(people[0]!);
		await rig.run(10_000);
		const [id] = await people[1]!.post(booking(room));
		expect((await people[1]!.view('calendar/booking', { id: id! }))!.firmness.status).toBe('tentative');
		await rig.run(MINUTE);
		for (const each of people) expect((await each.view('calendar/booking', { id: id! }))!.firmness.status).toBe('booked');
	});
});

describe('decisions, money and meetings', () => {
	it('a proposal is final without anybody doing anything after the last binding word', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [proposal] = await people[0]!.post(proposing('A new kettle', rig));
		await rig.run(10_000);
		await agree(people, proposal!);
		await rig.run(MINUTE);
		for (const each of people) expect((await each.view('proposal', { id: proposal! }))!.state.status).toBe('accepted');
	});

	it('after the deadline the voices bind and close by themselves, although one clock is days ahead and one behind', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		ben.skewMs = 3 * DAY;
		chloe.skewMs = -2 * DAY;
		const [proposal] = await ana.post(proposing('Quiet hours', rig, 2 * 60 * MINUTE));
		await rig.run(10_000);
		await chloe.post(castOp(proposal!, 'agree'));
		await ana.post(castOp(proposal!, 'agree'));
		await rig.timers.sleep(2 * 60 * MINUTE);
		await rig.run(2 * MINUTE);
		// Ben's clock made him close before he heard Chloé, so it takes her closing too, two days later by everybody else's clock.
		expect((await ana.view('proposal', { id: proposal! }))!.finality.waitingFor.map(({ name }) => name)).toEqual(['Chloé']);
		await rig.timers.sleep(2 * DAY);
		await rig.run(2 * MINUTE);
		for (const each of people) expect((await each.view('proposal', { id: proposal! }))!.state.status).not.toBe('open');
		const pictures = await Promise.all(people.map(pictureOf));
		expect(new Set(pictures).size).toBe(1);
	});

	it('expenses and meetings written apart are seen alike by all, and late words come through requests alone', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé'], { carriesOuter: false });
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const ids = (await ana.view('members')).members.map(({ memberId }) => memberId);
		for (const each of people) each.online = false;
		await rig.quiet();
		await Promise.all(people.map((each, i) => each.post(expense(ids, ids[i]!, 900 * (i + 1)))));
		must(await ben.engine.planMeeting(MEETING, []));
		for (const each of [ana, ben, chloe]) each.online = true;
		await rig.run(3 * MINUTE);
		const pictures = await Promise.all(people.map(pictureOf));
		expect(new Set(pictures).size).toBe(1);
		expect((await ana.view('ledger')).entries).toHaveLength(3);
		for (const each of people) {
			const [meeting] = (await each.view('consultation')).upcoming;
			expect((await each.engine.openText((await each.view('consultation/meeting', { id: meeting!.id! }))!.notes)).ok).toBe(true);
			expect(await each.view('connection')).toMatchObject({ upToDate: true, copiesDiffer: false });
		}
	});
});
