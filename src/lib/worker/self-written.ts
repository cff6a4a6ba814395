/** Which entries the app wrote by itself: nobody waits for a sign that they have arrived. */
import type { OpenedEntry } from '$crdt/log/entry';

/** A receipt for these would be answered by a receipt, for ever. */
const SELF_WRITTEN: ReadonlySet<string> = new Set([
	'membership/receipt', 'membership/share-epochs', 'membership/open-epoch', 'membership/report-fork',
	'calendar/grant', 'calendar/acknowledge-roll', 'proposals/close'
]);

export const typesIn = ({ payload }: OpenedEntry): readonly string[] => (payload.kind === 'ops' ? payload.ops.map(typeOf) : ['']);

export const isSelfWritten = (entry: OpenedEntry): boolean => typesIn(entry).every((type) => SELF_WRITTEN.has(type));

function typeOf(raw: unknown): string {
	return typeof raw === 'object' && raw !== null && 'type' in raw && typeof raw.type === 'string' ? raw.type : '';
}
