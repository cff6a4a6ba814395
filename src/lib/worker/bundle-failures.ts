/** Why a bundle cannot be made or taken in, each in one sentence with a next step. Loaded with bundles, not with the first screen. */
import { isBundle, type BundleTooLarge, type OpenBundleFailure } from '$crypto/bundle';
import { failure, type Failure, type FailureType } from '$lib/errors';

const said = (type: FailureType, sentence: string, next: string): Failure => ({ type, sentence, next });

export function bundleFailure(problem: OpenBundleFailure | BundleTooLarge): Failure {
	switch (problem.type) {
		case 'NotABundle':
			return said('BadInput', 'This is not a file with news from a colleague. Nothing was changed.', 'Choose the file that a colleague made with “Hand over what is new”.');
		case 'NewerBundle':
			return failure('NewerData', 'This file was made by a newer version of the app. Nothing was changed.');
		case 'DamagedBundle':
			return said('DamagedBackup', 'This file was cut short or changed on its way. Nothing was taken from it.', 'Ask for it once more, or copy it again.');
		case 'NotForThisDevice':
			return said('Refused', 'This file was made for other devices, so this one cannot open it. Nothing was changed.', 'Ask your colleague to make one for you, or for everybody.');
		case 'BundleTooLarge':
			return said('TooLarge', 'All of it together is too large for one file.', 'Hand it over member by member instead.');
	}
}

export const backupInstead = (): Failure =>
	said('BadInput', 'This is a backup, not news from a colleague. Nothing was changed.', 'A backup is restored on a device that has nothing yet, on the first screen of the app.');

/** Somebody chose a bundle where a backup was asked for. */
export const ifBundle = (file: Uint8Array): Failure | null =>
	!isBundle(file) ? null : said('NotABackup', 'This file brings news to a device that is already in the collective; it is not a backup. Nothing was changed.', 'Choose a backup here, and take this file in once you are in.');

export const forAnother = (name: string): Failure =>
	said('Refused', name === '' ? 'This file is for another of your collectives. Nothing was changed.' : `This file is for “${name}”. Nothing was changed.`, 'Open that collective first, then take the file in there.');

export const byStranger = (): Failure =>
	said('Refused', 'This file was made by a device that your collective does not know, so nothing of its own was taken.', 'Ask a colleague for a file of theirs.');

export const nobodyToHandTo = (): Failure =>
	said('Refused', 'There is nobody yet to hand anything to.', 'Invite a colleague first.');
