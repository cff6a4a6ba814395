import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import { gapAtEnd, gapFor } from '$lib/features/consultation/agenda-order';
import { guessDeviceName } from '$lib/features/gate/drafts';
import { sayBytes } from '$lib/ui/bytes';
import { moodOf, shortWords } from '$lib/features/shell/connection-words';
import { doublePress } from '$lib/features/shell/double-press';
import { isWithin } from '$lib/ui/paths';
import { idleMinutes } from '$lib/ui/idle-lock';
import { qrPath } from '$lib/ui/qr-path';
import { initials, sayHeld, sayList } from '$lib/ui/words';

const ben = 'ben' as MemberId; // only compared here

describe('small words', () => {
	it('names are listed as people say them', () => {
		expect([sayList([]), sayList(['Ana']), sayList(['Ana', 'Ben']), sayList(['Ana', 'Ben', 'Chloé'])]).toEqual(['', 'Ana', 'Ana and Ben', 'Ana, Ben and Chloé']);
	});
	it('how many hold a copy is said plainly, also when one is alone', () => {
		expect(sayHeld(2, 5)).toBe('on 2 of 5 members’ devices');
		expect(sayHeld(1, 1)).toBe('on this device only');
	});
	it('initials survive accents, spaces and emptiness', () => {
		expect([initials('Ana'), initials(' Chloé  van Dyk '), initials('Éva'), initials('')]).toEqual(['A', 'CD', 'É', '']);
	});
	it('sizes are said in round figures', () => {
		expect([sayBytes(12), sayBytes(340_000), sayBytes(4_310_000), sayBytes(12_000_000), sayBytes(2.1e9)]).toEqual(['12 bytes', '340 kB', '4.3 MB', '12 MB', '2.1 GB']);
	});
	it('a device gets a name one would give it', () => {
		expect(guessDeviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)')).toBe('Phone');
		expect(guessDeviceName('Mozilla/5.0 (Linux; Android 15; Pixel) Mobile Safari')).toBe('Phone');
		expect(guessDeviceName('Mozilla/5.0 (Windows NT 10.0)')).toBe('Windows computer');
		expect(guessDeviceName('')).toBe('Computer');
	});
});

describe('moving an agenda item', () => {
	const items = [{ id: 'a', order: 'C' }, { id: 'b', order: 'K' }, { id: 'c', order: 'S' }];
	it('up and down land between the right neighbours', () => {
		expect(gapFor(items, 'c', 1)).toEqual({ after: 'C', before: 'K' });
		expect(gapFor(items, 'a', 1)).toEqual({ after: 'K', before: 'S' });
		expect(gapFor(items, 'a', 2)).toEqual({ after: 'S', before: null });
		expect(gapFor(items, 'c', 0)).toEqual({ after: null, before: 'C' });
	});
	it('staying is no move, and a stranger has no place', () => {
		expect(gapFor(items, 'b', 1)).toBeNull();
		expect(gapFor(items, 'x', 0)).toBeNull();
		expect(gapFor(items, 'c', 9)).toBeNull();
		expect(gapAtEnd([])).toEqual({ after: null, before: null });
	});
});

describe('the frame', () => {
	const connection = { online: true, here: [], ownDevicesHere: 0, signaling: 'connected', upToDate: true, unsharedEntries: 0, keepers: [], writing: 'ok', sentence: '', copiesDiffer: false } as const;
	it('the connection is said in a few words, the alarm before anything else', () => {
		expect(shortWords(connection)).toBe('Nobody else here');
		expect(shortWords({ ...connection, online: false })).toBe('No network');
		expect(shortWords({ ...connection, here: [{ memberId: ben, name: 'Ben', route: 'direct' }] })).toBe('Ben is here');
		expect(shortWords({ ...connection, here: [{ memberId: ben, name: 'Ben', route: 'direct' }], upToDate: false })).toBe('Catching up');
		expect(moodOf({ ...connection, online: false, copiesDiffer: true })).toBe('alarm');
	});
	it('home is home only, other places hold their pages', () => {
		expect([isWithin('/', '/'), isWithin('/ledger', '/'), isWithin('/ledger/new', '/ledger'), isWithin('/ledgers', '/ledger')]).toEqual([true, false, true, false]);
	});
	it('two presses close together hide the screen, a slow pair or a third alone does not', () => {
		const pressed = doublePress(600);
		expect([pressed(1000), pressed(1500), pressed(1700), pressed(5000), pressed(5700)]).toEqual([false, true, false, false, false]);
	});
	it('an auto-lock time that was tampered with falls back to the default', () => {
		expect(idleMinutes({ getItem: () => '30' })).toBe(30);
		expect(idleMinutes({ getItem: () => '0' })).toBe(0);
		expect(idleMinutes({ getItem: () => '100000' })).toBe(10);
		expect(idleMinutes({ getItem: () => null })).toBe(10);
	});
	it('a square code is one path with a quiet border', () => {
		const { size, path } = qrPath('https://lindenhof.example/join#abc');
		expect(size).toBeGreaterThan(25);
		expect(path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);
		expect(path).not.toMatch(/M[012] /);
	});
});
