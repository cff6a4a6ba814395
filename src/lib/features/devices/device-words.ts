/** Devices, recoveries and what they are called in plain words. */
import type { OwnDeviceView, RecoveryView } from '$lib/services/reach-types';
import { sayInstant } from '$lib/ui/times';

export function deviceFacts(device: OwnDeviceView, now: number): string {
	const since = `Added ${sayInstant(device.addedAt, now)}`;
	if (device.status === 'revoked') return `${since}. Taken off the list; nothing new reaches it.`;
	if (device.status === 'forked') return `${since}. Replaced: it and a copy of it have both been writing.`;
	if (device.isThis) return `${since}.`;
	return device.lastWrittenAt === null ? `${since}. It has written nothing yet.` : `Wrote ${sayInstant(device.lastWrittenAt, now)}.`;
}

export function voiceWords(device: OwnDeviceView): string {
	if (device.status !== 'active') return '';
	return device.isVoice ? 'Gives your binding word' : 'Says a first word';
}

export function recoveryWords(recovery: RecoveryView, now: number): string {
	const { approvals, needed, startedByName, startedAt, status } = recovery;
	if (status === 'done') return 'Done: a fresh device is theirs.';
	if (status === 'cancelled') return 'Stopped.';
	const left = needed - approvals;
	return `${startedByName} began ${sayInstant(startedAt, now)}. ${approvals} of ${needed} have said yes${left > 0 ? '' : '; it is on its way'}.`;
}

/** Digits as they are read out: two groups of three. */
export const digitsOf = (code: string): readonly [string, string] => {
	const digits = code.replace(/\D/g, '');
	return [digits.slice(0, 3), digits.slice(3)];
};
