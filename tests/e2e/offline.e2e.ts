/** No server, no network: the app opens, unlocks, takes a booking and still has it afterwards. */
import { startAppServer } from './support/app-server';
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';

const day = dayAhead(4);

test('with the server shut the app opens from the device, unlocks, and keeps what is booked', async ({ stage }) => {
	const server = await startAppServer();
	const ana = await stage.enter('Ana', '/', server);
	await ana.app.found({ me: 'Ana' });
	await ana.app.addRoom('Garden room');
	await ana.app.untilStoredForOffline();

	await server.stop();
	await ana.app.reload();
	await ana.app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await expect(await ana.app.dayOf(day)).toHaveAccessibleName(/^You, Garden room, 09:00 to 10:00/);

	await ana.app.reload();
	await expect(await ana.app.dayOf(day)).toHaveAccessibleName(/^You, Garden room, 09:00 to 10:00/);
});

test('with the cable pulled in a running app nothing that is written is lost', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.app.untilStoredForOffline();
	await ana.goOffline();
	await expect(ana.app.connection).toHaveAccessibleName('Connection: No network');
	await ana.app.addRoom('Garden room');
	await ana.app.planMeeting('Case consultation');
	await ana.app.writeNotes('Written without any network.');
	await ana.app.reload();
	await ana.app.openMeeting('Case consultation');
	await ana.app.untilNotes('Written without any network.');
	await ana.goOnline();
	await expect(ana.app.connection).toHaveAccessibleName('Connection: Nobody else here');
});
