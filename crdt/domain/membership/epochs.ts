/**
 * Which group key to write under, when a new one is needed, and who lacks one. Pure questions to the facts.
 * Carries MEM31, MEM32, MEM34, MEM36.
 */
import type { EpochId } from '../../../crypto/base';
import { currentDevices, type DeviceFact, type EpochFact, type Facts } from './state';

/**
 * MEM34: of the group keys whose author knew every loss known now, the last in total order.
 * @param holds whether this device has the key; a newcomer may lack one that was opened at the same moment.
 */
export function epochToWriteUnder(facts: Facts, holds: (epoch: EpochId) => boolean = () => true): EpochFact | null {
	return lastOf(facts, (epoch) => isSafe(facts, epoch) && holds(epoch.epoch));
}

/** MEM36: what opens or shares group keys travels under the last one opened in its own past, whoever else may hold it. */
export const epochToPassOnUnder = (facts: Facts, holds: (epoch: EpochId) => boolean): EpochFact | null =>
	lastOf(facts, (epoch) => holds(epoch.epoch));

/** Somebody has gone who holds every group key so far. */
export function needsNewEpoch(facts: Facts): boolean {
	return facts.foundedIn !== null && epochToWriteUnder(facts) === null;
}

export interface EpochShare {
	readonly device: DeviceFact;
	/** Group keys no entry has boxed for it, oldest first. It may have got them at the door all the same. */
	readonly epochs: readonly EpochId[];
}

/** MEM32: devices in use for which some valid group key was never boxed in the log. */
export function missingEpochShares(facts: Facts): readonly EpochShare[] {
	const missing: EpochShare[] = [];
	for (const device of currentDevices(facts)) {
		const epochs = [...facts.epochs.keys()].filter((epoch) => facts.boxed.get(epoch)?.has(device.deviceId) !== true);
		if (epochs.length > 0) missing.push({ device, epochs });
	}
	return missing;
}

function isSafe(facts: Facts, epoch: EpochFact): boolean {
	for (const loss of facts.losses) if (!epoch.knownLosses.has(loss)) return false;
	// a recipient whose admission turned out void holds the key too
	return epoch.recipients.every((device) => facts.devices.has(device));
}

function lastOf(facts: Facts, isFit: (epoch: EpochFact) => boolean): EpochFact | null {
	let best: EpochFact | null = null;
	for (const epoch of facts.epochs.values()) if (isFit(epoch) && (best === null || comesAfter(epoch, best))) best = epoch;
	return best;
}

const comesAfter = (a: EpochFact, b: EpochFact): boolean =>
	a.lamport !== b.lamport ? a.lamport > b.lamport : a.entry > b.entry;
