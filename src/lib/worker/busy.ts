/**
 * Busy times of one's own, from calendar files: on this device only, sealed under the vault's key, in no entry, no backup and no
 * message (ICS14). Knows no titles: the page hands over spans and nothing else.
 */
import * as z from 'zod';
import { err, ok, textOf, toBase64, utf8, type Result } from '$crypto/base';
import type { Random } from '$crypto/random';
import type { Clock } from '$crdt/log/ports';
import { failure, type Failure } from '$lib/errors';
import type { BusyOverlayInput, BusyOverlayView, BusySpanView, BusyViews } from '$lib/services/busy-types';
import { zoneClock, type ZoneClock } from '$lib/time/zone-clock';
import type { Keychain } from './keychain';

export type BusyViewName = keyof BusyViews;

export interface BusyOverlays {
	/** Durable when it resolves. @throws StoreRefused */
	add(input: BusyOverlayInput): Promise<Result<string, Failure>>;
	/** Gone already: nothing happens. @throws StoreRefused */
	remove(id: string): Promise<Result<void, Failure>>;
	view<N extends BusyViewName>(name: N, args: BusyViews[N]['args']): Promise<BusyViews[N]['value']>;
}

interface Dependencies {
	keychain(): Keychain | null;
	readonly random: Random;
	readonly clock: Clock;
	/** Views may have changed. */
	changed(): void;
}

export const isBusyView = (name: string): name is BusyViewName => name === 'calendar/overlays' || name === 'calendar/busy';

export const MAX_OVERLAYS = 12;
const MAX_SPANS = 20_000;
const RECORD = 'busy';
/** The sealed record's length tells no more than this about how much is in it. */
const PADDED_TO = 4096;
const MINUTE_MS = 60_000;

const minute = z.number().int().min(-1e9).max(1e9);
const overlay = z.strictObject({
	id: z.string().max(40),
	name: z.string().trim().min(1).max(60),
	addedAt: z.number(),
	until: z.number(),
	spans: z.array(z.strictObject({ start: minute, end: minute })).max(MAX_SPANS)
});
const record = z.strictObject({ version: z.literal(1), overlays: z.array(overlay).max(MAX_OVERLAYS) });
type Overlay = z.output<typeof overlay>;

export function createBusyOverlays({ keychain, random, clock, changed }: Dependencies): BusyOverlays {
	/** What each opened vault holds; asked of the disk once. */
	const loaded = new WeakMap<Keychain, Promise<readonly Overlay[]>>();
	let writing: Promise<unknown> = Promise.resolve();

	const load = (chain: Keychain): Promise<readonly Overlay[]> => {
		const known = loaded.get(chain);
		if (known) return known;
		const fresh = chain.readPrivate(RECORD).then(parseRecord);
		loaded.set(chain, fresh);
		return fresh;
	};

	/** One change at a time; what is kept in memory is what the disk took. */
	const change = <T>(run: (before: readonly Overlay[]) => Result<{ readonly after: readonly Overlay[]; readonly value: T }, Failure>): Promise<Result<T, Failure>> => {
		const work = async (): Promise<Result<T, Failure>> => {
			const chain = keychain();
			if (!chain) throw new Error('the vault is closed');
			const changedTo = run(await load(chain));
			if (!changedTo.ok) return changedTo;
			await chain.writePrivate(RECORD, padded(utf8(JSON.stringify({ version: 1, overlays: changedTo.value.after }))));
			loaded.set(chain, Promise.resolve(changedTo.value.after));
			changed();
			return ok(changedTo.value.value);
		};
		const done = writing.then(work, work);
		writing = done.catch(() => undefined);
		return done;
	};

	return {
		add: (input) =>
			change((before) => {
				const parsed = overlay.safeParse({ ...input, id: toBase64(random.bytes(9)), addedAt: clock.now() });
				if (!parsed.success) return err(failure('BadInput'));
				if (before.length >= MAX_OVERLAYS) return err(failure('Refused', `There are ${MAX_OVERLAYS} calendars laid over already. Take one away first.`));
				return ok({ after: [...before, parsed.data], value: parsed.data.id });
			}),
		remove: (id) => change((before) => ok({ after: before.filter((one) => one.id !== id), value: undefined })),
		async view<N extends BusyViewName>(name: N, args: BusyViews[N]['args']): Promise<BusyViews[N]['value']> {
			const chain = keychain();
			const overlays = chain ? await load(chain) : [];
			const asked: BusyViews['calendar/busy']['args'] | null = args;
			// The name decides what was asked; the compiler cannot tie it to the value.
			return (asked === null ? overlays.map(describe) : selectSpans(overlays, asked)) as BusyViews[N]['value'];
		}
	};
}

const describe = ({ id, name, addedAt, until, spans }: Overlay): BusyOverlayView => ({ id, name, addedAt, until, spans: spans.length });

function selectSpans(overlays: readonly Overlay[], { from, until, zone }: BusyViews['calendar/busy']['args']): BusySpanView[] {
	const clock = clockOf(zone);
	if (!clock) return [];
	const [first, last] = [clock.instantOf(`${from}T00:00`).instant / MINUTE_MS, clock.instantOf(`${until}T00:00`).instant / MINUTE_MS];
	const wallOf = (at: number) => clock.wallOf(at * MINUTE_MS);
	// What lasts beyond the dates asked for is cut at them: the grid of a day ends at midnight.
	return overlays
		.flatMap(({ id, name, spans }) =>
			spans
				.filter(({ start, end }) => end > first && start < last)
				.map(({ start, end }) => ({ overlay: id, name, start: wallOf(Math.max(start, first)), end: end >= last ? `${until}T00:00` : wallOf(end) }))
		)
		.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

function clockOf(zone: string): ZoneClock | null {
	const clock = zoneClock(zone);
	return clock.ok ? clock.value : null;
}

/** With spaces, which JSON passes over. */
function padded(bytes: Uint8Array): Uint8Array {
	const whole = new Uint8Array(Math.ceil(bytes.length / PADDED_TO) * PADDED_TO).fill(32);
	whole.set(bytes);
	return whole;
}

function parseRecord(bytes: Uint8Array | null): readonly Overlay[] {
	if (!bytes) return [];
	try {
		const parsed = record.safeParse(JSON.parse(textOf(bytes) ?? ''));
		return parsed.success ? parsed.data.overlays : [];
	} catch {
		return [];
	}
}
