/** A collective that is already together, for stories that begin later. */
import { expect } from '@playwright/test';
import { removalOf } from './deciding';
import type { Person, Stage } from './fixtures';

/** The first founds and adds a room; the others come in by the first one's invitation, from the third on through the second. */
export async function gather<const Names extends readonly string[]>(stage: Stage, names: Names, room = 'Garden room'): Promise<{ [K in keyof Names]: Person }> {
	const people: Person[] = [];
	for (const name of names) {
		const person = await stage.enter(name);
		const [first, second] = people;
		people.push(person);
		if (!first) {
			await person.app.found({ me: name });
			await person.app.addRoom(room);
			continue;
		}
		await person.app.knock(await first.app.invite(name), name);
		await (second ?? first).app.letIn(name, person.app);
		await person.app.untilHome();
		for (const one of people) await one.app.untilHere(...people.filter((other) => other !== one).map((other) => other.name));
	}
	return people as { [K in keyof Names]: Person }; // one for each name
}

/** The long way of a removal among three: one asks, the other mediates in vain, both decide. */
export async function removeTogether(one: Person, other: Person, name: string): Promise<void> {
	await one.app.askForMediation(name, [other.name]);
	await other.app.openMediation(name);
	await other.app.reportNotSettled();
	await one.app.proposeRemoval(name);
	for (const { app } of [one, other]) {
		await app.openProposal(removalOf(name));
		await app.say('Yes');
	}
}

/** Whoever is out is told so, or is met by nobody; in both cases they have what they had: so many bookings of that day. */
export async function untilOut({ app, page }: Person, notice: string, day: string, had: number): Promise<void> {
	const told = app.heading.filter({ hasText: notice });
	const alone = page.getByRole('link', { name: 'Connection: Nobody else here' });
	await expect(told.or(alone).first()).toBeVisible({ timeout: 60_000 });
	// being told may come at any moment, and takes the house away
	const asBefore = app.dayOf(day).then((bookings) => expect(bookings).toHaveCount(had));
	await Promise.any([told.waitFor({ timeout: 90_000 }), asBefore]);
}
