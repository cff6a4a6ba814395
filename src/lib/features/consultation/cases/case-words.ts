/** Cases in words: their coarse tags, who may read, and what was seen when. Pure. */
import type { AGE_BANDS, CaseTags, SETTINGS_OF_CARE, WISHES } from '$crdt/domain/consultation/case-ops';
import type { CaseView } from '$crdt/domain/consultation/views';
import { capital, dateOf, shortDate, timeOf, wallAt } from '$lib/ui/times';
import { sayList } from '$lib/ui/words';

type Age = (typeof AGE_BANDS)[number];
type Setting = (typeof SETTINGS_OF_CARE)[number];
type Wish = (typeof WISHES)[number];

/** For the choices; 'unsaid' is one of them. */
export const AGE_WORDS: Readonly<Record<Age, string>> = {
	child: 'a child', teenager: 'a teenager', 'young adult': 'a young adult', adult: 'an adult', 'older adult': 'an older adult', couple: 'a couple', family: 'a family', group: 'a group',
	unsaid: 'left unsaid'
};
export const SETTING_WORDS: Readonly<Record<Setting, string>> = {
	office: 'in the office', online: 'online', home: 'at their home', school: 'at a school', clinic: 'in a clinic', other: 'elsewhere', unsaid: 'left unsaid'
};
export const WISH_WORDS: Readonly<Record<Wish, string>> = {
	ideas: 'ideas', 'a second look': 'a second look', support: 'support', 'an ethical view': 'an ethical view', resources: 'resources', 'a reality check': 'a reality check'
};

/** "A young adult, seen online. Trauma and sleep. Asks for ideas." */
export function sayTags({ age, setting, themes, wish }: CaseTags): string {
	const who = [age === 'unsaid' ? '' : AGE_WORDS[age], setting === 'unsaid' ? '' : `seen ${SETTING_WORDS[setting]}`].filter((part) => part !== '').join(', ');
	const parts = [who, sayList(themes), wish === null ? '' : `asks for ${WISH_WORDS[wish]}`];
	const said = parts.filter((part) => part !== '').map((part) => `${capital(part)}.`);
	return said.length === 0 ? 'Nothing is said of it in the open.' : said.join(' ');
}

type Span = NonNullable<CaseView['answers'][number]['seen']>;

/** "from 3 May 18:02 to 18:10"; the second day is named where it is another, the year where it is not that of `today`. */
export function saySpan({ from, until }: Span, zone: string, today: string): string {
	const [start, end] = [wallAt(from, zone), wallAt(until, zone)];
	const day = (wall: string): string => `${shortDate(dateOf(wall), today)} ${timeOf(wall)}`;
	return `from ${day(start)} to ${dateOf(start) === dateOf(end) ? timeOf(end) : day(end)}`;
}

/** Everybody who sits this one out, myself as "you": for whoever leads the meeting. '' : nobody. */
export function sayOut(answers: CaseView['answers'], me: string | null): string {
	const out = answers.filter((one) => one.knows === 'maybe');
	if (out.length === 0) return '';
	const names = out.map((one) => (one.member === me ? 'you' : one.name));
	const many = out.length > 1 || names[0] === 'you';
	return `${capital(sayList(names))} ${many ? 'step' : 'steps'} out while this is discussed.`;
}
