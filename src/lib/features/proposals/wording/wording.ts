/** A title and a text being rewritten. Pure. */
export interface Wording {
	title: string;
	text: string;
}

export const trimmed = (wording: Wording): Wording => ({ title: wording.title.trim(), text: wording.text.trim() });

/** What is wrong with a new wording, in a sentence; null: nothing. */
export function wrongWith(wording: Wording, before: Readonly<Wording>): string | null {
	const after = trimmed(wording);
	if (after.title === '') return 'It needs a title.';
	if (after.title === before.title && after.text === before.text) return 'Nothing has changed yet.';
	return null;
}

/** A draft that was kept on this device, where it is one; else the wording to begin with. */
export function readWording(kept: unknown, before: Readonly<Wording>): Wording & { reason: string } {
	const record = typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {}; // an object has fields; each is looked at
	const text = (key: string, otherwise: string) => (typeof record[key] === 'string' ? record[key] : otherwise);
	return { title: text('title', before.title), text: text('text', before.text), reason: text('reason', '') };
}
