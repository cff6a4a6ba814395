/**
 * When swept words come back, and once only: those of this very session soon, those of earlier sessions of the device a little later,
 * in case another tab is faster. What was put back is said in an entry. Knows nothing of how words vanish. Carries TXT35.
 */
import type { ClockRange } from './sift';
import { isNamed, putBack, rangeKey, type SweptWords } from './swept';
import type { TextDoc } from './text-doc';
import { createAlarm, type Timers } from './writer';

/** Origin of the transaction that puts words back: no editor's own. */
export const FROM_RESCUE = 'restored';
const OWN_AFTER_MS = 500;
const EARLIER_AFTER_MS = 4_000;
/** Tabs of one device differ in patience. */
const EARLIER_STEP_MS = 3_000;

export interface Rescue {
	/** Put back and not said in an entry yet. */
	unsaid(): readonly ClockRange[];
	/** They are said in an entry, by this session or another one of the device. */
	said(ranges: readonly ClockRange[]): void;
	stop(): void;
}

export function createRescue(text: TextDoc, timers: Timers): Rescue {
	const own = createAlarm(timers);
	const earlier = createAlarm(timers);
	let missing: SweptWords[] = [];
	let unsaid: ClockRange[] = [];
	const settled = new Map<number, ClockRange[]>();

	const isSettled = (range: ClockRange): boolean => isNamed(settled.get(range.client) ?? [], range);
	const isOwn = ({ ranges }: SweptWords): boolean => ranges.every(({ client }) => client === text.client);
	function settle(ranges: readonly ClockRange[]): void {
		for (const range of ranges) settled.set(range.client, [...(settled.get(range.client) ?? []), range]);
	}

	function restore(wanted: (words: SweptWords) => boolean): void {
		const due = missing.filter((words) => wanted(words) && words.ranges.some((range) => !isSettled(range)));
		missing = missing.filter((words) => !wanted(words));
		if (due.length === 0) return;
		const ranges = due.flatMap((words) => words.ranges);
		settle(ranges);
		unsaid.push(...ranges);
		putBack(text.doc, text.fragment, due, FROM_RESCUE);
	}

	const stopHearing = text.onSwept((words) => {
		const worthIt = words.filter(({ text: letters, ranges }) => letters.trim() !== '' && ranges.some((range) => !isSettled(range)));
		missing.push(...worthIt);
		if (worthIt.some(isOwn) && !own.isSet) own.set(OWN_AFTER_MS, () => restore(isOwn));
		if (!worthIt.every(isOwn) && !earlier.isSet) earlier.set(EARLIER_AFTER_MS + (text.client % 4) * EARLIER_STEP_MS, () => restore(() => true));
	});

	return {
		unsaid: () => unsaid,
		said(ranges) {
			settle(ranges);
			const keys = new Set(ranges.map(rangeKey));
			unsaid = unsaid.filter((range) => !keys.has(rangeKey(range)));
		},
		stop() {
			stopHearing();
			own.clear();
			earlier.clear();
		}
	};
}
