/**
 * English: what may be a date, what it says, and what could stand there instead. Our patterns cut candidates out, chrono-node says
 * whether one is a date and which; holidays and days of a month without the month are ours. Carries IDN12.
 */
import { GB, strict } from 'chrono-node/en';
import { unpack, unpackMap, type DateData, type DateRead } from '../locale';
import { plainOf } from '../words';

const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
/** Months as colleagues write them whose first language is another, in the order of the year; a day stands before them. */
const MONTHS_ABROAD = ['januar|janvier|enero|janeiro|gennaio', 'februar|f[ée]vrier|febrero|fevereiro|febbraio', 'm[äa]rz|mars|marzo|março', 'avril|abril|aprile', 'mai|mayo|maio|maggio', 'juni|juin|junio|junho|giugno', 'juli|juillet|julio|julho|luglio', 'ao[ûu]t|agosto', 'septembre|septiembre|setembro|settembre', 'oktober|octobre|octubre|outubro|ottobre', 'novembre|noviembre|novembro', 'dezember|d[ée]cembre|diciembre|dezembro|dicembre'];
const ABROAD = MONTHS_ABROAD.join('|');
const WEEKDAY = String.raw`(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?`;
const NTH = String.raw`(?:\d{1,2}(?:st|nd|rd|th)?|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)`;
const YEAR = String.raw`(?:(?:19|20)\d\d|['’]\d\d)`;
const LEAD = String.raw`(?:(?:(?:last|next|this|coming)\s+)?${WEEKDAY}\.?,?\s+)?`;
const UPTO = String.raw`(?:\s{0,2}(?:-|–|—|to|and|&)\s{0,2}(?:the\s+)?${NTH})?`;
const HOLIDAYS =
	"christmas day|christmas eve|christmas|boxing day|new year'?s eve|new year'?s day|new years|thanksgiving day|thanksgiving|independence day|labor day|memorial day|veterans day|mother'?s day|father'?s day|valentine'?s day|halloween|easter sunday|easter monday|easter|good friday|palm sunday|ash wednesday|mlk day|martin luther king day|presidents'? day|columbus day|st\\.? patrick'?s day|cinco de mayo|juneteenth|groundhog day|april fools'? day|yom kippur|rosh hashanah|eid al-fitr|eid al-adha|eid|diwali|lunar new year|chinese new year|leap day|black friday|super bowl sunday|anzac day|australia day|waitangi day|canada day|remembrance day|bonfire night|st\\.? stephen'?s day|heritage day|king'?s day|passover|pesach|hanukkah|purim|sukkot|ramadan|nowruz|vaisakhi|holi|navratri|durga puja|pongal|onam|whit monday|ascension day|corpus christi";

export const dateCandidate = new RegExp(
	[
		String.raw`(?<![\d./-])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?:T\d\d(?::\d\d){1,2}Z?)?(?![\d-])`,
		String.raw`(?<![\d./-])\d{1,2}[/.-]\d{1,2}[/.-](?:(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)`,
		String.raw`(?<![\d./-])(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/])`,
		String.raw`(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])(?![\d/-]|\.\d|\s*(?:on|of|pain|mood)\b)`,
		String.raw`(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)`,
		String.raw`\b${LEAD}(?:the\s+)?${NTH}(?:\s{0,2}(?:-|–|to|and|&)\s{0,2}${NTH})?(?:\s+of\s+(?:last|next|this|the)\s+(?:month|year)\b|(?:\s+of|\.|\s+de)?[\s-]{1,2}(?:${MONTH}\b\.?|(?:${ABROAD})\b)(?:[\s,-]{1,2}(?:de\s)?${YEAR}\b)?)`,
		String.raw`\b${LEAD}${MONTH}\b\.?\s{1,2}(?:the\s+)?${NTH}(?![\w:%])${UPTO}(?:,?\s{1,2}${YEAR}\b)?`,
		String.raw`\b${MONTH}\b\.?\s?[-–—/]\s?${MONTH}\b\.?(?:,?\s{1,2}${YEAR}\b)?`,
		String.raw`(?<![\d.,])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?=[,;)]|\s|$)`,
		String.raw`\b(?:(?:early|mid|late)[- ])?${MONTH}\b\.?(?:,?\s{1,2}(?:of\s+)?${YEAR}\b)?`,
		String.raw`\b${LEAD}the\s+\d{1,2}(?:st|nd|rd|th)\b`,
		String.raw`\b(?:${HOLIDAYS})\b(?:,?\s+(?:of\s+)?(?:19|20)\d\d\b)?`
	].join('|'),
	'giu'
);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const HOLIDAY = new RegExp(`^(?:${HOLIDAYS})`, 'i');
/** The month in which a holiday falls, or nearly always does. */
const HOLIDAY_MONTH = unpackMap('christ:12 boxing:12 new:1 thanks:11 indep:7 labor:9 memor:5 veter:11 mother:5 father:6 valen:2 hallow:10 easter:4 good:4 palm:4 ash:2 mlk:1 martin:1 presid:2 columb:10 st:3 cinco:5 june:6 ground:2 april:4 yom:9 rosh:9 diwali:11 lunar:2 chinese:2 leap:2 black:11 super:2 anzac:4 austra:1 waitan:2 canada:7 rememb:11 bonfir:11');
/** Holidays that are a time of the year rather than a day, unless a day is said. */
const SEASONAL = /^(?:christmas|easter|new years|eid|diwali|thanksgiving|groundhog day|passover|pesach|hanukkah|purim|sukkot|ramadan|nowruz|vaisakhi|holi|navratri|durga puja|pongal|onam|(?:lunar|chinese) new year)$/i;
const WITH_YEAR = new RegExp(`,?\\s+(?:of\\s+)?${YEAR}$`);
const BARE_MONTH = new RegExp(`^(?:(?:early|mid|late)[- ])?${MONTH}\\.?$`, 'i');
const SURE_MONTH = /^(?:(?:early|mid|late)[- ])?(?:january|february|july|september|october|november|december|(?:sept|oct|nov|dec|feb|jan)\.?)$/i;
const BEFORE_MONTH = unpack('in since by until till during from before after around through throughout between this last next every each of to mid early late for');
const BEFORE_DAY = unpack('on since by until till dated before after from through thru dob born between of date around due seen admitted readmitted discharged died deceased hospitalized hospitalised relapsed married arrested released fell met started ended effective expires appt appointment intake termination surgery last d/c dc eff exp');
/** Of these those that ask for a preposition before what stands instead: "died in 2019". */
const HAPPENED = unpack('born due seen admitted readmitted discharged died deceased hospitalized hospitalised relapsed married arrested released fell met started ended expires');
/** After "the 4th": no noun that it counts. */
const NO_NOUN = /^\s*(?:[.,;!?)]|$|(?:and|but|at|she|he|they|we|i|when|because|after|before|which|for|or|in)\b)/i;

export const takenOver = unpack('on in');

export function readDate(candidate: string, before: string, after: string, today: string, region: string): DateRead | null {
	const plain = plainOf(candidate);
	const year = Number(/(?:19|20)\d\d/.exec(plain)?.[0] ?? 0) || null;
	const left = lastWord(before);
	if (HOLIDAY.test(plain)) {
		const name = plain.replace(/[\s,]*(?:of\s+)?(?:19|20)\d\d$/, '');
		if (!year && SEASONAL.test(name) && left !== 'on') return null;
		return { year, month: Number(HOLIDAY_MONTH.get(/^[a-z]+/.exec(plain)?.[0].slice(0, 6) ?? '') ?? holidayMonth(plain)) || null };
	}
	if (/^\d{1,2}\/\d{1,2}$/.test(plain) && !isShortDate(plain, before, after, left)) return null;
	if (BARE_MONTH.test(plain)) return isMonth(candidate, plain, left, after) ? { year: null, month: monthIn(plain) } : null;
	if (isVerb(candidate, plain, left, after)) return null;
	if (/^(?:.*\bthe\s+)?\d{1,2}(?:st|nd|rd|th)$/.test(plain)) {
		const weekday = plain.replace(/\s*(?:the\s+)?\d{1,2}\w\w$/, '');
		const day = Number(/(\d{1,2})\w\w$/.exec(plain)?.[1]);
		if (day < 1 || day > 31) return null;
		return weekday !== '' || (BEFORE_DAY.has(lastWord(before.replace(/\bthe\s*$/i, ''))) && NO_NOUN.test(after)) ? { year: null, month: null } : null;
	}
	if (/\s(?:month|year)$/.test(plain)) return { year: null, month: null };
	// "a mean of 28.7." ends a sentence
	if (/^\d{1,2}\.\d{1,2}\.$/.test(plain) && !/^[,;)]/.test(after) && !(/\.(?:0\d|1[0-2])\.$/.test(plain) && /^(?:on|since|until|till|from|by|before|after|dated)$/.test(left))) return null;
	if (/^\d{1,2}\.\d{1,2}\.$/.test(plain)) return { year: null, month: Number(plain.split('.')[1]) };
	if (/^\d{8}$/.test(plain)) return { year, month: Number(plain.slice(4, 6)) };
	return chronoRead(candidate, today, region) ?? spelledRead(plain, year);
}

/** What comes out of so many: "PHQ-9 9/27", "SUDs from 9/10 to 3". */
const SCORED = /(?:\b(?:sud|subjective|score|scored|scores|scale|pain|mood|rating|rated|attendance|attended|sessions?|item|items|out)s?\b|\b[a-z]{2,6}-?\d{1,2}\b|\b(?:moca|mmse|audit|dast|suds|sumd|bdi|bai|hamd|ors|srs)\b)[^.;]{0,16}$/i;
/** Denominators of tests. */
const OF_TESTS = /\/(?:20|21|24|25|27|28|30)$/;

/** A day and a month without a year, not a share: after a word for a day, a weekday, with a zero, as one end of a stretch, or of more than twelve. */
function isShortDate(plain: string, before: string, after: string, left: string): boolean {
	if (SCORED.test(before)) return false;
	if (BEFORE_DAY.has(left) || new RegExp(`^${WEEKDAY}$`, 'i').test(left)) return true;
	if (/^0\d|\/0\d/.test(plain)) return true;
	const other = String.raw`\d{1,2}/\d{1,2}`;
	if (new RegExp(String.raw`^\s?(?:to|-|–|until|through)\s?${other}(?![\d/])`).test(after) || new RegExp(String.raw`${other}\s(?:to|until|through)\s$`).test(before)) return true;
	const [one = 0, two = 0] = plain.split('/').map(Number);
	return one <= 12 && two > 12 && !OF_TESTS.test(plain);
}

function chronoRead(candidate: string, today: string, region: string): DateRead | null {
	const [y = 2000, m = 1, d = 1] = today.split('-').map(Number);
	const reader = region === 'US' || region === '' ? strict : GB;
	const [found] = reader.parse(candidate.replace(/[’']/g, "'"), new Date(y, m - 1, d, 12));
	if (!found?.start.isCertain('month')) return null;
	return { year: found.start.isCertain('year') ? found.start.get('year') : null, month: found.start.get('month') };
}

/** "the fourteenth of March", and what chrono does not take as a day but names a month. */
function spelledRead(plain: string, year: number | null): DateRead | null {
	const month = monthIn(plain) ?? monthAbroad(plain);
	return month === null ? null : { year, month };
}

function monthIn(plain: string): number | null {
	const name = new RegExp(`\\b${MONTH}\\b`, 'i').exec(plain)?.[0].slice(0, 3);
	const at = name ? MONTHS.indexOf(name) : -1;
	return at < 0 ? null : at + 1;
}

function monthAbroad(plain: string): number | null {
	const at = MONTHS_ABROAD.findIndex((names) => new RegExp(`\\b(?:${plainOf(names)})\\b`).test(plain));
	return at < 0 ? null : at + 1;
}

function holidayMonth(plain: string): number {
	for (const [start, month] of HOLIDAY_MONTH) if (plain.startsWith(start)) return Number(month);
	return 0;
}

/** A month without day and year: "in March", not "may", not "Rose and April". */
function isMonth(candidate: string, plain: string, left: string, after: string): boolean {
	if (/^(?:early|mid|late)\b/.test(plain)) return !/(?:may|march|mar)$/.test(plain) || /\p{Lu}\p{Ll}*\.?$/u.test(candidate);
	if (SURE_MONTH.test(plain)) return /^(?:\p{Lu}|early|mid|late)/u.test(candidate) || BEFORE_MONTH.has(left);
	if (!/\p{Lu}/u.test(candidate)) return plain !== 'may' && /^(?:march|april|june|august)$/.test(plain) && /^(?:in|since|until|till|by)$/.test(left) && NO_NOUN.test(after);
	if (/^(?:mar|apr|jun|jul|aug|sep)\.?$/.test(plain)) return BEFORE_MONTH.has(left);
	return BEFORE_MONTH.has(left) && !/^(?:for|of|to|from|by|before|after)$/.test(left) ? true : /^(?:from|by|before|after|of|to|through|until)$/.test(left) && !/^['’]s\b|^\s+(?:said|says|told|reported|feels|felt|and i)\b/i.test(after);
}

/** "she may 5 times …", "they march 3 miles": a verb and a number that follows it. */
function isVerb(candidate: string, plain: string, left: string, after: string): boolean {
	if (!/^(?:may|march|mar)\b/.test(plain) || /^\p{Lu}/u.test(candidate)) return false;
	return !/(?:st|nd|rd|th)\b|(?:19|20)\d\d/.test(plain) && left !== 'on' && !/^\s*[.,;]/.test(after);
}

const lastWord = (before: string): string => plainOf(/([\p{L}']+)[\s:(]*$/u.exec(before)?.[1] ?? '');

const SOUTH = unpack('AU NZ ZA AR CL UY PY BO PE BR ZW ZM BW NA MZ MG');
const SEASONS = ['winter', 'winter', 'spring', 'spring', 'spring', 'summer', 'summer', 'summer', 'fall', 'fall', 'fall', 'winter'];

function seasonOf(month: number, region: string): string {
	const at = SOUTH.has(region) ? (month + 5) % 12 : month - 1;
	const season = SEASONS[at] ?? 'spring';
	return season === 'fall' && region !== 'US' && region !== 'CA' && region !== '' ? 'autumn' : season;
}

/** What the date itself does: "June 12 is the anniversary". */
const ACTS = /^\s+(?:is|was|were|will|would|has|had|marks|marked|means|meant|feels|felt|came|comes|brings|brought)\b/i;

const NIGHT_OF = /\b(?:day|night|morning|evening|afternoon|week|weekend)\s+of\s+$/i;

/** Not a month alone, with or without its year. */
const hasDay = (candidate: string): boolean => !BARE_MONTH.test(candidate.replace(WITH_YEAR, ''));

/** "June 12 is" → "A day in summer is"; "March was" → "Spring was". */
function asSubject(time: string, candidate: string, first: boolean): string {
	const said = hasDay(candidate) ? `a day in ${time}` : time;
	return first ? said.charAt(0).toUpperCase() + said.slice(1) : said;
}

/** What stands before it needs no further preposition: "since", "between May and", "DOB:", "the". */
function isBareAfter(before: string, left: string): boolean {
	if (/(?:\bthe\s+|[:(]\s*|\bbetween\b[^.;]*\band\s+)$/i.test(before)) return true;
	return left === 'session' || BEFORE_MONTH.has(left) || (BEFORE_DAY.has(left) && !HAPPENED.has(left));
}

/** "on 14 March 2019" → "in 2019"; "since 14 March" → "spring"; "next Tuesday the 4th" → "next Tuesday". */
export function suggestDate(read: DateRead, candidate: string, before: string, after: string, first: boolean, region: string): ReturnType<DateData['suggest']> {
	const took = /(?:^|[^\p{L}])(on\s+(?:the\s+)?|in\s+)$/iu.exec(before)?.[1] ?? '';
	const left = lastWord(before.replace(/\bthe\s*$/i, ''));
	const preposition = took === '' && isBareAfter(before, left);
	const into = preposition ? '' : took !== '' ? (/^\p{Lu}/u.test(took) ? 'In ' : 'in ') : first ? 'In ' : 'in ';
	const options: string[] = [];
	const weekday = /^(.*day)\s+the\s+\d{1,2}\w\w$/i.exec(candidate)?.[1];
	if (weekday) return { takesOver: 0, suggestions: [weekday] };
	const period = /\bof\s+((?:last|next|this)\s+(?:month|year))$/i.exec(candidate)?.[1];
	if (period) return { takesOver: took.length, suggestions: [period, '[date]'] };
	const time = read.year ? String(read.year) : read.month ? seasonOf(read.month, region) : null;
	if (time && took === '' && !preposition && ACTS.test(after)) options.push(asSubject(time, candidate, first));
	else if (time && hasDay(candidate) && NIGHT_OF.test(before)) options.push(`a day in ${time}`);
	else if (!time && /\bthe\s+$/i.test(before) && took === '') options.push('day in question');
	else options.push(time ? `${into}${time}` : preposition ? 'a certain day' : /^O|^I/.test(took) ? 'On a certain day' : 'on a certain day');
	return { takesOver: took.length, suggestions: [...options, took === '' ? '[date]' : `${took.trim().split(/\s/)[0] ?? ''} [date]`] };
}

export const dateStarts = unpack(
	"january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun early mid late last next this coming first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty thirty thirtieth christmas boxing new thanksgiving independence labor memorial veterans mother's mothers father's fathers valentine's valentines halloween easter good palm ash mlk martin presidents president's presidents' columbus st cinco juneteenth groundhog anzac australia waitangi canada remembrance bonfire heritage king's kings passover pesach hanukkah purim sukkot ramadan nowruz vaisakhi holi navratri durga pongal onam whit ascension corpus april yom rosh eid diwali lunar chinese leap black super mid-january mid-february mid-march mid-april mid-may mid-june mid-july mid-august mid-september mid-october mid-november mid-december"
);

export const dateWords = unpack(
	'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun the of early mid late last next this coming first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty thirty thirtieth twenty-first st nd rd th christmas boxing new year years eve day thanksgiving independence labor memorial veterans mother\'s mothers father\'s fathers valentine\'s valentines halloween easter monday good palm ash mlk martin luther king anzac australia waitangi canada remembrance bonfire heritage king\'s kings passover pesach hanukkah purim sukkot ramadan nowruz vaisakhi holi navratri durga puja pongal onam whit ascension corpus christi night stephen\'s presidents columbus patrick\'s cinco de mayo juneteenth groundhog fools yom kippur rosh hashanah eid al-fitr al-adha diwali lunar chinese leap black super bowl mid-january mid-february mid-march mid-april mid-may mid-june mid-july mid-august mid-september mid-october mid-november mid-december to and'
);

export const dates: DateData = { candidate: dateCandidate, read: readDate, suggest: suggestDate, takenOver, starts: dateStarts, words: dateWords };
