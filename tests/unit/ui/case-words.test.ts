/** Cases in words. */
import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import { AGE_BANDS, SETTINGS_OF_CARE, WISHES } from '$crdt/domain/consultation/case-ops';
import type { CaseView } from '$crdt/domain/consultation/views';
import { blocksOf } from '$lib/features/consultation/cases/case-begin';
import { AGE_WORDS, sayOut, saySpan, sayTags, SETTING_WORDS, WISH_WORDS } from '$lib/features/consultation/cases/case-words';

type Answer = CaseView['answers'][number];
const answer = (name: string, knows: Answer['knows']): Answer => ({ member: name as MemberId, name, knows, at: 0, seen: null });

describe('a case in words', () => {
	it('says its tags in a line, and leaves out what was left unsaid', () => {
		expect(sayTags({ age: 'young adult', setting: 'online', themes: ['trauma', 'sleep'], wish: 'a second look' })).toBe('A young adult, seen online. Trauma and sleep. Asks for a second look.');
		expect(sayTags({ age: 'unsaid', setting: 'clinic', themes: [], wish: null })).toBe('Seen in a clinic.');
		expect(sayTags({ age: 'unsaid', setting: 'unsaid', themes: [], wish: null })).toBe('Nothing is said of it in the open.');
	});

	it('has a word for every choice', () => {
		expect([AGE_BANDS.map((one) => AGE_WORDS[one]), SETTINGS_OF_CARE.map((one) => SETTING_WORDS[one]), WISHES.map((one) => WISH_WORDS[one])].flat().every((words) => words.length > 2)).toBe(true);
	});

	it('says when something could be read, with the second day where it is another', () => {
		const at = (text: string) => Date.parse(text);
		expect(saySpan({ from: at('2026-05-03T16:02Z'), until: at('2026-05-03T16:10Z') }, 'Europe/Berlin', '2026-05-03')).toBe('from 3 May 18:02 to 18:10');
		expect(saySpan({ from: at('2026-05-03T16:02Z'), until: at('2026-05-04T07:00Z') }, 'Europe/Berlin', '2027-01-02')).toBe('from 3 May 2026 18:02 to 4 May 2026 09:00');
	});

	it('names who steps out, for whoever leads, myself as “you”', () => {
		expect(sayOut([answer('Ben', 'no')], null)).toBe('');
		expect(sayOut([answer('Ben', 'maybe'), answer('Dele', 'no')], null)).toBe('Ben steps out while this is discussed.');
		expect(sayOut([answer('Ben', 'maybe'), answer('Ana', 'maybe')], 'Ana' as MemberId)).toBe('Ben and you step out while this is discussed.');
		expect(sayOut([answer('Ana', 'maybe')], 'Ana' as MemberId)).toBe('You step out while this is discussed.');
	});

	it('begins its text with the working name and the question, each in one block', () => {
		expect(blocksOf(' the  swimmer ', 'How do I\n\nend this? ')).toEqual([{ heading: 'the swimmer', words: 'How do I end this?' }]);
	});
});
