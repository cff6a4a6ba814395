/**
 * By which way a line goes: straight from device to device, or through a TURN server. Read from the browser's own statistics of
 * the connection, and seldom. Knows no peers; keeps no address. Carries NET130, NET131.
 */
import type { Timers } from './timers';

export type LineRoute = 'direct' | 'relayed';

/** What is read of a report; everything else in it is left alone. */
interface Seen {
	readonly id?: unknown;
	readonly type?: unknown;
	readonly selectedCandidatePairId?: unknown;
	readonly selected?: unknown;
	readonly nominated?: unknown;
	readonly state?: unknown;
	readonly localCandidateId?: unknown;
	readonly remoteCandidateId?: unknown;
	readonly candidateType?: unknown;
	readonly address?: unknown;
	readonly port?: unknown;
}

/** Null: nothing is selected yet, or the report does not say. Relayed where either end of the selected pair is a TURN server's. */
export function routeOf(report: Iterable<unknown>): LineRoute | null {
	const all = [...report].filter((one): one is Seen => typeof one === 'object' && one !== null);
	const byId = new Map(all.map((one) => [one.id, one]));
	const pair = selectedPair(all, byId);
	const local = pair && byId.get(pair.localCandidateId);
	const remote = pair && byId.get(pair.remoteCandidateId);
	if (!local || !remote) return null;
	return isRelay(local, all) || isRelay(remote, all) ? 'relayed' : 'direct';
}

/** Chromium names it in the transport, Firefox marks the pair; failing both, the one that was nominated and works. */
function selectedPair(all: readonly Seen[], byId: ReadonlyMap<unknown, Seen>): Seen | undefined {
	const named = all.find(({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId !== undefined);
	const pairs = all.filter(({ type }) => type === 'candidate-pair');
	return (
		(named && byId.get(named.selectedCandidatePairId)) ??
		pairs.find(({ selected }) => selected === true) ??
		pairs.find(({ nominated, state }) => nominated === true && state === 'succeeded')
	);
}

/** A relay that was heard of before its description came is first taken for an address of the other side itself. */
function isRelay({ type, candidateType, address, port }: Seen, all: readonly Seen[]): boolean {
	if (candidateType === 'relay') return true;
	if (candidateType !== 'prflx' || address === undefined) return false;
	return all.some((one) => one.type === type && one.candidateType === 'relay' && one.address === address && one.port === port);
}

export interface RouteWatch {
	/** Null: not known. */
	readonly current: LineRoute | null;
	/** Looks again where it is time to; true when that was news. Never rejects. */
	look(): Promise<boolean>;
}

/** A line is looked at so often while it is young, because the way may still change; then once in a while. */
const EARLY_LOOKS = 3;
const SELDOM_MS = 60_000;

export function watchRoute(stats: () => Promise<{ values(): Iterable<unknown> }>, timers: Pick<Timers, 'now'>): RouteWatch {
	let current: LineRoute | null = null;
	let known = 0;
	let notBeforeMs = Number.NEGATIVE_INFINITY;
	let looking = false;
	return {
		get current() {
			return current;
		},
		async look() {
			if (looking || timers.now() < notBeforeMs) return false;
			looking = true;
			try {
				const found = routeOf((await stats()).values());
				if (found === null) return false;
				if (++known >= EARLY_LOOKS) notBeforeMs = timers.now() + SELDOM_MS;
				const isNews = found !== current;
				current = found;
				return isNews;
			} catch {
				// the line has ended meanwhile, or this browser tells nothing: then nothing is claimed
				return false;
			} finally {
				looking = false;
			}
		}
	};
}
