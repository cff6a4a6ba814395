/**
 * "Test my connection": tries each thing by itself and says what was found and what to do next (NET135). Contacts the servers that
 * this device uses and nobody else. Knows nothing of keys: a keeper is only asked whether it is one.
 */
import type { ConnectionCheck, KeeperView, ServersView } from '$lib/services/reach-types';
import type { ConnectionView } from '$lib/services/types';
import type { NetworkPlan } from '$lib/worker/api';

/** What is tried, and with what. */
export interface ConnectionTest {
	readonly plan: Pick<NetworkPlan, 'signaling' | 'iceServers'>;
	/** What the app came with. */
	readonly fallback: { readonly signaling: readonly string[]; readonly iceServers: readonly RTCIceServer[] };
	readonly servers: ServersView;
	readonly connection: ConnectionView;
}

/** By what it is tried. */
export interface TestMeans {
	tryDisk(): Promise<'good' | 'full' | 'refused'>;
	readonly world: Pick<Window & typeof globalThis, 'WebSocket' | 'RTCPeerConnection' | 'setTimeout' | 'clearTimeout'>;
}

type Told = (check: ConnectionCheck) => void;

const PATIENCE_MS = 10_000;
/** What a keeper greets with, before 32 bytes of a challenge. */
const GREETING = [0x43, 0x48, 0x4b, 0x01];

/** One line after the other. Never rejects. */
export async function testConnection(test: ConnectionTest, told: Told, means: TestMeans): Promise<void> {
	told(await checkDisk(means));
	const meetingPoints = [...new Set(test.plan.signaling.length > 0 ? test.plan.signaling : test.fallback.signaling)];
	for (const address of meetingPoints) told(await checkMeetingPoint(address, means));
	if (meetingPoints.length === 0) told({ what: 'meeting-point', name: 'Meeting point', outcome: 'none', sentence: 'You use none, so devices find each other by codes or files alone.' });
	for (const keeper of test.servers.keepers.filter(({ used }) => used)) told(await checkKeeper(keeper, means));
	const ice = [...test.fallback.iceServers, ...test.plan.iceServers].map(({ urls, ...rest }) => ({ ...rest, urls: typeof urls === 'string' ? [urls] : [...urls] }));
	for (const kind of ['stun', 'turn'] as const) await checkIce(kind, ice, means, told);
	told(colleagues(test.connection));
}

async function checkDisk({ tryDisk }: TestMeans): Promise<ConnectionCheck> {
	const name = 'Storage of this device';
	switch (await tryDisk().catch(() => 'refused' as const)) {
		case 'good':
			return { what: 'disk', name, outcome: 'good', sentence: 'What was written came back as it was.' };
		case 'full':
			return { what: 'disk', name, outcome: 'bad', sentence: 'The device is full, so nothing more can be saved. Free some space; the app goes on by itself.' };
		case 'refused':
			return { what: 'disk', name, outcome: 'bad', sentence: 'The browser’s storage does not answer. Everything saved before is safe; reload the page.' };
	}
}

async function checkMeetingPoint(address: string, means: TestMeans): Promise<ConnectionCheck> {
	const answer = await greet(address, means, false);
	const name = `Meeting point ${hostOf(address)}`;
	return answer === 'good'
		? { what: 'meeting-point', name, outcome: 'good', sentence: 'It answers.' }
		: { what: 'meeting-point', name, outcome: 'bad', sentence: 'It does not answer. If other pages load, it is switched off or this network forbids it; another network may help.' };
}

async function checkKeeper({ name, host }: KeeperView, means: TestMeans): Promise<ConnectionCheck> {
	const isOwnMachine = /^(localhost|127\.0\.0\.1)(:|$)/.test(host);
	const answer = await greet(`${isOwnMachine ? 'ws' : 'wss'}://${host}/keep`, means, true);
	if (answer === 'good') return { what: 'keeper', name, outcome: 'good', sentence: 'It answers as a keeper does.' };
	if (answer === 'other') return { what: 'keeper', name, outcome: 'bad', sentence: 'Something answers there, but not as a keeper does. Ask whoever runs it for its present address.' };
	return { what: 'keeper', name, outcome: 'bad', sentence: 'It does not answer. Is the machine switched on and connected? Ask whoever runs it.' };
}

/** Opens a connection and closes it again; a keeper says something first. */
function greet(address: string, { world }: TestMeans, isKeeper: boolean): Promise<'good' | 'other' | 'silent'> {
	return new Promise((resolve) => {
		let socket: WebSocket;
		try {
			socket = new world.WebSocket(address);
		} catch {
			return resolve('silent'); // not an address this browser opens
		}
		socket.binaryType = 'arraybuffer';
		let isOpen = false;
		const end = (answer: 'good' | 'other' | 'silent') => {
			world.clearTimeout(timer);
			socket.onopen = socket.onmessage = socket.onclose = null;
			socket.close();
			resolve(answer);
		};
		const timer = world.setTimeout(() => end(isOpen ? 'other' : 'silent'), PATIENCE_MS);
		socket.onopen = () => {
			isOpen = true;
			if (!isKeeper) end('good');
		};
		socket.onmessage = ({ data }: MessageEvent<unknown>) => {
			const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0);
			end(bytes.length === 36 && GREETING.every((byte, at) => bytes[at] === byte) ? 'good' : 'other');
		};
		socket.onclose = () => end(isOpen ? 'other' : 'silent');
	});
}

async function checkIce(kind: 'stun' | 'turn', all: readonly RTCIceServer[], { world }: TestMeans, told: Told): Promise<void> {
	const what = kind === 'turn' ? 'Relay' : 'Address finder';
	const servers = all.flatMap(({ urls, ...rest }) => [...urls].filter((url) => url.startsWith(kind)).map((url) => ({ ...rest, urls: url })));
	if (servers.length === 0) {
		const sentence = kind === 'turn' ? 'You use none. Where a network forbids direct connections, a relay of your own or a keeper carries.' : 'You use none. Devices in one house meet without; from elsewhere, a keeper or a relay helps.';
		return told({ what: kind, name: what, outcome: 'none', sentence });
	}
	for (const server of servers) {
		const name = `${what} ${server.urls.replace(/^\w+:/, '')}`;
		if (await gathers(server, kind === 'turn' ? 'relay' : 'srflx', world)) told({ what: kind, name, outcome: 'good', sentence: kind === 'turn' ? 'It takes this device in.' : 'It tells this device its address.' });
		else if (kind === 'turn') told({ what: kind, name, outcome: 'bad', sentence: 'It does not take this device in. Check its address, user name and password, or try another network.' });
		else told({ what: kind, name, outcome: 'bad', sentence: 'It does not answer. It is switched off, or this network forbids it; a relay may still work.' });
	}
}

/** Asks this one server for an address of that kind. */
async function gathers(server: RTCIceServer, type: 'srflx' | 'relay', world: TestMeans['world']): Promise<boolean> {
	let connection: RTCPeerConnection;
	try {
		connection = new world.RTCPeerConnection({ iceServers: [server], iceTransportPolicy: type === 'relay' ? 'relay' : 'all' });
	} catch {
		return false; // not an address this browser takes
	}
	try {
		const found = new Promise<boolean>((resolve) => {
			const timer = world.setTimeout(() => resolve(false), PATIENCE_MS);
			connection.onicecandidate = ({ candidate }) => {
				// the last one is null
				if (candidate !== null && candidate.candidate !== '' && !candidate.candidate.includes(` typ ${type}`)) return;
				world.clearTimeout(timer);
				resolve(candidate !== null && candidate.candidate !== '');
			};
		});
		connection.createDataChannel('test');
		await connection.setLocalDescription();
		return await found;
	} catch {
		return false;
	} finally {
		connection.close();
	}
}

function colleagues({ here }: ConnectionView): ConnectionCheck {
	const name = 'Colleagues';
	if (here.length === 0) return { what: 'colleague', name, outcome: 'none', sentence: 'Nobody else is here right now, so there is nobody to try it with.' };
	const ways = { direct: 'directly', relayed: 'through a relay', unknown: '', keeper: 'through the keeper' } as const;
	const who = here.map(({ name: one, route }) => `${one} ${ways[route]}`.trim()).join(', ');
	return { what: 'colleague', name, outcome: 'good', sentence: `Connected now: ${who}.` };
}

const hostOf = (address: string): string => address.replace(/^wss?:\/\//, '').replace(/\/.*$/, '');
