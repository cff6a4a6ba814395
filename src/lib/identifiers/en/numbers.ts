/** English: words that announce a number, and things told in words alone (ages, pictures, fingerprints). */
import { unpack, type KeyedNumber, type LocaleData, type Mention } from '../locale';
import { placeGates, placeMentions, placeStarts, placeWords } from './place-mentions';

/** "number is", "no.", "# ", "ID:", "ending in" … up to three of them between the key and the number. */
const LINK = String.raw`(?:['’]s)?(?:(?: [a-z]+){1,3}:)?(?:[ \t]*(?:\b(?:numbers?|num|nr|no|id|ids|code|is|are|was|of|with|ending|ends|in|the|last|four|digits|reads?|called)\b|[.,:#=(№-])){0,5}[ \t]*#?`;
const key = (words: string): RegExp => new RegExp(String.raw`\b(?:${words})${LINK}`, 'gi');

export const keyed: readonly KeyedNumber[] = [
	{ class: 'ssn', key: key('ssn|ssn4|social security|soc sec|itin|tax id|national insurance|nino|ni (?=no\\b|num|#|[A-Z]{2} ?\\d)|(?<=\\b(?:her|his|their|the|my|your|of) )social(?= (?:are|is|no\\b|num|#|end|last))'), digits: 4 },
	{ class: 'record', key: key('mrn|medical records?|patient|chart|health records?|records? (?=#|no\\b|num|id\\b|[a-z]{0,3}-?\\d{4})|nhi|uhid|ehr|emr|client (?=id|number|no\\b|#)|file (?=#|no\\b|num)|encounter|admission (?=#|no\\b|num|id)|specimen|accession|lab (?=#|no\\b|num|id|report)'), digits: 3 },
	{ class: 'plan', key: key('medicare|medicaid|medi-?cal|membership|member|subscriber|policy|beneficiary|insurance|health plan|ndis|ohip|versichertennummer|group (?=#|no\\b|num|id|\\d{5})|plan (?=#|no\\b|num|id)|nhs|hicn|mbi|aetna|cigna|humana|kaiser|blue cross|tricare|ahcccs|bupa|axa|vitality|aviva|allianz|authori[sz]ation|auth (?=#|no\\b|num|code)|payer'), digits: 4 },
	{ class: 'account', key: key('accounts?|acct|a/c|routing|iban|sort code|(?:credit|debit|bank|visa|gift) ?card|card|visa|mastercard|amex|paypal|venmo|invoice (?=#|no\\b|num|id)|customer|checking|savings'), digits: 4 },
	{ class: 'vehicle', key: key('vin|licen[cs]e plates?|number ?plates?|vanity plates?|plates?|car tag|registration|vehicle identification|(?:car )?rego?(?=:? )'), digits: 1, signs: 4 },
	{ class: 'licence', key: key("licen[cs]e|driver'?s licen[cs]e|driving licen[cs]e|dl|dea|npi|gmc|nmc|hcpc|gdc|bacp|ukcp|ahpra|certificate|certification|cert|permit|lic|credential|badge|bar (?=#|no\\b|num)"), digits: 4 },
	{ class: 'device', key: key('serial|s/n|imei|imsi|device|pacemaker|implant|model (?=#|no\\b|num)|udi|insulin pump|cpap|glucose monitor|hearing aid|android id|mac address|wheelchair'), digits: 4 },
	{ class: 'code', key: key('passport|case|docket|claim|visa (?=#|no\\b|num)|ticket|reference|ref|confirmation|tracking|student|employee|inmate|military|service (?=#|no\\b|num)|alien|a-number|uscis|(?:booking|referral|intake|invitation|voucher) (?=#|no\\b|num|id|ref|code)|order (?=#|no\\b|num|id)|report (?=#|no\\b|num|id)|cps|police|warrant|citation|court|incident|meeting id|passcode|pin|access code|study|participant|subject|barcode|voter|national id|identity card|id card|id|dossier|file'), digits: 3 },
	{ class: 'ssn', key: /\blast (?:four|4)\b[^.\d]{0,20}\bsocial\b[^.\d]{0,20}/gi, digits: 4 },
	// whatever else has a number: "RiO no. 1184402"
	{ class: 'code', key: /(?:\b(?:nos?|nr|num|number|id|ref)\b\.?:?|№|#)[ \t]?/gi, digits: 3, signs: 5, loose: true },
	// an abbreviation and a long number: "TFN 482 173 908", "CRN: 204 817 336K"
	{ class: 'code', key: /(?<![\p{L}\d-])(?!(?:USD|EUR|GBP|CAD|AUD|NZD|ZAR|INR|CHF|CPT|HCPCS|ICD|DSM|ISBN|DOI|PMID|WAIS|WISC|IQ|BP)\b)\p{Lu}{2,6}(?: number| no\.?| nr\.?)?:?[ \t]/gu, digits: 6, signs: 6, loose: true }
];

/** "90 or older" is what is offered instead. */
const OVER_89 = String.raw`(?:9\d|1[0-3]\d)(?!\sor\solder\b)`;
const WORDS_OVER_89 = String.raw`(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?<=\b(?:a|one) )hundred(?: and (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?)`;
const AGE = `(?:${OVER_89}|${WORDS_OVER_89})`;
const YEARS = String.raw`(?:(?:years?|yrs?)[ -]?(?:old|of age|young)|y[./]?o\b\.?)`;
/** Of whom an age is told. */
const OLD = 'mother|father|grandmother|grandfather|grandma|grandpa|gran|granny|grannie|nan|nana|nanna|grandad|granddad|great-(?:aunt|uncle|grandmother|grandfather)|mother-in-law|father-in-law|godmother|godfather|mum|aunt|auntie|uncle|client|patient|woman|man|mom|dad|neighbou?r|widow|widower|resident|husband|wife';
/** What may follow "is 93" when it is an age. */
const NOTHING_ELSE = String.raw`(?=\s*(?:[,;.!?)](?!\d)|$|(?:and|but|now|today|so|with|when|or|who|this|in|yet)\b))`;

const ages = ['90 or older', 'over 89'];
/** "She turned at least 90" */
const agesAfter: Mention['suggestions'] = (_found, _today, before) => (/\bturn(?:ed|s|ing)?\s+$/i.test(before) ? ['at least 90', ...ages] : ages);
/** "The selfies were", "photos of her": more than one. */
const plural = (one: string): Mention['suggestions'] => (found) => [/^\p{L}+s\sof\s|[^si'’]s$/iu.test(found) ? one.replace(']', 's]') : one];
const told: readonly Mention[] = [
	{ class: 'age', pattern: new RegExp(String.raw`\b(${AGE}-(?:years?|yrs?)-olds?)\b`, 'giu'), suggestions: ['90-or-older'] },
	{ class: 'age', pattern: new RegExp(String.raw`\b(${AGE}[ -]?${YEARS})`, 'giu'), suggestions: ages },
	{ class: 'age', pattern: new RegExp(String.raw`\b(?:aged?|turn(?:ed|s|ing)?|age of|age is|age was|age:|almost|nearly)\s+(?:an?\s+|one\s+)?(${AGE})\b(?!\s*(?:%|percent|minutes|days|weeks|sessions|points|pounds|miles|hours|dollars|times|degrees))`, 'giu'), suggestions: agesAfter },
	{ class: 'age', pattern: new RegExp(String.raw`\b(?:she|he|they|who|friend|sister|brother|teacher|judge|veteran|${OLD})(?:['’]s|\s+(?:is|was|are))\s+(?:now\s+|already\s+)?(${AGE})\b${NOTHING_ELSE}`, 'giu'), suggestions: ages },
	{ class: 'age', pattern: new RegExp(String.raw`(?:${OLD}|[([]|\b[FM]),?\s?(${AGE})(?=[,)\]])`, 'giu'), suggestions: ages },
	{ class: 'age', pattern: /\breferral\b[^:.]{0,60}:\s(9\d|1[01]\d)(?=,)/giu, suggestions: ages },
	// "Oldest client ever: ninety-six, and in love"
	{ class: 'age', pattern: new RegExp(String.raw`(?=n)(?<=[:,;(–—]\s?|^\s*)(ninety-(?:one|two|three|four|five|six|seven|eight|nine))\b${NOTHING_ELSE}`, 'giu'), suggestions: ages },
	{ class: 'age', pattern: /\bat\s+(9\d|1[01]\d|ninety(?:-\p{L}{3,5})?)(?=,?\s+(?:she|he|they|and still)\b)/giu, suggestions: ['over 89'] },
	{ class: 'age', pattern: new RegExp(String.raw`(?=[91])(?<=\b(?!(?:Score|Total|Temperature|Pulse|Weight|Rent|Price|Room|Page|Result|Average|Limit|Number|It|That|This|What|There|Today|The|Cost|Sum)\b)\p{Lu}\p{Ll}{2,}\sis\s(?:now\s|already\s)?)(${OVER_89})${NOTHING_ELSE}`, 'gu'), suggestions: ages },
	{ class: 'age', pattern: /(?=[91])(?<=\p{Lu}[\p{L}'’-]+,\s)(9\d|1[0-3]\d)(?=,\s+\p{Ll}|,?\s+(?:of|from|who|whose|lives|widow|widower)\b)/gu, suggestions: ages },
	{ class: 'age', pattern: /\b((?:9\d|1[0-3]\d)(?:th|st|nd|rd)\s+birthday|(?:ninetieth|ninety-\w{4,7}|hundredth)\s+birthday)\b/giu, suggestions: ['birthday'] },
	{ class: 'age', pattern: /\b(?:his|her|their|my|our|your)\s+((?:(?:early|mid|late)[- ])?(?:nineties|['’]?90['’]?s))\b/giu, suggestions: ['eighties or older'] },
	{ class: 'age', pattern: /\b((?:nonagenarian|centenarian)s?)\b/giu, suggestions: (found) => [found.endsWith('s') ? 'people over 89' : 'person over 89'] },
	{
		class: 'age',
		pattern: /\b(?:born|birth(?:day| year| date)?|b\.)\s+(?:back\s+)?(?:in|on|around|circa|was|is)?\s*((?:18|19)\d\d)\b(?![-/.]\d)/giu,
		// the decade of those who turn 90 this year
		suggestions: (_found, today, before) => (/\bin\s+$/i.test(before) ? [`the ${Math.floor((Number(today.slice(0, 4)) - 90) / 10)}0s or earlier`, '[over 89 years ago]'] : ['[over 89 years ago]']),
		holds: (found, today) => Number(today.slice(0, 4)) - Number(found) >= 90
	},
	{ class: 'biometric', pattern: /\b(?<!\[)((?:finger|palm|hand|voice|face|foot|thumb)[ -]?prints?(?:\s+(?:scans?|records?|samples?|cards?))?|(?:retina|retinal|iris|face|facial|palm|fingerprint|voice|vein)[ -](?:scans?|recognition|id|geometry|biometrics?|samples?|signatures?)|fingerprinted|fingerprinting|biometrics?|(?<=\b(?<!\bin )(?:her|his|their|client['’]s|patient['’]s)\s)dna|dna (?:profile|sample|test|results?|swab)s?|gait analysis|dental (?:records|x-rays)|(?:dna|genetic) sequenc(?:e|ing))\b/giu, suggestions: ['[biometric detail]'] },
	{ class: 'vehicle', pattern: /\b(?:car|van|truck|pickup|suv|motorcycle|motorbike|scooter|vehicle|minivan|subaru|toyota|honda|ford|tesla)s?,?\s*[(:]?\s*(?:with\s+(?:the\s+)?)?((?=[A-Z\d -]{5,9}(?![\p{L}\d]))(?:[A-Z]{2,3}[- ]?\d{3,4}|\d{1,3}[- ]?[A-Z]{2,3}[- ]?\d{2,4}|[A-Z]{2}\d\d[- ]?[A-Z]{3}))(?![\p{L}\d])/gu, suggestions: ['[vehicle number]'] },
	{ class: 'date', pattern: new RegExp(String.raw`\b(?:birthday|anniversary)(?:\s+(?:is|was|party|falls|will be|dinner))*(?:\s+(?:on|next|this|last|coming))*\s+((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b`, 'giu'), suggestions: ['soon', '[a day]'] },
	{ class: 'photo', pattern: /\b(full[- ]face(?:d)?\s+(?:photo(?:graph)?s?|pictures?|images?|shots?|portraits?|video)|(?:passport|school|wedding|family|id|driver'?s licen[cs]e|profile|intake|yearbook|booking|chart)\s+(?:photo(?:graph)?|picture|pic)s?|selfies?|head[- ]?shots?|mug[- ]?shots?)\b/giu, suggestions: plural('[picture]') },
	{ class: 'photo', pattern: /\b((?:photo(?:graph)?|picture|pic|image|snapshot|portrait|video|screenshot|footage|clip|polaroid|nude|recording)s?\s+of\s+(?:herself|himself|themsel(?:f|ves)|her|his|him|their|them|my client|the client|client|the patient|patient|ct|pt|me and)(?:['’]s)?(?:\s+face)?)(?!\s+(?:cat|dog|car|house|garden|home|art|work|trip|room|paintings?|drawings?|tattoos?)\b)(?![\w'’])/giu, suggestions: plural('[picture]') },
	{ class: 'photo', pattern: /\b(?:her|his|their|client['’]s|patient['’]s|person['’]s)\s+((?:photo(?:graph)?|picture|portrait)s?)\b(?!\s+(?:album|book|frame|editing|class|of\s+(?!her|him|them)))/giu, suggestions: plural('[picture]') }
];

/** Without one of these there is no age over 89. */
const AGED = /9|1[0-3]\d|18\d\d|ninet|hundred|nonagen|centen/i;

export const mentions: readonly Mention[] = [...told.map((each) => (each.class === 'age' ? { ...each, gate: AGED } : each)), ...placeMentions];
export const mentionGates = unpack('birthday anniversary', [...placeGates].join(' '));
export const mentionStarts = unpack(
	[...placeStarts].join(' '),
	'finger fingerprint fingerprints fingerprinted fingerprinting palm palmprint palmprints hand handprint handprints voice voiceprint voiceprints face faceprint facial foot footprint footprints thumb thumbprint thumbprints retina retinal iris vein biometric biometrics dna gait dental genetic full full-face full-faced passport school wedding family id driver drivers profile intake yearbook booking chart selfie selfies head headshot headshots mug mugshot mugshots photo photos photograph photographs picture pictures pic pics image images snapshot snapshots portrait portraits video videos screenshot screenshots footage clip clips polaroid polaroids nude nudes recording recordings ninety hundred ninetieth hundredth nonagenarian centenarian nonagenarians centenarians early mid late nineties'
);

export const mentionWords = unpack(
	"print prints scan scans scanned id recognition geometry sample samples signature signatures sequence sequencing profile test tests result results swab swabs analysis records record x-rays cards card shot shots birthday 90s '90s s one two three four five six seven eight nine ten and hundred years year old of age licence license her his him their them my me the client client's patient patient's ct ct's pt pt's herself himself themself themselves",
	[...mentionStarts].filter((word) => !placeStarts.has(word)).join(' '),
	[...placeWords].join(' ')
);

export const numberGoesOn = unpack('or ext extension x years year yrs yr yo y o old of st nd rd th and to the street old-fashioned year-old years-old birthday january');

export const fax: LocaleData['fax'] = /\b(?:tele)?fax(?:ed|es)?\b[^.\d]{0,30}$|(?:^|[\s(/,;])f:\s?$/i;
export const phoneKey: LocaleData['phoneKey'] = /\b(?:phones?|call(?:ed|ing)?|cell|mobile|tel|telephone|text(?:ed|ing)?|sms|whatsapp|number|reach(?:ed)?|landline|contact|dial|signal|voicemail|ring|pager|(?:tele)?fax(?:ed)?|line)\b[^.\d]{0,30}$|(?:^|[\s(/,;])[tfpm]:\s?$/i;
export const spelledAddress: LocaleData['spelledAddress'] = /(?<![\p{L}\d])(?:at|\(at\)|\[at\])\s{0,2}(?:gmail|yahoo|hotmail|outlook|icloud|proton|protonmail|aol|gmx|me|mac|msn|live|fastmail)\s{0,2}(?:dot|\(dot\)|\[dot\]|\.)\s{0,2}(?:com|net|org|me|edu|us|uk|de|co)(?![\p{L}\d])|(?<![\p{L}\d])at(?<=[\p{L}\d]\s(?:dot|underscore|dash|hyphen)\s[\p{L}\d]{1,40}\sat)\s[\p{L}\d-]{2,40}\sdot\s(?:com|net|org|edu|co|us|uk|de|care|health|clinic)(?![\p{L}\d])/giu;
/** "name[at]place[dot]net", without a space in it. */
export const bracketedAddress: LocaleData['bracketedAddress'] = /[\p{L}\d._%+-]{1,64}(?:\[at\]|\(at\)|\{at\})[\p{L}\d-]{1,63}(?:(?:\.|\[dot\]|\(dot\)|\{dot\})[\p{L}\d-]{2,63}){1,4}/giu;
export const spelling = unpack('dot underscore dash hyphen');
export const providers = unpack('gmail yahoo hotmail outlook icloud proton protonmail aol gmx me mac msn live fastmail');
/** After the name of a service what looks like the name of an account; after "username:" whatever stands there. */
export const accounts: LocaleData['accounts'] =
	/(?:\b(?:instagram|insta|ig|tik ?tok|snapchat|snap|twitter|telegram|discord|facebook|fb|reddit|twitch|youtube|skype|kik|venmo|cash ?app|steam|xbox|psn|gamertag|user ?names?|handle|screen ?name|login|alias)(?:['’]s)?(?:\s+(?:is|as|under|handle|user ?name|screen ?name|account|name|id|called))*\s*[:=]?\s+@?(?=[\w.-]{3,40})(?=[\w.-]*(?:[a-z]\d|\d[a-z]|_|[a-z]\.\w))|\b(?:user ?name|screen ?name|gamertag)\s*(?::|\bis\b)\s*@?|(?<![\w/])(?=u\/\w{3}))([A-Za-z][\w./-]{1,39}\w)(?!\.\w)/giu;
export const everyone = unpack('all everyone everybody here channel team room group admin members mods');
export const notCodes: LocaleData['notCodes'] = /^(?:covid|sars|phq|gad|dsm|icd|pcl|mmpi|ptsd|aces?|h1n1|wais|wisc|cbcl|basc|asrs|audit|dast|bdi|bai|ybocs|pai|mcmi|neo|caars|moca|mmse|hcpcs|cpt|hipaa|cfr|vitamin|windows|iphone|ipad|ps|mp)[-\d]|^\d+(?:mg|mcg|ml|kg|lbs?|g|cm|mm|km|min|mins|h|hrs?|am|pm|k|x|s|st|nd|rd|th|px|gb|mb|yo|bpm|usd|eur)$|^(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?$/i;
