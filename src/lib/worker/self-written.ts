/** Which entries the app wrote by itself: nobody waits for a sign that they have arrived. */
import type { OpenedEntry } from '$crdt/log/entry';
import { WRITTEN_BY_DEVICES } from '$crdt/domain/rules';

export const typesIn = ({ payload }: OpenedEntry): readonly string[] => (payload.kind === 'ops' ? payload.ops.map(typeOf) : ['']);

export const isSelfWritten = (entry: OpenedEntry): boolean => typesIn(entry).every((type) => WRITTEN_BY_DEVICES.has(type));

function typeOf(raw: unknown): string {
	return typeof raw === 'object' && raw !== null && 'type' in raw && typeof raw.type === 'string' ? raw.type : '';
}
