import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, LONGEST_TEXT } from '$lib/identifiers/check';
import type { CheckContext, Flag } from '$lib/identifiers/types';
import { CONTEXT, readLabelled } from './labelled';

const flagsOf = (text: string, context: Partial<CheckContext> = {}): readonly Flag[] => check(text, { ...CONTEXT, ...context }).flags;
const said = (text: string, context: Partial<CheckContext> = {}): readonly string[] => flagsOf(text, context).map(({ from, to }) => text.slice(from, to));

/** The text after one tap on the first suggestion of each flag. */
const tapped = (text: string, context: Partial<CheckContext> = {}): string =>
	[...flagsOf(text, context)].reverse().reduce((rest, { from, to, suggestions }) => rest.slice(0, from) + (suggestions[0] ?? '') + rest.slice(to), text);

function expectSound(text: string, context: CheckContext = CONTEXT): void {
	const { flags, settledTo } = check(text, context);
	let end = 0;
	for (const { from, to, reason } of flags) {
		expect(from).toBeGreaterThanOrEqual(end);
		expect(to).toBeGreaterThan(from);
		expect(reason).not.toBe('');
		end = to;
	}
	expect(end).toBeLessThanOrEqual(Math.min(text.length, LONGEST_TEXT));
	expect(settledTo).toBeGreaterThanOrEqual(0);
	expect(settledTo).toBeLessThanOrEqual(Math.min(text.length, LONGEST_TEXT));
}

describe("the person's list", () => {
	it('[IDN16] comes first, in any case and with any accent or possessive', () => {
		const privateWords = ['Zoë', 'red house'];
		expect(said("ZOE'S plan, zoë and the zoes, the Red House's door", { privateWords })).toEqual(['ZOE', 'zoë', 'zoes', "Red House"]);
		expect(flagsOf('see the red house', { privateWords })[0]).toMatchObject({ reason: 'This is on your private list.' });
		expect(said('a red door, a house', { privateWords })).toEqual([]);
	});

	it('[IDN16] is never outweighed, and never underlined twice', () => {
		expect(said('Write to maria@lopez.example now', { privateWords: ['lopez'] })).toEqual(['maria@lopez.example']);
		expect(said("Maria's Bakery on Monday", { privateWords: ["Maria's Bakery"] })).toEqual(["Maria's Bakery"]);
	});

	it('[IDN16] passes what the person passes, and the names of the collective word by word', () => {
		expect(said('Jonathan and Maria spoke.', { passWords: ['jonathan'] })).toEqual(['Maria']);
		expect(said("Chloé's turn, then Dr. Okafor, then Dele.", { ownNames: ['Chloé Martin', 'Dele Okafor'] })).toEqual([]);
		expect(said('We met in Springfield House.', { ownNames: ['Springfield House'] })).toEqual([]);
	});

	it('[IDN16] beats the pass words', () => {
		expect(said('Jonathan spoke.', { passWords: ['Jonathan'], privateWords: ['jonathan'] })).toEqual(['Jonathan']);
	});
});

describe('a suggestion', () => {
	it.each([
		['They divorced on 14 March 2019.', 'They divorced in 2019.'],
		['The accident was on the 14th of March.', 'The accident was in spring.'],
		['It began in March.', 'It began in spring.'],
		['Since January she has slept on the couch.', 'Since winter she has slept on the couch.'],
		['He was sober until June 2022.', 'He was sober until 2022.'],
		['On 3 May 2020 he left.', 'In 2020 he left.'],
		['See you next Tuesday the 4th.', 'See you next Tuesday.'],
		['Jonathan said no.', '[client] said no.'],
		["Rose's mother called.", "[client]'s mother called."],
		['Her sister Maria drives.', 'Her sister [name] drives.'],
		['The twins Emma and Liam came.', 'The twins [name] and [name] came.'],
		['A man called Bogdan waits.', 'A man called [name] waits.'],
		['My client Maria drives.', 'My client [name] drives.'],
		['We asked Dr. Patel.', 'We asked [doctor].'],
		['She lives in Springfield.', 'She lives in [town].'],
		['A 95-year-old woman came.', 'A 90-or-older woman came.'],
		['Her grandmother, 93, raised him.', 'Her grandmother, 90 or older, raised him.'],
		['Call 415-555-2671 tonight.', 'Call [phone number] tonight.'],
		['They planned her 93rd birthday.', 'They planned her birthday.'],
		['He turned 90 last week.', 'He turned at least 90 last week.'],
		['She is 91 years old and lives alone.', 'She is 90 or older and lives alone.'],
		['She was born in 1931 on a farm.', 'She was born in the 1930s or earlier on a farm.'],
		['Two centenarians sing.', 'Two people over 89 sing.'],
		['The selfies were found.', 'The [pictures] were found.'],
		['They took her fingerprints.', 'They took her [biometric detail].'],
		['A van, licence plate B-MX 4471.', 'A van, licence plate [vehicle number].'],
		['On Thanksgiving Day they fought.', 'In fall they fought.'],
		['The Fourth of July was terrible.', 'The summer was terrible.'],
		['June 12 is the anniversary.', 'A day in summer is the anniversary.'],
		['It is over; June 12, 2019 was the end.', 'It is over; a day in 2019 was the end.'],
		['She died 14 March 2019.', 'She died in 2019.'],
		['Last seen Sept. 9.', 'Last seen in fall.'],
		['Her last drink: 5/17/24.', 'Her last drink: 2024.'],
		['Between May 2 and May 9 she did not eat.', 'Between spring and spring she did not eat.'],
		['He was arrested the night of March 9.', 'He was arrested the night of a day in spring.'],
		['We met on the 14th, at noon.', 'We met on a certain day, at noon.'],
		['She went there since the 4th.', 'She went there since the day in question.']
	])('[IDN20] reads well: %s', (text, expected) => {
		expect(tapped(text)).toBe(expected);
		// what was put there is not flagged itself
		expect(flagsOf(expected)).toEqual([]);
	});

	it('[IDN20] knows the seasons of the south and the days of other countries', () => {
		expect(tapped('It began in March.', { region: 'AU' })).toBe('It began in autumn.');
		expect(flagsOf('On 4/3/2021 it rained.', { region: 'GB' })[0]?.suggestions[0]).toBe('In 2021');
		expect(flagsOf('He left on 4/12.', { region: 'GB' })[0]?.suggestions[0]).toBe('in winter');
		expect(flagsOf('He left on 4/12.', { region: 'US' })[0]?.suggestions[0]).toBe('in spring');
	});

	it('[IDN20] offers the state for a town whose state is told', () => {
		expect(flagsOf('He grew up in Akron, Ohio.')[0]?.suggestions).toContain('[a town in Ohio]');
	});
});

describe('the context of a word', () => {
	it.each([
		['I think Will is tired.', ['Will']],
		['Will you be there?', []],
		['I will ask.', []],
		['She may say so.', []],
		['My client May says so.', ['May']],
		['A rose for her.', []],
		['Then I saw Rose.', ['Rose']],
		['Roses and Hope.', ['Hope']],
		['jonathan said no', ['jonathan']],
		['jonathan apples', ['jonathan']],
		['amber apples, patel apples', []],
		['nothing for tyrones sister', ['tyrones']],
		['My client Art paints.', ['Art']],
		['April has a new psychiatrist.', ['April']],
		['April was long.', []],
		['Hope is not pregnant.', ['Hope']],
		['Mr Bergqvist rang.', ['Mr Bergqvist']],
		["Beck's inventory and Beck's mother", ['Beck']],
		['Mr. Beck came.', ['Mr. Beck']],
		['In Austin they met Austin.', ['Austin', 'Austin']],
		['New York is a state, New York City is not.', ['New York City']],
		['Safety Plan For Hope And Grief', []],
		['Grace finally told her mother.', ['Grace']],
		['Grace period over.', []],
		['could not reach ms. dabrowski', ['ms. dabrowski']],
		['I asked kaz’s mum, and the postman’s wife.', ['kaz']],
		['The Willow Room is free.', []],
		['He took the Montreal Cognitive Assessment in Montreal.', ['Montreal']],
		['She nurses at UCLA.', ['UCLA']],
		['Seen at Mercy General, then on Route 9.', ['Mercy General', 'Route 9']],
		['The IME report and F43.1 in the Dx', []]
	])('[IDN17] decides: %s', (text, expected) => {
		expect(said(text)).toEqual(expected);
	});

	it('[IDN4] carries a name nobody knows into the next sentence', () => {
		expect(said('My client Zzyrah left. Zzyrah feels better.')).toEqual(['Zzyrah', 'Zzyrah']);
	});
});

describe('a number', () => {
	it.each([
		['NI number QQ 12 34 56, or AB 12 34 56 C', ['QQ 12 34 56', 'AB 12 34 56 C']],
		['reg LV17 KXD', ['LV17 KXD']],
		['KA 03 MN 4718 and 12-D-4471 were parked', ['KA 03 MN 4718', '12-D-4471']],
		['rego 1HK 8QT', ['1HK 8QT']],
		['plate 4 of the Rorschach', []],
		['Refund to 60-16-13 31926819', ['60-16-13 31926819']],
		['ring 0117 496 0055 or write', ['0117 496 0055']],
		['f: 0117 496 0388', ['0117 496 0388']],
		['RiO no. 1184402', ['1184402']],
		['TFN 482 173 908 and 7392 0481 6525', ['482 173 908', '7392 0481 6525']],
		['CPT 90837 for 150 000 000 EUR', []],
		['Room number 12, session no. 14', []],
		['the last four of his social, he says, are 4471', ['4471']],
		['case S 530 220', ['S 530 220']],
		['noor.k[at]example[dot]net', ['noor.k[at]example[dot]net']],
		['goes by moth_eater_99 there', ['moth_eater_99']]
	])('[IDN10] [IDN11] [IDN13] [IDN14] in the forms of many countries: %s', (text, expected) => {
		expect(said(text)).toEqual(expected);
	});

	it.each([
		['moved to Fri 10/17', ['10/17']],
		['in hospital 2/27 to 3/6', ['2/27', '3/6']],
		['next 11/04', ['11/04']],
		['PHQ-9 9/27, SUDs from 9/10 to 3, attendance 6/8, 1/2 tablet', []],
		['space from 12.05.', ['12.05.']],
		['a mean of 28.7.', []],
		['since Anzac Day 2024', ['Anzac Day 2024']],
		['intake Jan–Mar', ['Jan–Mar']],
		['again early April', ['early April']]
	])('[IDN12] is a day or none: %s', (text, expected) => {
		expect(said(text)).toEqual(expected);
	});
});

describe('any text', () => {
	it('[IDN1] [IDN2] gives flags in order, apart and inside, and never a fault', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => expectSound(text)), { numRuns: 500 });
		fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => expectSound(text)), { numRuns: 500 });
		const sentences = readLabelled('development').map(({ text }) => text);
		const pieces = fc.array(fc.oneof(fc.constantFrom(...sentences), fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 6 });
		const words = fc.array(fc.string({ maxLength: 8 }), { maxLength: 4 });
		fc.assert(
			fc.property(pieces, words, words, words, (some, privateWords, passWords, ownNames) => {
				expectSound(some.join(''), { ...CONTEXT, privateWords, passWords, ownNames });
				expectSound(some.join(' ').slice(3), { ...CONTEXT, today: 'nonsense', language: 'xx', region: '??' });
			}),
			{ numRuns: 500 }
		);
	}, 120_000);

	it('[IDN5] is looked at as far as 100,000 units, and no further', () => {
		const text = `${'word '.repeat(LONGEST_TEXT / 5)}Jonathan said no. `;
		expect(check(text, CONTEXT).flags).toEqual([]);
		expect(check(text, CONTEXT).settledTo).toBeLessThanOrEqual(LONGEST_TEXT);
	});

	// a pattern that runs away needs minutes for these; the limit leaves room for a busy machine
	it.each(['a', '1', ' ', '-', '.', '(', '@', "'", 'A', 'A ', 'Aa ', '1 ', '1-', '1.', 'a.', 'a@', '1/', ':', 'f:', 'the ', 'on the ', 'Mon the ', 'mon ', 'may ', 'March 3, ', 'in March ', 'Maria ', 'de la ', 'St. ', 'J. ', 'Elm ', 'Will and ', 'number ', 'account number ', 'MRN ', 'MRN 1', '(1', '+1 ', '1 to 2 to ', 'ninety ', 'photo of ', 'his photo ', 'http://', 'http://a.', '\n', '. ', 'é', '́', '\u{1F600}', '\uD800', 'New York ', "O'", '’s ', 'of the ', '[at]', 'a[at]', 'a_', 'AB 1', '123 ', '0117 ', 'no. 1', '#1', '1/2 to ', 'exit 1 on ', 'last four ', 'Tower ', "kaz's "])(
		'[IDN1] takes linear time: 100,000 units of %j',
		(unit) => {
			const text = unit.repeat(Math.ceil(LONGEST_TEXT / unit.length)).slice(0, LONGEST_TEXT);
			check(text.slice(0, 1000), CONTEXT);
			const began = process.cpuUsage();
			expectSoundFast(text);
			const { user, system } = process.cpuUsage(began);
			expect((user + system) / 1000).toBeLessThan(1500);
		}
	);
});

/** Without an assertion for each of many thousand flags. */
function expectSoundFast(text: string): void {
	const { flags, settledTo } = check(text, CONTEXT);
	expect(flags.every(({ from, to }, at) => from < to && from >= (flags[at - 1]?.to ?? 0))).toBe(true);
	expect(settledTo).toBeLessThanOrEqual(text.length);
}
