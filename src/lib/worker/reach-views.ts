/** The views about keeping in touch, by name; loaded when one of them is first shown. */
import type { ReachViews } from '$lib/services/reach-types';
import { selectBuilds } from './builds-view';
import { selectDevices } from './devices-view';
import { selectHeld } from './held-view';
import type { FullLens } from './lens';
import { selectReach } from './reach-view';
import type { Running } from './running';
import { selectServers } from './servers-view';
import type { Environment } from './api';

export type ReachViewName = keyof ReachViews;

/** What these views are computed from. */
export interface ReachSources {
	readonly lens: FullLens;
	readonly running: Running;
	readonly environment: Environment;
}

const table: { readonly [N in ReachViewName]: (sources: ReachSources, args: ReachViews[N]['args']) => ReachViews[N]['value'] | Promise<ReachViews[N]['value']> } = {
	servers: selectServers,
	reach: selectReach,
	held: selectHeld,
	devices: selectDevices,
	builds: selectBuilds
};

export const computeReachView = <N extends ReachViewName>(name: N, sources: ReachSources, args: ReachViews[N]['args']): ReachViews[N]['value'] | Promise<ReachViews[N]['value']> =>
	table[name](sources, args);
