/**
 * What two devices must tell each other to connect without any server, taken out of a session description and put into one again.
 * Everything else in a description is the same for all of our lines. What is put in is made of numbers and of texts that match their
 * patterns, so nothing that a stranger wrote can become a line of its own. Knows no connections. Carries PAIR2, PAIR3.
 */
import { fingerprintOf } from './session-description';

export interface Way {
	readonly type: 'host' | 'srflx' | 'relay';
	/** IPv4, IPv6 in eight groups, or a name under `.local` that stands for either (mDNS). */
	readonly address: string;
	readonly port: number;
	readonly priority: number;
}

export interface LineFacts {
	readonly kind: 'offer' | 'answer';
	readonly ufrag: string;
	readonly pwd: string;
	/** SHA-256 of the certificate, 32 bytes. */
	readonly fingerprint: Uint8Array;
	/** Of an answer: waits for the other side's handshake instead of beginning it. */
	readonly passive: boolean;
	/** The best first. UDP only. */
	readonly ways: readonly Way[];
}

export const ICE_TEXT = /^[A-Za-z0-9+/]{4,64}$/;
export const MAX_WAYS = 12;
const CANDIDATE = /^a=candidate:\S+ 1 udp (\d{1,10}) (\S+) (\d{1,5}) typ (host|srflx|relay)\b/i;
const LOCAL_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local$/;

/** Null: this is no description that one of our lines makes. */
export function factsOf(kind: LineFacts['kind'], sdp: string): LineFacts | null {
	const lines = sdp.split(/\r?\n/);
	const valueOf = (name: string): string => lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3).trim() ?? '';
	const fingerprint = fingerprintOf(sdp);
	const [ufrag, pwd] = [valueOf('ice-ufrag'), valueOf('ice-pwd')];
	if (!fingerprint || !ICE_TEXT.test(ufrag) || !ICE_TEXT.test(pwd)) return null;
	const ways = lines.flatMap((line): Way[] => {
		const found = CANDIDATE.exec(line);
		const address = found && addressOf(found[2]!);
		if (!found || !address) return [];
		const [port, priority] = [Number(found[3]), Number(found[1])];
		const type = found[4]!.toLowerCase() as Way['type']; // one of the three in the pattern
		return isPort(port) && priority <= 0xffffffff ? [{ type, address, port, priority }] : [];
	});
	ways.sort((a, b) => b.priority - a.priority);
	return { kind, ufrag, pwd, fingerprint, passive: valueOf('setup') === 'passive', ways: ways.slice(0, MAX_WAYS) };
}

export function sdpOf({ kind, ufrag, pwd, fingerprint, passive, ways }: LineFacts): string {
	const colons = [...fingerprint].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
	const setup = kind === 'offer' ? 'actpass' : passive ? 'passive' : 'active';
	return [
		'v=0',
		`o=- ${sessionNumber(fingerprint, ufrag)} 2 IN IP4 127.0.0.1`,
		's=-', 't=0 0', 'a=group:BUNDLE 0',
		'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
		'c=IN IP4 0.0.0.0',
		...ways.map((way, i) => `a=${candidateOf(way, i)}`),
		`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`,
		`a=fingerprint:sha-256 ${colons}`, `a=setup:${setup}`,
		'a=mid:0', 'a=sctp-port:5000', 'a=max-message-size:262144', ''
	].join('\r\n');
}

export function candidateOf({ type, address, port, priority }: Way, index: number): string {
	const behind = type === 'host' ? '' : ' raddr 0.0.0.0 rport 0';
	return `candidate:${index + 1} 1 udp ${priority} ${address} ${port} typ ${type}${behind}`;
}

/** As it is written here; null for what is no address. */
export function addressOf(text: string): string | null {
	const lower = text.toLowerCase();
	if (LOCAL_NAME.test(lower)) return lower;
	if (/^\d{1,3}(\.\d{1,3}){3}$/.test(lower)) return lower.split('.').every((part) => Number(part) <= 255) ? lower.split('.').map(Number).join('.') : null;
	const groups = groupsOf(lower);
	return groups && groups.map((group) => group.toString(16)).join(':');
}

function groupsOf(text: string): number[] | null {
	const halves = text.split('::');
	if (!text.includes(':') || halves.length > 2) return null;
	const read = (half: string): string[] => (half === '' ? [] : half.split(':'));
	const [before, after] = [read(halves[0]!), read(halves[1] ?? '')];
	const missing = 8 - before.length - after.length;
	if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
	const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
	return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? groups.map((group) => parseInt(group, 16)) : null;
}

export const isPort = (port: number): boolean => port >= 1 && port <= 0xffff;

/** Descriptions of one connection carry one number; another connection has another certificate or name. */
function sessionNumber(fingerprint: Uint8Array, ufrag: string): number {
	let number = 0;
	for (const byte of fingerprint.subarray(0, 5)) number = number * 256 + byte;
	for (let i = 0; i < ufrag.length; i++) number = (number * 31 + ufrag.charCodeAt(i)) % 0xffffffffff;
	return number + 1;
}
