/**
 * The classes of what may tell who a client is, as Safe Harbor lists them (45 CFR 164.514(b)(2)(i)), and where something flagged
 * may have been kept knowingly. Names of classes only: never the text itself. Carries CON60.
 */
export const IDENTIFIER_CLASSES = [
	'name', 'place', 'date', 'age', 'phone', 'fax', 'email', 'ssn', 'record', 'plan', 'account', 'licence', 'vehicle', 'device', 'url', 'ip',
	'biometric', 'photo', 'code'
] as const;
export type IdentifierClass = (typeof IDENTIFIER_CLASSES)[number];

/** Kinds of text that are checked before they are shared. */
export const CHECKED_PLACES = ['notes', 'case', 'agenda', 'action', 'comment', 'booking', 'ledger', 'proposal', 'referral', 'agreement'] as const;
export type CheckedPlace = (typeof CHECKED_PLACES)[number];
