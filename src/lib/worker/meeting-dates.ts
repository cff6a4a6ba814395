/** Continues series of meetings without an end when it is this device's turn, by the dates of their rules. Knows no disk. Carries CON11. */
import { seriesToExtend, type SeriesDue } from '$crdt/domain/consultation/duties';
import { MOST_DATES } from '$crdt/domain/consultation/series';
import type { MeetingSeries } from '$crdt/domain/consultation/state';
import type { Poster } from '$crdt/domain/ledger/duties';
import type { OpInput } from '$crdt/domain/op';
import type { State } from '$crdt/domain/state';
import { addDays } from '$crdt/domain/wall-time';
import type { Timers } from '$lib/adapters/webrtc/timers';
import { loadExpand, type Expand } from '$lib/recurrence/expand';
import { createTurnsBy } from './turns';

const EXTENDED_TO_DAYS = 396;

export interface MeetingExtender {
	/** What to write now, and when the next turn is over (null: none waits). */
	due(state: State, self: Poster): Promise<{ readonly ops: readonly OpInput[]; readonly nextMs: number | null }>;
}

export function createMeetingExtender(timers: Pick<Timers, 'now'>): MeetingExtender {
	const turns = createTurnsBy(timers, ({ series }: SeriesDue) => series.id);
	return {
		async due(state, self) {
			const { over, nextMs } = turns.sort(seriesToExtend(state, self));
			if (over.length === 0) return { ops: [], nextMs };
			const expand = await loadExpand();
			const ops = over.flatMap(({ series }) => {
				const dates = datesToAdd(series, self.today, expand);
				return dates.length === 0 ? [] : [{ type: 'consultation/extend-series' as const, series: series.id, dates }];
			});
			return { ops, nextMs };
		}
	};
}

/** Empty where nothing fits. Dates that have gone by while nobody was there are left out. */
function datesToAdd({ rule, dates }: MeetingSeries, today: string, expand: Expand): string[] {
	const expanded = expand({ rule, first: dates[0]!, after: dates.at(-1)!, through: addDays(today, EXTENDED_TO_DAYS) });
	return expanded.ok ? expanded.value.dates.filter((date) => date >= today).slice(0, MOST_DATES - dates.length) : [];
}
