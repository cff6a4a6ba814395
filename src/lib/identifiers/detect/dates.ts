/** Dates other than the year. Which words are one, and what could stand there instead, is the language's. Carries IDN12. */
import { WEIGHT, type Detector, type Found } from '../found';

/** Cheaper than the candidates: without one of these there is none. */
const LIKELY = /\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|eve|christmas|thanks|hallow|easter|friday|eid|diwali|year|kippur|hashanah|mayo|juneteenth|bonfire|passover|pesach|hanukkah|purim|sukkot|ramadan|nowruz|vaisakhi|holi|navratri|puja|pongal|onam|corpus/i;

export const findDates: Detector = ({ text, part, sentence, data, today, region }) => {
	const found: Found[] = [];
	if (!LIKELY.test(part)) return found;
	const { candidate, read, suggest } = data.dates;
	for (const match of part.matchAll(candidate)) {
		// "the" in front is a word like others: only a preposition takes it over
		const start = match.index + (/^the\s+/i.exec(match[0])?.[0].length ?? 0);
		const said = part.slice(start, match.index + match[0].length).replace(/[,\s]+$/, '').replace(/([a-z]{4}|may)\.$/i, '$1');
		const before = part.slice(Math.max(0, start - 32), start);
		const after = part.slice(start + said.length, start + said.length + 24);
		const date = read(said, before, after, today, region);
		if (!date) continue;
		// behind a semicolon no sentence begins that has a capital
		const first = part.slice(0, start).trim() === '' && text[sentence.from - 1] !== ';' && !/^\p{Ll}/u.test(said);
		const { takesOver, suggestions } = suggest(date, said, before, after, first, region);
		const at = sentence.from + start;
		found.push({ from: at - takesOver, to: at + said.length, class: 'date', suggestions, weight: WEIGHT.date });
	}
	return found;
};
