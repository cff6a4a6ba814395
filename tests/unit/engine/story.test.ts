/** The story of the house, told by the engines themselves: found, join, book, decide, spend, meet. */
import { describe, expect, it } from 'vitest';
import { createRig } from '../../support/engine-rig';
import { addRoom, booking, found, house, invite, join, knock, letIn } from '../../support/engine-people';

const MINUTE = 60_000;

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
