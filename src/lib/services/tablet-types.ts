/** What the page of a tablet at a door shows. Such a tablet is nobody's device: this is all that it knows. */
import type { DoorRoomView } from '$crdt/domain/calendar/views';

export interface TabletView {
	/** none: no link was opened here. waiting: no member's device has been met yet. gone: a member took the tablet away. */
	readonly status: 'none' | 'waiting' | 'shown' | 'gone';
	readonly name: string;
	readonly rooms: readonly DoorRoomView[];
	/** When a member's device was heard last, by this tablet's own clock; null: never. */
	readonly heardAt: number | null;
	/** Grows when the tablet learns of other devices to listen to. */
	readonly trust: number;
}
