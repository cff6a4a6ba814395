import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '$lib/identifiers/check';
import type { CheckContext, Checked, Flag } from '$lib/identifiers/types';
import { CONTEXT, readLabelled } from './labelled';

/** From the parts that came last. */
const LATER = [...readLabelled('jottings'), ...readLabelled('abroad'), ...readLabelled('practice')];
const SENTENCES = [...readLabelled('development'), ...readLabelled('held-out'), ...readLabelled('colleagues'), ...LATER].map(({ text }) => text);
const WITH_LIST: CheckContext = { ...CONTEXT, privateWords: ['red house on the hill', 'panic'], passWords: ['the sea'], ownNames: ['Maria Lopez'] };

/** What stands behind them decides how they are said, or whether they are flagged. */
const LATE = ['My client is 90 or older and sings.', 'She is 90 or so.', 'June 12 is the anniversary.', 'June 12 isn’t it.', 'March was hard.', 'Thanksgiving Day was cold.', 'He left the night of March 9 and came back.', 'He turned 93 or 94.'];

/** Letter by letter the half of them will do. */
const TYPED = [...LATE, ...[...readLabelled('development'), ...readLabelled('colleagues').filter((_, at) => at % 2 === 0), ...LATER.filter((_, at) => at % 3 === 0)].map(({ text }) => text)];

/** The check of a whole text: the same one is asked for with every letter. */
let newest: { readonly whole: string; readonly checked: Checked } | null = null;
function checkedWhole(whole: string, context: CheckContext): Checked {
	if (context !== CONTEXT) return check(whole, context);
	if (newest?.whole !== whole) newest = { whole, checked: check(whole, context) };
	return newest.checked;
}

const before = (flags: readonly Flag[], end: number): string => JSON.stringify(flags.filter(({ from }) => from < end));

/** What was settled of the beginning is the same in the whole. */
function expectSettled(beginning: string, whole: string, context: CheckContext = CONTEXT): void {
	const early = check(beginning, context);
	expect(early.settledTo).toBeLessThanOrEqual(beginning.length);
	const late = checkedWhole(whole, context);
	const [was, is] = [before(early.flags, early.settledTo), before(late.flags, early.settledTo)];
	if (was !== is) throw new Error(`settled to ${early.settledTo}: "${beginning}" | "${whole.slice(beginning.length)}"\n was ${was}\n is  ${is}`);
	for (const { from, to } of early.flags) expect(from < early.settledTo && to > early.settledTo).toBe(false);
	expect(late.settledTo).toBeGreaterThanOrEqual(early.settledTo);
}

describe('what is settled', () => {
	it('[IDN3] stays as it is while the labelled sentences are typed, letter by letter', () => {
		for (const sentence of TYPED) for (let at = 0; at <= sentence.length; at++) expectSettled(sentence.slice(0, at), sentence);
	}, 120_000);

	it('[IDN3] stays as it is whatever comes behind', () => {
		const part = fc.tuple(fc.constantFrom(...SENTENCES), fc.double({ min: 0, max: 1, noNaN: true }));
		fc.assert(
			fc.property(part, part, fc.constantFrom('', ' ', '. ', '\n', ', ', ' and ', ' the ', ' of ', '-'), ([a, cutA], [b, cutB], link) => {
				const beginning = a.slice(0, Math.floor(a.length * cutA));
				expectSettled(beginning, beginning + link + b.slice(Math.floor(b.length * cutB)));
				expectSettled(`${a} ${beginning}`, `${a} ${beginning}${link}${b}`, WITH_LIST);
			}),
			{ numRuns: 800 }
		);
	}, 120_000);

	it('[IDN3] stays as it is with words put together at random', () => {
		const words = fc.constantFrom(
			...'on in the of at 14 14th 3 March May may 2019 ninety three Rose rose Will Maria maria Lopez de la said says is and client my Mr. Dr. J. M. Park School High Street St. 12 Elm County New York City full face photo finger print her his 93 years old next Tuesday 4th 555-0142 (415) +1 phone MRN account number A-1 , ; . gmail dot com underscore rao example Portland S TFN 482 173 908 0481 kaz’s mum dad reg AB12 CDE KA 03 MN 4718 BXD Moss Side Mercy General Montreal Cognitive Assessment Scale Edinburgh known to as "Shaz" last four social are number no. # Bad Segeberg near NSW 2010 28.7. 12.05. from since Jan – - anzac day April holi ASML works case L. F 43 D08 X4F2 mile marker I-70 junction 12 M4 Tower Hamlets High Wycombe booking code KX7-Q2M 60-16-13 31926819 referral: 96, ninety-six : Grace finally told told ms. dabrowski dabrowski moth_eater_9 10/17 2/27 to 3/6 Fri next Willow Room manual Route 9 f: 0117 496 0055 photo herself Portland OR 97202 red house hill panic Christmas Day Eve early late Xyl University ’s'.split(' ')
		);
		fc.assert(
			fc.property(fc.array(words, { maxLength: 10 }), fc.array(words, { maxLength: 8 }), (a, b) => {
				const beginning = a.join(' ') + ' ';
				expectSettled(beginning, beginning + b.join(' '), WITH_LIST);
			}),
			{ numRuns: 5000 }
		);
	}, 120_000);

	it('[IDN3] is everything before the end of a sentence, but not before the dot of a title or an initial', () => {
		expect(check('I saw Rose. ', CONTEXT).settledTo).toBe('I saw Rose. '.length);
		expect(check('I saw Rose\n', CONTEXT).settledTo).toBe('I saw Rose\n'.length);
		expect(check('I saw Dr. ', CONTEXT).settledTo).toBe('I saw '.length);
		expect(check('I saw J. ', CONTEXT).settledTo).toBe('I saw '.length);
	});

	it('[IDN3] is all but the word being typed, where no flag can begin', () => {
		expect(check('she feels calmer tha', CONTEXT).settledTo).toBe('she feels calmer '.length);
		expect(check('she feels calmer than ', CONTEXT).settledTo).toBe('she feels calmer than '.length);
		expect(check('she came on ', CONTEXT).settledTo).toBe('she came '.length);
		expect(check('she came on her ', CONTEXT).settledTo).toBe('she came on her '.length);
		expect(check('she came on the 14th ', CONTEXT).settledTo).toBe('she came '.length);
	});
});
