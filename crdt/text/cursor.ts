/**
 * A cursor as it travels: two positions relative to letters of the text, in JSON, from somebody else's device.
 *
 * Rebuilds it from the fields that Yjs reads and nothing else, so that a hostile cursor can neither name another root (Yjs
 * would create it) nor carry anything along. Carries TXT27.
 */
import { ROOT_NAME } from './sift';

interface Id {
	readonly client: number;
	readonly clock: number;
}
/** The JSON of a Y.RelativePosition. */
export interface CursorEnd {
	readonly type?: Id;
	readonly tname?: string;
	readonly item?: Id;
	readonly assoc?: number;
}
export interface Cursor {
	readonly anchor: CursorEnd;
	readonly head: CursorEnd;
}

/** Null for anything that is no cursor of this text. */
export function parseCursor(value: unknown): Cursor | null {
	const cursor = fieldsOf(value);
	if (cursor === null) return null;
	const anchor = parseEnd(cursor.anchor);
	const head = parseEnd(cursor.head);
	return anchor === null || head === null ? null : { anchor, head };
}

function parseEnd(value: unknown): CursorEnd | null {
	const end = fieldsOf(value);
	if (end === null) return null;
	const type = parseId(end.type);
	const item = parseId(end.item);
	const isRoot = end.tname === ROOT_NAME;
	if (type === null && item === null && !isRoot) return null;
	return {
		...(type === null ? {} : { type }),
		...(item === null ? {} : { item }),
		...(isRoot && type === null ? { tname: ROOT_NAME } : {}),
		assoc: end.assoc === -1 ? -1 : 0
	};
}

function parseId(value: unknown): Id | null {
	const id = fieldsOf(value);
	if (id === null) return null;
	const { client, clock } = id;
	if (!isClock(client) || !isClock(clock)) return null;
	return { client, clock };
}

const isClock = (value: unknown): value is number =>
	typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** `awareness` hands over JSON, or Yjs' own objects with the same fields. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null; // any object has string keys
}
