/** Busy times from a calendar file, laid over the rooms' calendar on this device alone: what screens and the worker say to each other. */

export interface BusyOverlayInput {
	/** In the person's own words. */
	readonly name: string;
	/** Milliseconds since 1970: up to when the file was read. */
	readonly until: number;
	/** Minutes since 1970, ascending, ends exclusive, none touching the next. */
	readonly spans: readonly { readonly start: number; readonly end: number }[];
}

export interface BusyOverlayView {
	readonly id: string;
	readonly name: string;
	/** Milliseconds since 1970. */
	readonly addedAt: number;
	readonly until: number;
	readonly spans: number;
}

export interface BusySpanView {
	readonly overlay: string;
	/** Of the overlay. */
	readonly name: string;
	/** Wall times in the zone that was asked for; `end` exclusive. */
	readonly start: string;
	readonly end: string;
}

export interface BusyViews {
	'calendar/overlays': { args: null; value: readonly BusyOverlayView[] };
	/** Touching the dates from `from` to `until` (exclusive), as the wall of `zone` shows them. Earliest first. */
	'calendar/busy': { args: { from: string; until: string; zone: string }; value: readonly BusySpanView[] };
}
