/** Which entries brought a group key or a device. */
import { describe, expect, it } from 'vitest';
import { toBase64, type DeviceId, type EntryId } from '$crypto/base';
import { hintNumber } from '$crypto/envelope';
import { createKeyring } from '$crypto/keyring';
import { createOrigins } from '$lib/worker/origins';
import { createStage } from '../../support/cast';

const entry = (name: string) => name as EntryId; // only told apart here
const NOBODY = 'nobody' as DeviceId;

describe('origins', () => {
	const stage = createStage();
	const [ana, ben] = [stage.person('Ana'), stage.person('Ben')];
	const hint = hintNumber(stage.epoch.hint);

	it('[LOG54] a group key is found only where it was boxed for the one who asks', () => {
		const origins = createOrigins(stage.collective, createKeyring([stage.epoch]));
		origins.noteKey(stage.epoch.id, [{ device: ana.device }], entry('opened'));
		origins.noteKey(stage.epoch.id, [{ device: ben.device }], entry('shared'));
		expect(origins.find({ hints: [hint], slots: [] }, ana.device)).toEqual(['opened']);
		expect(origins.find({ hints: [hint], slots: [] }, ben.device)).toEqual(['shared']);
		expect(origins.find({ hints: [hint], slots: [] }, NOBODY)).toEqual([]);
		expect(origins.find({ hints: [hint + 1], slots: [] }, ana.device)).toEqual([]);
	});

	it('[LOG54] a device is found by its slot, however often it was brought, at most four times', () => {
		const origins = createOrigins(stage.collective, createKeyring());
		const key = toBase64(ben.known.signKey);
		for (let i = 0; i < 9; i++) origins.noteDevice(key, entry(`admission ${i}`));
		origins.noteDevice('no key', entry('nonsense'));
		expect(origins.find({ hints: [], slots: [ben.slot, ana.slot] }, ana.device)).toEqual([0, 1, 2, 3].map((i) => `admission ${i}`));
	});
});
