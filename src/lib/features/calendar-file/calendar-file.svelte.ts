/** A calendar file in the page's hands: read, held for the screen, and forgotten with it. The reader is fetched when a file is. */
import type { ImportedCalendar } from '$lib/ical/import-types';
import type { BusySpan } from '$lib/ical/busy';
import type { PlannedEvent } from '$lib/ical/plan';

export class CalendarFile {
	status = $state<'none' | 'reading' | 'read'>('none');
	fileName = $state('');
	calendar = $state.raw<ImportedCalendar | null>(null);
	#tools: Tools | null = null;

	async read(file: File): Promise<void> {
		this.status = 'reading';
		this.fileName = file.name;
		this.calendar = null;
		const tools = await (loading ??= loadTools());
		// bytes beyond what is read are not even asked for
		const bytes = new Uint8Array(await file.slice(0, tools.maxBytes + 1).arrayBuffer());
		this.#tools = tools;
		this.calendar = tools.importFile(bytes);
		this.status = 'read';
	}

	forget(): void {
		this.status = 'none';
		this.calendar = null;
	}

	/** Null: nothing is read, or this browser does not know the zone. @param now milliseconds since 1970 */
	planFor(zone: string, now: number): readonly PlannedEvent[] | null {
		const clock = this.#tools?.zoneClock(zone);
		if (!this.calendar || !this.#tools || !clock?.ok) return null;
		return this.#tools.planFor({ calendar: this.calendar, zone: clock.value, now, expand: this.#tools.expand });
	}

	busyFor(zone: string, from: number, until: number, wholeDays: boolean): readonly BusySpan[] {
		const clock = this.#tools?.zoneClock(zone);
		if (!this.calendar || !this.#tools || !clock?.ok) return [];
		return this.#tools.busySpans({ calendar: this.calendar, zone: clock.value, from, until, expand: this.#tools.expand, wholeDays });
	}
}

let loading: Promise<Tools> | null = null;
type Tools = Awaited<ReturnType<typeof loadTools>>;

async function loadTools() {
	const [{ importFile }, { MAX_FILE_BYTES }, { planFor }, { busySpans }, { loadExpand }, { zoneClock }] = await Promise.all([
		import('$lib/ical/import'), import('$lib/ical/import-types'), import('$lib/ical/plan'), import('$lib/ical/busy'), import('$lib/recurrence/expand'), import('$lib/time/zone-clock')
	]);
	return { importFile, maxBytes: MAX_FILE_BYTES, planFor, busySpans, expand: await loadExpand(), zoneClock };
}
