/** What somebody is about to book: a room, a date and minutes since its midnight. */
import type { ObjectId } from '$crypto/base';

export interface BookingWish {
	readonly room: ObjectId;
	readonly date: string;
	readonly from: number;
	/** Exclusive; above 1440 means the next day. */
	readonly to: number;
	readonly replaces: ObjectId | null;
}
