/** Which build of the app each device runs, as they say, and whether this one stands alone with its own (NET96, NET97). */
import type { BuildsView } from '$lib/services/reach-types';
import type { ReachSources } from './reach-views';

const FORGOTTEN_AFTER_MS = 60 * 86_400_000;

export function selectBuilds({ lens, running, environment }: ReachSources): BuildsView {
	const { mine } = running.builds;
	const { devices } = lens.state.membership;
	const others = [...running.builds.heard()]
		.flatMap(([device, { build, heardAt }]) => {
			const fact = devices.get(device as typeof lens.device); // a key of the record; unknown ones are left out
			const counts = fact?.status === 'active' && device !== lens.device && lens.now - heardAt < FORGOTTEN_AFTER_MS;
			return counts ? [{ memberName: lens.nameOf(fact.memberId), deviceName: fact.name, build, heardAt }] : [];
		})
		.sort((a, b) => a.memberName.localeCompare(b.memberName) || a.deviceName.localeCompare(b.deviceName));
	const total = others.length + 1;
	const same = others.filter(({ build }) => build === mine.name).length + 1;
	const minority = same * 2 < total;
	return { mine: mine.name, version: mine.version, others, minority, sentence: sentenceOf(same, total, environment.updateWaiting) };
}

function sentenceOf(same: number, total: number, updateWaiting: boolean): string {
	if (total === 1) return 'No other device has said yet which version it runs.';
	if (same * 2 < total) {
		return updateWaiting
			? 'Your app is not the one most colleagues run. A newer version is ready on this device: use it first.'
			: 'Your app is not the one most colleagues run. If you did not expect this, ask them before you unlock again.';
	}
	return same === total ? `All ${total} devices heard of run this version.` : `${same} of ${total} devices heard of run this version.`;
}
