import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { CARET_COLOURS, createPresence, EXPIRY_MS, RENEW_MS, type TextPresence } from '$crdt/text/ephemeral';
import { parseCursor } from '$crdt/text/cursor';
import { encodePresence } from '$crdt/text/live-body';
import { createTextDoc } from '$crdt/text/text-doc';
import { createFakeClock, type FakeClock } from './text-world';

const NAMES = new Map([
	[11, 'Ana'],
	[22, 'Ben']
]);
const [ANA, BEN, EVE] = [11, 22, 33] as [Slot, Slot, Slot]; // test slots are written by hand
const CURSOR = { anchor: { tname: 'default', assoc: 0 }, head: { tname: 'default', assoc: 0 } };

function seat(slot: Slot, clock: FakeClock): { presence: TextPresence; sent: Uint8Array[]; client: number } {
	const sent: Uint8Array[] = [];
	const text = createTextDoc(slot, 0);
	if (!text.ok) throw new Error('no text');
	const presence = createPresence(slot, text.value, {
		timers: clock,
		now: clock.now,
		broadcast: (body) => sent.push(body),
		isHeard: () => true,
		nameOf: (other) => NAMES.get(other) ?? null
	});
	return { presence, sent, client: text.value.client };
}

describe('presence', () => {
	it('[TXT27] [TXT28] a cursor arrives, with the name that the membership gives', () => {
		const clock = createFakeClock();
		const [ana, ben] = [seat(ANA, clock), seat(BEN, clock)];
		ana.presence.awareness.setLocalStateField('cursor', CURSOR);
		ana.presence.awareness.setLocalStateField('user', { name: 'Chloé', color: '#ff0000' });
		clock.advance(100);
		for (const body of ana.sent) ben.presence.receive({ slot: ANA, body });
		expect(ben.presence.present).toEqual([{ name: 'Ana', colour: CARET_COLOURS[ANA % 8] }]);
		expect(ben.presence.awareness.getStates().get(ana.client)).toMatchObject({ user: { name: 'Ana' }, cursor: CURSOR });
	});

	it('[TXT27] a frame counts under its sender, whatever it claims', () => {
		const clock = createFakeClock();
		const ben = seat(BEN, clock);
		ben.presence.receive({ slot: EVE, body: encodePresence(0, 1, CURSOR) });
		expect(ben.presence.present).toEqual([]);
		ben.presence.receive({ slot: BEN, body: encodePresence(0, 99, null) });
		expect(ben.presence.awareness.getLocalState()).not.toBe(null);
	});

	it('[TXT29] an older frame changes nothing, silence for 30 s ends a presence, repetition keeps it', () => {
		const clock = createFakeClock();
		const [ana, ben] = [seat(ANA, clock), seat(BEN, clock)];
		ben.presence.receive({ slot: ANA, body: encodePresence(0, 5, CURSOR) });
		ben.presence.receive({ slot: ANA, body: encodePresence(0, 4, null) });
		expect(ben.presence.present).toHaveLength(1);
		clock.advance(EXPIRY_MS + EXPIRY_MS / 6);
		expect(ben.presence.present).toHaveLength(0);
		ana.sent.length = 0;
		clock.advance(RENEW_MS * 3);
		expect(ana.sent.length).toBe(3);
	});

	it('[TXT29] whoever arrives is answered, and a goodbye is seen at once', () => {
		const clock = createFakeClock();
		const [ana, ben] = [seat(ANA, clock), seat(BEN, clock)];
		clock.advance(100);
		ben.sent.length = 0;
		ben.presence.receive({ slot: ANA, body: ana.sent[0]! });
		clock.advance(100);
		expect(ben.sent).toHaveLength(1);
		ana.presence.close();
		ben.presence.receive({ slot: ANA, body: ana.sent.at(-1)! });
		expect(ben.presence.present).toEqual([]);
	});

	it('[TXT29] one device shows at most eight presences', () => {
		const clock = createFakeClock();
		const ben = seat(BEN, clock);
		for (let session = 0; session < 50; session++) ben.presence.receive({ slot: ANA, body: encodePresence(session, 1, CURSOR) });
		expect(ben.presence.awareness.getStates().size).toBe(9);
	});

	it('[TXT27] a cursor is rebuilt from known fields; other roots and shapes are none', () => {
		const doc = new Y.Doc();
		const text = doc.getText('default');
		text.insert(0, 'abc');
		const end = Y.createRelativePositionFromTypeIndex(text, 2);
		expect(parseCursor({ anchor: end, head: end, extra: { evil: true } })).toEqual({
			anchor: { tname: 'default', item: { client: doc.clientID, clock: 2 }, assoc: 0 },
			head: { tname: 'default', item: { client: doc.clientID, clock: 2 }, assoc: 0 }
		});
		for (const bad of [
			null,
			7,
			{},
			{ anchor: end },
			{ anchor: { tname: 'other' }, head: end },
			{ anchor: { item: { client: -1, clock: 0 } }, head: end },
			{ anchor: { item: { client: 'x', clock: 0 } }, head: end }
		])
			expect(parseCursor(bad)).toBe(null);
	});

	it('[TXT26] white words are readable on every caret colour', () => {
		const channel = (hex: string): number => {
			const value = parseInt(hex, 16) / 255;
			return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
		};
		for (const colour of CARET_COLOURS) {
			const [r, g, b] = [1, 3, 5].map((at) => channel(colour.slice(at, at + 2)));
			const luminance = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
			expect(1.05 / (luminance + 0.05)).toBeGreaterThanOrEqual(4.5);
		}
	});
});
