/** English: why something is underlined, and what could stand there instead. */
import type { LocaleData } from '../locale';

export const reasons: LocaleData['reasons'] = {
	name: 'This looks like a name.',
	place: 'A place smaller than a state can tell who it is.',
	date: 'A date tells more than the year.',
	age: 'Ages over 89 are rare enough to tell who it is.',
	phone: 'This looks like a phone number.',
	fax: 'This looks like a fax number.',
	email: 'This looks like an email address.',
	ssn: 'This looks like a social security number.',
	record: 'This looks like a record number.',
	plan: 'This looks like a health plan number.',
	account: 'This looks like an account or card number.',
	licence: 'This looks like a licence or certificate number.',
	vehicle: 'This looks like the number of a vehicle.',
	device: 'This looks like the number of a device.',
	url: 'A web address or handle can lead to the person.',
	ip: 'This looks like an internet address of a device.',
	biometric: 'Fingerprints, voices and the like belong to one person.',
	photo: 'A picture of a face shows who it is.',
	code: 'This looks like a number or code that belongs to one person or case.'
};

export const instead: LocaleData['instead'] = {
	name: ['[client]', '[name]'],
	place: ['[place]'],
	date: ['[date]'],
	age: ['90 or older', 'over 89'],
	phone: ['[phone number]'],
	fax: ['[fax number]'],
	email: ['[email address]'],
	ssn: ['[social security number]'],
	record: ['[record number]'],
	plan: ['[plan number]'],
	account: ['[account number]'],
	licence: ['[licence number]'],
	vehicle: ['[vehicle number]'],
	device: ['[device number]'],
	url: ['[web address]'],
	ip: ['[internet address]'],
	biometric: ['[biometric detail]'],
	photo: ['[picture]'],
	code: ['[number]']
};

export const privateReason = 'This is on your private list.';
export const privateSuggestions = ['[client]', '[name]'];
