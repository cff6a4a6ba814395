/** Codes for pairing as bytes and texts: compact, told apart, and never more than what they may say (PAIR1–PAIR3). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, factsOf, MAX_WAYS, sdpOf, type LineFacts } from '$lib/adapters/webrtc/manual-sdp';
import { decodePairing, encodePairing, MAX_CODE_CHARACTERS } from '$lib/adapters/webrtc/manual-text';
import { fingerprintOf } from '$lib/adapters/webrtc/session-description';
import encodeQR from 'qr';
import { decodeQR } from 'qr/decode.js';

const MINUTE = 1_800_000_060_000;
const FACTS: LineFacts = {
	kind: 'offer', ufrag: 'a1B/', pwd: 'abcdefghijklmnopqrstuv+/', passive: false,
	fingerprint: Uint8Array.from({ length: 32 }, (_, i) => i * 7),
	ways: [
		{ type: 'host', address: '0b4a2f8e-3d59-4a53-8b1c-aa0f1f7a9f10.local', port: 50123, priority: 2113937151 },
		{ type: 'host', address: '192.168.1.20', port: 50124, priority: 2113939711 },
		{ type: 'srflx', address: 'fe80:0:0:0:1:2:3:4', port: 9, priority: 1 }
	]
};
const CHROMIUM = [
	'v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'a=extmap-allow-mixed', 'a=msid-semantic: WMS',
	'm=application 50123 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 192.168.1.20',
	'a=candidate:1 1 udp 2113937151 0B4A2F8E-3d59-4a53-8b1c-aa0f1f7a9f10.local 50123 typ host generation 0 network-cost 999',
	'a=candidate:2 1 tcp 1518280447 192.168.1.20 9 typ host tcptype active',
	'a=candidate:3 2 udp 1 192.168.1.20 9 typ host', 'a=candidate:4 1 udp 1 evil.example 9 typ host',
	'a=candidate:5 1 UDP 1685987071 203.0.113.7 61000 typ srflx raddr 192.168.1.20 rport 50123',
	'a=ice-ufrag:a1B/', 'a=ice-pwd:abcdefghijklmnopqrstuv+/', 'a=ice-options:trickle',
	`a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'a=setup:actpass', 'a=mid:0', 'a=sctp-port:5000', 'a=max-message-size:262144', ''
].join('\r\n');

describe('what a code says', () => {
	it('[PAIR1] goes over as text and comes back the same, white space added by messengers included', () => {
		const { text, tag } = encodePairing(FACTS, MINUTE, 0);
		expect(text.length).toBeLessThan(250);
		const spaced = ` ${text.slice(0, 20)}\n${text.slice(20)} `;
		expect(decodePairing(spaced)).toEqual({ ok: true, value: { facts: FACTS, madeAtMs: MINUTE, tag, answers: 0 } });
	});

	it('[PAIR1] goes over as a square code', () => {
		const { text } = encodePairing({ ...FACTS, kind: 'answer', passive: true }, MINUTE, 77);
		const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 3, scale: 4 });
		const data = Uint8Array.from(rows.flatMap((row) => row.flatMap((dark) => (dark ? [0, 0, 0, 255] : [255, 255, 255, 255]))));
		const seen = decodeQR({ width: rows.length, height: rows.length, data });
		expect(decodePairing(seen)).toMatchObject({ ok: true, value: { answers: 77, facts: { kind: 'answer', passive: true } } });
	});

	it('[PAIR2] takes out of a browser’s description what a line needs: UDP, numbers and mDNS names, no name of any other kind', () => {
		const facts = factsOf('offer', CHROMIUM);
		expect(facts?.ways.map(({ type, address, port }) => [type, address, port])).toEqual([
			['host', '0b4a2f8e-3d59-4a53-8b1c-aa0f1f7a9f10.local', 50123],
			['srflx', '203.0.113.7', 61000]
		]);
		expect(fingerprintOf(sdpOf(facts!))).toEqual(facts!.fingerprint);
		expect(factsOf('offer', sdpOf(facts!))).toEqual(facts);
		expect(factsOf('offer', 'v=0')).toBeNull();
	});

	it('[PAIR2] addresses are written in one way, and what is none is none', () => {
		expect(['FE80::1', '::', '1.2.3.4', '01.2.3.4', '1.2.3.256', '1:2', 'g::1', '1::2::3', 'house.local'].map(addressOf)).toEqual([
			'fe80:0:0:0:0:0:0:1', '0:0:0:0:0:0:0:0', '1.2.3.4', '1.2.3.4', null, null, null, null, null
		]);
	});

	it('[PAIR3] whatever is changed in a code, and whatever garbage is scanned, is refused and never thrown', () => {
		const { text } = encodePairing(FACTS, MINUTE, 0);
		fc.assert(fc.property(fc.integer({ min: 5, max: text.length - 1 }), fc.constantFrom('A', 'z', '9', '_'), (at, letter) =>
			text[at] === letter || !decodePairing(text.slice(0, at) + letter + text.slice(at + 1)).ok));
		fc.assert(fc.property(fc.string(), (garbage) => !decodePairing(garbage).ok));
		fc.assert(fc.property(fc.base64String(), (garbage) => !decodePairing(`CHP1.${garbage}`).ok));
		expect(decodePairing('A'.repeat(MAX_CODE_CHARACTERS * 2 + 1))).toEqual({ ok: false, error: 'NotACode' });
	});

	it('[PAIR3] a sound checksum over false contents does not help: no line of a description is anybody’s own', () => {
		const spoiled: readonly Partial<LineFacts>[] = [
			{ ufrag: 'a\r\na=x' }, { pwd: 'short\n' }, { ufrag: 'ab' },
			{ ways: [{ ...FACTS.ways[1]!, port: 0 }] },
			{ ways: Array.from({ length: MAX_WAYS + 1 }, () => FACTS.ways[1]!) }
		];
		for (const change of spoiled) expect(decodePairing(encodePairing({ ...FACTS, ...change }, MINUTE).text)).toEqual({ ok: false, error: 'DamagedCode' });
		expect(decodePairing(encodePairing(FACTS, MINUTE, 5).text)).toEqual({ ok: false, error: 'DamagedCode' });
	});
});
