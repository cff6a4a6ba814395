/** Pairing face to face, as screens ask for it: what comes of it in one sentence. Loaded when somebody opens its page. */
import { err, ok, type Result } from '$crypto/base';
import type { Network } from '$lib/adapters/network';
import type { Pairing, PairingFailure } from '$lib/adapters/webrtc/manual-pairing';
import type { Failure, FailureType } from '$lib/errors';
import { failure } from '$lib/errors';
import type { ReachCommands } from './reach-types';

export interface PairingHost {
	/** Null: another tab has the connections, or nothing is open. */
	network(): Network | null;
}

export function pairingBy(host: PairingHost): ReachCommands['pairing'] {
	async function ask<T>(work: (pairing: Pairing) => Promise<Result<T, PairingFailure>>): Promise<Result<T, Failure>> {
		const pairing = await host.network()?.pairing();
		if (!pairing) return err(said('AnotherTab', 'Another tab of this browser has the connections, so this one cannot make any.', 'Go to the tab that was opened first, or close it and reload this one.'));
		const result = await work(pairing);
		return result.ok ? ok(result.value) : err(pairingFailure(result.error));
	}
	return {
		offer: () => ask((pairing) => pairing.offer()),
		answer: (offer) => ask((pairing) => pairing.answer(offer)),
		complete: (answer) => ask((pairing) => pairing.complete(answer)),
		settled: () => ask((pairing) => pairing.settled()),
		cancel: () => void host.network()?.pairing().then((pairing) => pairing.cancel())
	};
}

const said = (type: FailureType, sentence: string, next: string): Failure => ({ type, sentence, next });

export function pairingFailure(problem: PairingFailure): Failure {
	switch (problem) {
		case 'NotACode':
			return said('BadInput', 'This is not a code for connecting two devices.', 'Show the square code on the other device again, or copy its whole text.');
		case 'NewerCode':
			return failure('NewerData', 'The other device has a newer version of the app.');
		case 'DamagedCode':
			return said('BadInput', 'The code is incomplete or was changed on its way.', 'Copy the whole text again, up to its last character.');
		case 'OtherKind':
			return said('BadInput', 'This code belongs to the other step.', 'One device begins and shows a code; the other one reads it and shows a code back.');
		case 'OtherOffer':
			return said('BadInput', 'This answers another code than the one shown here.', 'Show the code of this device once more and let the other device read it.');
		case 'OwnCode':
			return said('BadInput', 'This is the code of this very device.', 'Read the one that the other device shows.');
		case 'OldCode':
			return said('BadInput', 'This code is more than an hour old, or one of the two clocks is wrong.', 'Begin again; each code is good for ten minutes.');
		case 'NoAddress':
			return said('Refused', 'This device has no address that it could give to the other one.', 'Join the same Wi-Fi or hotspot on both devices. If this device hides its address, that needs a TURN server.');
		case 'NoConnection':
			return said('Refused', 'The two devices did not reach each other. Nothing was changed.', 'Put both in the same Wi-Fi, or open a hotspot on one of them, and begin again. A file works without any network.');
		case 'Stranger':
			return said('Refused', 'The two devices reached each other, but one of them does not know the other.', 'Both must be in this collective, or one must hold an invitation that is still good.');
		case 'Cancelled':
			return said('Refused', 'The attempt is over.', 'Begin again.');
	}
}
