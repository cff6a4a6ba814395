/** What somebody is about to book: a room, a date and minutes since its midnight; the rest only where it is known already. */
import type { ObjectId } from '$crypto/base';
import type { BookingPurpose, Selection } from '$crdt/domain/calendar/ops';

export interface BookingWish {
	readonly room: ObjectId;
	readonly date: string;
	readonly from: number;
	/** Exclusive; above 1440 means the next day. */
	readonly to: number;
	/** One booking that this one takes the place of. */
	readonly replaces: ObjectId | null;
	/** Dates of a series that this takes the place of; the form then asks for a series. */
	readonly replacesSeries?: Selection;
	/** A recurrence rule to begin with; without one the form begins as a single booking. */
	readonly rule?: string;
	readonly purpose?: BookingPurpose;
	readonly note?: string;
	readonly standing?: boolean;
	/** What the form is called, where "Book a room" and "Move the booking" do not say it. */
	readonly title?: string;
}
