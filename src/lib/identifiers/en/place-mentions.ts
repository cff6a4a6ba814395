/** English: places that a pattern tells: post boxes, numbered roads, postal codes with letters, employers, what "Rue" and "Camp" begin. */
import { unpack, type Mention } from '../locale';
import { plainOf } from '../words';
import { given } from './given-names';
import { brands, common, commonEnd, never, nonNames } from './ordinary';
import { titles } from './people';
import { allowed } from './towns';

/** One word with a capital, and up to two that go on with it. */
const NAMED = String.raw`\p{Lu}[\p{L}\p{M}'’&.-]*[\p{L}\p{M}](?:\s\p{Lu}[\p{L}\p{M}'’-]*[\p{L}\p{M}]){0,2}`;
/** Without it nobody works anywhere. */
const LED = /\b(?:at|for|by|from)\s(?:the\s)?\p{Lu}/u;
const JOB = 'nurse|teacher|engineer|manager|cashier|driver|clerk|cook|chef|guard|janitor|cleaner|programmer|developer|accountant|lawyer|attorney|professor|doctor|pharmacist|barista|receptionist|supervisor|deacon|elder|usher|intern|volunteer|volunteers|volunteering|shift|shifts|server|waiter|waitress|welder|mechanic|technician|analyst|consultant|secretary|officer|pastor|lecturer|tutor|counselor|counsellor|apprentice|tables|job|jobs|position|internship|employed|hired|works|worked|working|work';
const LOWER_PLACE = 'plant|factory|warehouse|mill|mine|shelter|hospital|clinic|school|academy|church|prison|jail|campus|mosque|temple|synagogue|base|ranch|farm|hotel|motel|store|branch|library|mall|shipyard|refinery|brewery|bakery|nursing home|parish|yeshiva|seminary|kibbutz|reservation|estate|projects';

const isWord = (word: string): boolean => common.has(word) || commonEnd.test(word) || never.has(word);
/** Methods, medicines, peoples and languages are no places to work at; houses of business are. */
const isNoHouse = (word: string): boolean => allowed.has(word) || (nonNames.has(word) && !brands.has(word));
const isEmployer = (found: string): boolean => {
	const [first = '', ...more] = plainOf(found).split(' ');
	const plain = (word: string): boolean => common.has(word) || never.has(word);
	return !isNoHouse(first) && !titles.has(first) && !(plain(first) && more.every(plain)) && (more.length > 0 || !given.has(first));
};
/** "for Maria Lopez": a person. */
const isFirm = (found: string): boolean => isEmployer(found) && !given.has(plainOf(found.split(' ')[0] ?? ''));
const isBuilding = (found: string): boolean => {
	const name = plainOf(found.split(/\s/)[0] ?? '').replace(/'s$/, '');
	return !isWord(name) && !isNoHouse(name);
};

export const placeMentions: readonly Mention[] = [
	{ class: 'place', pattern: /\b(p\.?\s?o\.?\s+box\s+#?\d{1,6})\b/giu, suggestions: ['[address]', '[place]'] },
	{ class: 'place', pattern: /\b((?:highway|hwy|interstate|county road|state route|route|rte)\s\d{1,4},?\s(?:mile|exit|junction)\s(?:marker\s)?\d{1,4}|county road \d{1,4}|(?<=\b(?:on|off|along|near)\s)(?:highway|hwy|interstate|route|rte)\s\d{1,4}(?!\d)|(?:mile(?:\s(?:marker|post))?|exit|junction)\s\d{1,4}\s(?:on|of|off)\s(?:the\s)?(?:i-?\d{1,3}|m\d{1,2}|a\d{1,4}|us[- ]\d{1,3}|highway\s\d{1,4}|interstate\s\d{1,3}))\b/giu, suggestions: ['[road]', '[place]'] },
	// British and Canadian ones have letters
	{ class: 'place', pattern: /(?<![\p{L}\d-])([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)(?![\p{L}\d-])/gu, suggestions: ['[postal code]', '[place]'] },
	// Irish ones have three signs and four; Australian ones stand behind their state
	{ class: 'place', pattern: /(?<![\p{L}\d-])([AC-FHKNPRTV-Y]\d[\dW] (?=[A-Z]{0,3}\d)[\dAC-FHKNPRTV-Y]{4})(?![\p{L}\d-])/gu, suggestions: ['[postal code]', '[place]'] },
	{ class: 'place', pattern: /\b(?:NSW|VIC|QLD|TAS|ACT|WA|SA|NT),?\s(\d{4})(?![\d-])/gu, suggestions: ['[postal code]', '[place]'] },
	{ class: 'place', pattern: /(?=Bad\s)(?<=\b(?:in|from|near|to)\s)(Bad\s\p{Lu}\p{Ll}{3,})/gu, suggestions: ['[town]', '[place]'] },
	{ class: 'place', pattern: /(?<![\p{L}\d])((?:rue|calle|avenida|rua|via|viale|piazza|plaza|paseo|ulica|jalan|callej[oó]n|colonia)\s(?:(?:de|des|du|del|della|de la|de las|de los|da|do|dos|la|las|los|el)\s)?\p{Lu}[\p{L}\p{M}'’-]+)/giu, suggestions: ['[street]', '[place]'], holds: (found) => /\s\p{Lu}[^\s]*$/u.test(found) },
	{ class: 'place', pattern: /(?=\p{Lu})(?<![\p{L}\d])(\p{Lu}[\p{L}\p{M}]{2,}(?:strasse|straße|gasse|gatan|gata|vej|straat|laan|ulica)(?:\s\d{1,4}[a-z]?)?)(?![\p{L}\d])/gu, suggestions: ['[street]', '[place]'] },
	{ class: 'place', pattern: /(?=[A-Z])(?<![\p{L}\d])((?:HMP|HMYOI|YOI|RAF|HMS|USS|Camp|Fort|Mount|Mt\.?|Lake|Port|Hotel|Hostel|Casa|Villa|Universidad|Universidade|Université|Universität|Hospital|Hospice|Escuela|Colegio|Iglesia|Parroquia|Lycée|Masjid|Congregation|Beth(?=\s(?:Israel|El|Am|Ami|Shalom|Sholom|Emeth|Tikvah|Jacob|Haverim|Elohim|Hillel|Torah|Tzedec|Zion|Or)\b)|Kibbutz|Moshav|Favela|Barrio)\s\p{Lu}[\p{L}\p{M}'’-]+)/gu, suggestions: ['[place]'], holds: (found) => !isWord(plainOf(found.split(/\s/)[1] ?? '')) },
	{ class: 'place', pattern: /(?<![\p{L}\d])((?:St\.?|Saint|Santa)\s\p{Lu}[\p{L}\p{M}-]+['’]s(?:\s\p{Lu}\p{Ll}+){0,2})(?![\p{L}\d])/gu, suggestions: ['[church]', '[place]'] },
	{ class: 'place', pattern: new RegExp(String.raw`(?=\p{Lu})(?<=\b(?:the|a|an|her|his|their|my|our|that|this)\s)(\p{Lu}[\p{L}\p{M}'’-]+\s(?:${LOWER_PLACE}))(?![\p{L}\d])`, 'gu'), suggestions: ['[place]'], holds: isBuilding },
	{ class: 'place', pattern: new RegExp(String.raw`(?=\p{Lu})(?<=\b(?:${JOB})\s(?:(?:nights|days|part-time|full-time|there|shifts|mornings|weekends|over)\s)?at\s(?:the\s)?)(${NAMED})`, 'gu'), suggestions: ['[employer]', '[place]'], holds: isEmployer, gate: LED },
	// "it works for Keoni" speaks of a person
	{ class: 'place', pattern: new RegExp(String.raw`(?=\p{Lu})(?<=(?<!\b(?:it|that|this|what|which|nothing|something|therapy|exposure|medication|approach|plan|technique|never|always|also|not|have|really)\s)\b(?:works|worked|working|employed|hired|drives|drove)\s(?:(?:nights|days|part-time|full-time|shifts|mornings|weekends)\s)?(?:for|by)\s(?:the\s)?)(${NAMED})`, 'gu'), suggestions: ['[employer]', '[place]'], holds: isFirm, gate: LED },
	{ class: 'place', pattern: new RegExp(String.raw`(?=\p{Lu})(?<=\b(?:fired|laid off|let go|suspended|retired|graduated|expelled)\sfrom\s(?:the\s)?)(${NAMED})`, 'gu'), suggestions: ['[employer]', '[place]'], holds: isEmployer, gate: LED }
];

/** Plain words a place told by a pattern may begin with. */
export const placeStarts = unpack('mile exit junction bad nsw vic qld tas act wa sa nt hmp hmyoi yoi raf hms uss junction p po box st saint santa highway hwy interstate county state route rte rue calle avenida rua via viale piazza plaza paseo ulica jalan callejon colonia camp fort mount mt lake port hotel hostel casa villa universidad universidade universite universitat hospital hospice escuela colegio iglesia parroquia lycee masjid congregation beth kibbutz moshav favela barrio');
/** Plain words without which there is none. */
export const placeGates = unpack(JOB.replaceAll('|', ' '), LOWER_PLACE.replaceAll('|', ' '), 'fired laid suspended let drives drove retired graduated expelled home');
/** Plain words it may go on with. */
export const placeWords = unpack('o box road route mile exit marker post on off i m a us de des du del della la las los el da do dos');
