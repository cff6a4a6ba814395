/**
 * What happened in the sample, in the order in which it did: steps of four rooms of the house, sorted by their time. After each of them everybody
 * has heard of it and has done what their devices owe. Carries MEM111 and MEM112.
 */
import type { ObjectId } from '$crypto/base';
import { wallTimeAt } from '../wall-clock';
import { booksSteps } from './books';
import { circleSteps } from './circle';
import type { Days } from './days';
import { decisionsSteps } from './decisions';
import type { Cast } from './gathering';
import { meet, settle, settleInPeace, type StoryClock } from './people';
import { roomsSteps } from './rooms';

/** What a step needs of those before it. */
export interface Telling {
	readonly cast: Cast;
	readonly days: Days;
	/** The full hour on the wall at which the sample is made. */
	readonly hour: number;
	/** Everybody hears of what was written in this step so far. */
	hear(): Promise<void>;
	/** Remembers what something is called in the log. */
	keep(word: string, id: ObjectId | undefined): void;
	/** @throws when no step before made it. */
	find(word: string): ObjectId;
}

export interface Step {
	/** Days from today, and the time of day. */
	readonly when: readonly [fromToday: number, time: string];
	run(telling: Telling): Promise<void>;
}

/** Something every device has said by the end: that it holds what the others wrote. */
const LAST_WORDS_MS = 15 * 60_000;

export async function tellStory(cast: Cast, clock: StoryClock, days: Days, now: number): Promise<void> {
	const known = new Map<string, ObjectId>();
	const telling: Telling = {
		cast,
		days,
		hour: Number(wallTimeAt(now, cast[0].open.state().membership.settings.zone).slice(11, 13)),
		hear: () => meet(cast),
		keep(word, id) {
			if (id !== undefined) known.set(word, id);
		},
		find(word) {
			const id = known.get(word);
			if (id === undefined) throw new Error(`the story has not come to ${word} yet`);
			return id;
		}
	};
	const steps = [...roomsSteps, ...decisionsSteps, ...booksSteps, ...circleSteps].map((step) => ({ ...step, at: days.instant(...step.when) }));
	for (const { at, run } of steps.sort((a, b) => a.at - b.at)) {
		clock.moveTo(at);
		await run(telling);
		await settle(cast);
	}
	clock.moveTo(now - LAST_WORDS_MS);
	await settleInPeace(cast, clock);
	await meet(cast);
}
