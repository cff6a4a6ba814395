/** Names and sample ids for looking at screens. */
import type { ObjectId } from '$crypto/base';
import { memberId } from './fake-house';

export const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'] as const;
export { memberId };

let serial = 0;
// sample ids only have to look the part
export const newId = (): ObjectId => `${(`made-${++serial}` + '_'.repeat(43)).slice(0, 43)}.0` as ObjectId;
