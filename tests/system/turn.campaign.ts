/**
 * Two browsers that show each other no address: every line goes through a local coturn, as a member would set it up in the settings.
 * They converge both ways, the screen says "relayed", coturn has carried it, and once it is gone they do not hear each other.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { expect } from '@playwright/test';
import { launchBrowser } from '../e2e/harness/browser';
import { App } from '../e2e/support/app';
import { startAppServer } from '../e2e/support/app-server';
import { dayAhead } from '../e2e/support/days';
import type { Campaign } from './campaign';

const day = dayAhead(3);
const [username, credential] = ['house', 'only-for-this-relay'];

export const campaign: Campaign = {
	claim: 'two browsers that hide their addresses converge through a TURN server of their own, and say that they are relayed',
	tools: ['turnserver'],
	missing: () => (outwardAddress() === null ? ['a network address besides that of this machine itself'] : []),
	async run() {
		const ip = outwardAddress();
		assert(ip);
		const port = await freePort(ip);
		const server = await startAppServer();
		const turn = await startTurn(ip, port);
		const browser = await launchBrowser();
		try {
			const [ana, ben] = await Promise.all(
				['Ana', 'Ben'].map(async () => {
					const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
					return new App(await context.newPage(), server.url);
				})
			);
			assert(ana && ben);
			await ana.open();
			await ana.found({ me: 'Ana' });
			await ana.addRoom('Garden room');
			await ben.knock(await ana.invite('Ben'), 'Ben');
			await ana.letIn('Ben', ben);
			await ben.untilHome();
			await ana.untilHere('Ben');
			assert.equal(turn.sessions(), 0, 'nobody asked the relay before it was named');

			await addRelay(ana, `${ip}:${port}`);
			for (const app of [ana, ben]) await hideAddress(app);
			for (const [app, other] of [[ana, 'Ben'], [ben, 'Ana']] as const)
				await expect(app.connection).toHaveAccessibleName(`Connection: ${other} is here, relayed`, { timeout: 90_000 });

			await ana.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
			await expect((await ben.dayOf(day)).first()).toHaveAccessibleName(/^Ana, Garden room, 09:00 to 10:00/, { timeout: 60_000 });
			await ben.book({ room: 'Garden room', date: day, from: '11:00', to: '12:00' });
			await expect((await ana.dayOf(day)).last()).toHaveAccessibleName(/^Ben, Garden room, 11:00 to 12:00/, { timeout: 60_000 });
			assert(turn.sessions() >= 2, 'each browser has a place at the relay');

			await turn.stop();
			await expect(ana.connection).toHaveAccessibleName('Connection: Nobody else here', { timeout: 120_000 });
			await ana.book({ room: 'Garden room', date: day, from: '13:00', to: '14:00' });
			await expect(ben.connection).toHaveAccessibleName('Connection: Nobody else here', { timeout: 120_000 });
			await expect((await ben.dayOf(day)).last()).toHaveAccessibleName(/11:00 to 12:00/);
			console.log(`${turn.sessions()} places at the relay`);
		} finally {
			await browser.close();
			await turn.stop();
			await server.stop();
		}
	}
};

async function addRelay(app: App, address: string): Promise<void> {
	await openServers(app);
	await app.press('Add a relay');
	const sheet = app.page.getByRole('dialog');
	await sheet.getByRole('textbox', { name: 'Address' }).fill(address);
	await sheet.getByLabel('Name', { exact: true }).fill('The house’s relay');
	await sheet.getByLabel('User name').fill(username);
	await sheet.getByLabel('Password').fill(credential);
	await sheet.getByRole('button', { name: 'Add it for everybody' }).click();
	await expect(sheet).toBeHidden();
}

/** Once the relay is known there. */
async function hideAddress(app: App): Promise<void> {
	await openServers(app);
	await expect(app.page.getByText('The house’s relay', { exact: true })).toBeVisible({ timeout: 60_000 });
	await app.page.getByRole('checkbox', { name: 'Through a relay only, on this device' }).check();
}

async function openServers(app: App): Promise<void> {
	await app.connection.click();
	await app.page.getByRole('link', { name: /^Keepers and servers/ }).click();
	await expect(app.heading).toHaveText('Keepers and servers');
}

/** A browser does not gather the address of the machine itself: the relay needs another one. */
function outwardAddress(): string | null {
	const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
	return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null;
}

function freePort(ip: string): Promise<number> {
	const socket = createSocket('udp4');
	return new Promise((resolve, reject) => {
		socket.once('error', reject);
		socket.bind(0, ip, () => {
			const { port } = socket.address();
			socket.close(() => resolve(port));
		});
	});
}

interface Turn {
	/** Places given out since the start. */
	sessions(): number;
	stop(): Promise<void>;
}

async function startTurn(ip: string, port: number): Promise<Turn> {
	const child: ChildProcess = spawn('turnserver', [
		'-n', '--listening-ip', ip, '--relay-ip', ip, '--listening-port', String(port), '--lt-cred-mech', '--user', `${username}:${credential}`,
		'--realm', 'house.example', '--no-tls', '--no-dtls', '--no-cli', '--no-multicast-peers', '--log-file', 'stdout', '--verbose', '--pidfile', '/dev/null'
	], { stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	let output = '';
	const started = new Promise<void>((resolve, reject) => {
		const read = (chunk: Buffer) => {
			output += chunk.toString();
			if (output.includes(`UDP listener opened on: ${ip}:${port}`)) resolve();
		};
		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		void ended.then(() => reject(new Error(`coturn ended early:\n${output}`)));
	});
	await started;
	return {
		sessions: () => new Set([...output.matchAll(/session (\d+): new, realm/g)].map(([, id]) => id)).size,
		async stop() {
			if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
			await ended;
		}
	};
}
