/** PRF10, and the words of a phrase while they are typed (CRY70, CRY71). */
import { describe, expect, it } from 'vitest';
import { completed, phraseOf, readPhrase } from '$lib/services/phrase-words';
import { backupReminder } from '$lib/words/backup-words';
import { deviceFacts, recoveryWords } from '$lib/features/devices/device-words';
import type { OwnDeviceView, RecoveryView } from '$lib/services/reach-types';

const DAY = 86_400_000;
const NOW = 400 * DAY;
const situation = { lastBackupAt: null, since: NOW, now: NOW, hasData: true, otherWaysBack: false };
const at = (days: number, more: object = {}) => backupReminder({ ...situation, since: NOW - days * DAY, ...more });

describe('the reminder of a backup', () => {
	it('[PRF10] says nothing before there is something to lose', () => {
		expect(at(100, { hasData: false })).toBeNull();
	});
	it('[PRF10] grows firmer at 14, 30 and 60 days', () => {
		expect([0, 13, 14, 29, 30, 59, 60, 400].map((days) => at(days)?.firmness)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
	});
	it('[PRF10] after a backup is silent for 14 days, then begins anew', () => {
		expect([0, 13, 14, 30, 60].map((days) => at(300, { lastBackupAt: NOW - days * DAY })?.firmness)).toEqual([undefined, undefined, 1, 2, 3]);
	});
	it('[PRF10] with a second device and a phrase only asks after 60 days', () => {
		expect([0, 30, 59, 60].map((days) => at(days, { otherWaysBack: true })?.firmness)).toEqual([undefined, undefined, undefined, 3]);
	});
});

const WORDS = 'abandon '.repeat(23).trim() + ' art';

describe('a phrase that is being typed', () => {
	it('[CRY70] is whole in any case, with numbers and commas between', () => {
		expect(readPhrase(WORDS)).toMatchObject({ count: 24, fits: true });
		const sheet = WORDS.toUpperCase().split(' ').map((word, i) => `${i + 1} ${word},`).join('\n');
		expect(readPhrase(sheet).fits).toBe(true);
		expect(phraseOf(sheet)).toBe(WORDS);
	});
	it('[CRY71] names the word that is not in the list, and not the one still being typed', () => {
		expect(readPhrase('abandon abilty able ').sentence).toBe('Word 2, “abilty”, is not in the list.');
		expect(readPhrase('abandon abil')).toMatchObject({ sentence: '', completions: ['ability'] });
		expect(completed('abandon abil', 'ability')).toBe('abandon ability ');
	});
	it('[CRY71] tells words that do not fit together from words that are missing', () => {
		expect(readPhrase(WORDS.replace(' art', ' zoo'))).toMatchObject({ fits: false, sentence: expect.stringMatching(/do not fit/) });
		expect(readPhrase('abandon '.repeat(10))).toMatchObject({ count: 10, fits: false, sentence: '' });
		expect(readPhrase(`${WORDS} art`)).toMatchObject({ fits: false, sentence: 'There are 25 words; a phrase has 24.' });
	});
});

describe('devices in words', () => {
	const device = { name: 'Phone', kind: 'device', isThis: false, isVoice: false, status: 'active', addedAt: NOW - DAY, lastWrittenAt: null } as OwnDeviceView;
	it('says of a device that was taken off that nothing new reaches it', () => {
		expect(deviceFacts({ ...device, status: 'revoked' }, NOW)).toMatch(/nothing new reaches it/);
		expect(deviceFacts(device, NOW)).toMatch(/has written nothing yet/);
	});
	it('counts the yeses of a recovery', () => {
		expect(recoveryWords({ approvals: 1, needed: 2, startedByName: 'Ben', startedAt: NOW - 60_000, status: 'open' } as RecoveryView, NOW)).toMatch(/1 of 2 have said yes\.$/);
	});
});
