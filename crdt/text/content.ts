/**
 * What a text may consist of: elements, marks, and the values of their attributes.
 *
 * An editor deletes elements and marks that its schema does not know, from everybody's text; so a new one comes with a new
 * payload version (older apps then wait for their update instead of deleting). Knows nothing of Yjs. Carries TXT7, TXT50 to TXT52.
 */

export const ELEMENTS: ReadonlySet<string> = new Set([
	'paragraph',
	'heading',
	'bulletList',
	'orderedList',
	'listItem',
	'taskList',
	'taskItem',
	'blockquote',
	'hardBreak'
]);

const MAX_LINK_CHARS = 2_048;
const LINK = /^(?:https?:\/\/|mailto:)[!#-;=?-[\]_a-z|~]+$/;
/** A suggestion's id, and a member's: base64url. */
const SUGGESTION = /^[\w-]{8,22}$/;
const MEMBER = /^[\w-]{43}$/;
const SUGGESTED_BREAK = /^(?:split|join)\.[\w-]{8,22}\.[\w-]{43}$/;

/** An address as links in texts may have it: https, http or mailto, printable ASCII as `URL` writes it. */
export function isLinkAddress(value: unknown): value is string {
	return typeof value === 'string' && value.length <= MAX_LINK_CHARS && LINK.test(value);
}

/** Per mark its attributes and what each may be. */
const MARK_ATTRIBUTES: ReadonlyMap<string, Readonly<Record<string, (value: unknown) => boolean>>> = new Map<
	string,
	Readonly<Record<string, (value: unknown) => boolean>>
>([
	['bold', {}],
	['italic', {}],
	['strike', {}],
	['link', { href: isLinkAddress }],
	['insertion', { id: matches(SUGGESTION), by: matches(MEMBER) }],
	['deletion', { id: matches(SUGGESTION), by: matches(MEMBER) }]
]);
export const MARKS: ReadonlySet<string> = new Set(MARK_ATTRIBUTES.keys());

/** Attributes of elements, by name: no two elements use a name differently. */
const ELEMENT_ATTRIBUTES: ReadonlyMap<string, (value: unknown) => boolean> = new Map<string, (value: unknown) => boolean>([
	['level', isWholeNumber(6)],
	['start', isWholeNumber(1_000_000)],
	['type', (value) => value === null || matches(/^[1aAiI]$/)(value)],
	['checked', (value) => typeof value === 'boolean'],
	['suggested', (value) => value === null || matches(SUGGESTED_BREAK)(value)]
]);
export const ATTRIBUTES: ReadonlySet<string> = new Set(ELEMENT_ATTRIBUTES.keys());

/** May a mark begin with these attributes? Null ends a mark. */
export function isAllowedMark(name: string, value: unknown): boolean {
	const allowed = MARK_ATTRIBUTES.get(name);
	if (allowed === undefined) return false;
	if (value === null) return true;
	if (typeof value !== 'object' || Array.isArray(value)) return false;
	const entries = Object.entries(value as object); // an object, as just checked
	return (
		entries.length === Object.keys(allowed).length &&
		entries.every(([key, one]) => Object.hasOwn(allowed, key) && allowed[key]?.(one) === true)
	);
}

/** `name` is null where an update does not tell it: an attribute that is set anew names only what it replaces. */
export function isAllowedAttribute(name: string | null, value: unknown): boolean {
	if (name !== null) return ELEMENT_ATTRIBUTES.get(name)?.(value) ?? false;
	for (const allows of ELEMENT_ATTRIBUTES.values()) if (allows(value)) return true;
	return false;
}

function matches(pattern: RegExp): (value: unknown) => boolean {
	return (value) => typeof value === 'string' && pattern.test(value);
}

function isWholeNumber(max: number): (value: unknown) => boolean {
	return (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
}
