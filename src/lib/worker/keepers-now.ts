/** What the keepers of an open collective are doing now, as views ask for it: at once, from memory. */
import type { MemberId } from '$crypto/base';
import type { KeeperLook } from '$lib/services/reach-types';

export interface KeepersNow {
	/** Those that this device uses. */
	views(): readonly KeeperLook[];
	/** Members who are heard through a keeper at this moment. */
	present(): ReadonlySet<MemberId>;
}
