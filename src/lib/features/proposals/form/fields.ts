/** What may be wrong with a form: which field, what is wrong there, and what to do. Pure. */

export const FIELDS = [
	'want', 'title', 'text', 'options', 'slots', 'most', 'dots', 'highest', 'percent', 'quorum', 'effect', 'setting', 'member', 'device', 'amount', 'purpose', 'until',
	'review'
] as const;
export type FieldName = (typeof FIELDS)[number];

export interface Wrong {
	readonly field: FieldName;
	/** What is wrong and what to do, in one or two plain sentences. */
	readonly says: string;
}

/** What of a form came out well, or everything that is wrong with it. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly wrong: readonly Wrong[] };

export const good = <T>(value: T): Checked<T> => ({ ok: true, value });
export const wrong = (field: FieldName, says: string): { readonly ok: false; readonly wrong: readonly Wrong[] } => ({ ok: false, wrong: [{ field, says }] });

/** A whole number as typed; null where it is none or lies outside. */
export function wholeBetween(text: string, least: number, most: number): number | null {
	const bare = text.trim();
	const value = /^\d{1,4}$/.test(bare) ? Number(bare) : Number.NaN;
	return value >= least && value <= most ? value : null;
}
