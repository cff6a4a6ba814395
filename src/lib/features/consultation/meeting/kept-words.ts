/** What was kept knowingly, in words: kinds of things, never the things. Pure. */
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { MeetingView } from '$crdt/domain/consultation/views';
import { sayList } from '$lib/ui/words';

const WORDS: Readonly<Record<IdentifierClass, string>> = {
	name: 'a name',
	place: 'a place',
	date: 'a date',
	age: 'an age',
	phone: 'a telephone number',
	fax: 'a fax number',
	email: 'an e-mail address',
	ssn: 'a social security number',
	record: 'a record number',
	plan: 'a health plan number',
	account: 'an account number',
	licence: 'a licence number',
	vehicle: 'a vehicle number',
	device: 'a device number',
	url: 'a web address',
	ip: 'an internet address',
	biometric: 'a mention of biometric data',
	photo: 'a mention of a photo',
	code: 'a code'
};

/** "a name by Ben, a date and an age by Ana"; '' for none. */
export function keptLine(kept: MeetingView['kept']): string {
	const byName = new Map<string, Set<string>>();
	for (const one of kept) byName.set(one.byName, (byName.get(one.byName) ?? new Set()).add(WORDS[one.class]));
	return [...byName].map(([name, things]) => `${sayList([...things])} by ${name}`).join(', ');
}
