/** Where one is in the calendar, kept in the address so that it can be passed on and walked back. */
import { goto } from '$app/navigation';
import { page } from '$app/state';

export const CALENDAR_MODES = ['day', 'week', 'mine', 'agenda'] as const;
export type CalendarMode = (typeof CALENDAR_MODES)[number];

const DATE = /^\d{4}-\d{2}-\d{2}$/;

export class CalendarPlace {
	constructor(private readonly today: () => string) {}

	get mode(): CalendarMode {
		const mode = page.url.searchParams.get('view');
		return CALENDAR_MODES.find((one) => one === mode) ?? 'day';
	}

	get date(): string {
		const date = page.url.searchParams.get('date') ?? '';
		return DATE.test(date) && !Number.isNaN(Date.parse(date)) ? date : this.today();
	}

	get room(): string | null {
		return page.url.searchParams.get('room');
	}

	go(change: { mode?: CalendarMode; date?: string; room?: string }): void {
		const next = new URLSearchParams(page.url.searchParams);
		if (change.mode) next.set('view', change.mode);
		if (change.date) next.set('date', change.date);
		if (change.room) next.set('room', change.room);
		void goto(`/calendar?${next}`, { replaceState: true, keepFocus: true, noScroll: true });
	}
}
