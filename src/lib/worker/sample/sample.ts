/**
 * A made-up collective of five to look at: everything in it was written by devices of its own, through the same doors and under the same rules
 * as in any other, in the weeks before the day it is made on. One person’s copy is kept, nobody else’s keys are. Loaded when
 * somebody wants to look. Carries MEM110 to MEM114.
 */
import type { StreamId } from '$crypto/base';
import type { Random } from '$crypto/random';
import type { EntryStore, RawBatch, RawEntry } from '$crdt/log/ports';
import { zoneClock } from '$lib/time/zone-clock';
import type { StoredCollective } from '../keychain-schema';
import { daysAround } from './days';
import { gather } from './gathering';
import { createStoryClock, type Person } from './people';
import { tellStory } from './story';

export interface SampleSetting {
	readonly random: Random;
	/** Milliseconds since 1970: the story ends a little before. */
	readonly now: number;
	/** Where its house stands; one that the browser does not know becomes UTC. */
	readonly zone: string;
}

export interface Sample {
	/** What the keychain keeps: of one of the five alone. */
	readonly stored: StoredCollective;
	/** Writes that person’s copy to a disk that has nothing of it. @throws StoreRefused */
	writeTo(store: EntryStore): Promise<void>;
}

/** The longest ago that anything happened. */
const STORY_DAYS = 63;

export async function createSample({ random, now, zone }: SampleSetting): Promise<Sample> {
	const clockOfZone = zoneClock(zone);
	const wall = clockOfZone.ok ? clockOfZone : zoneClock('UTC');
	if (!wall.ok) throw new Error('every browser knows UTC');
	const days = daysAround(now, wall.value.zone, wall.value);
	const clock = createStoryClock(days.instant(-STORY_DAYS, '09:00'));
	const cast = await gather(random, clock, wall.value.zone, 'EUR');
	await tellStory(cast, clock, days, now);
	const [ana, ...others] = cast;
	const sample = await copyOf(ana);
	for (const person of [ana, ...others]) {
		person.steward.stop();
		await person.open.close();
	}
	return sample;
}

async function copyOf({ stored, store, open }: Person): Promise<Sample> {
	const { batches } = await store.load();
	const heads = await store.heads();
	return {
		stored: { ...stored, vouched: [], name: open.state().membership.settings.name, sample: true },
		async writeTo(disk) {
			for (const batch of merged(batches)) {
				const own = heads.find(({ stream, segment }) => stream === batch.stream && segment === batch.segment);
				const isHead = (entry: RawEntry): boolean => entry.slot === open.signer.slot && entry.seq === own?.seq;
				const last = batch.entries.find(isHead);
				await disk.commitReceived({ ...batch, entries: batch.entries.filter((entry) => !isHead(entry)) });
				// the head last: whatever it builds on is there by then
				if (own !== undefined && last !== undefined) await disk.commitOwn(last, own);
			}
		}
	};
}

/** One batch for each stream and segment. */
function merged(batches: readonly RawBatch[]): readonly RawBatch[] {
	const found = new Map<string, { stream: StreamId; segment: number; entries: RawEntry[] }>();
	for (const { stream, segment, entries } of batches) {
		const key = `${stream} ${segment}`;
		const one = found.get(key) ?? { stream, segment, entries: [] };
		one.entries.push(...entries);
		found.set(key, one);
	}
	return [...found.values()];
}
