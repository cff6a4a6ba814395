/**
 * Two devices face to face make a line without any server: an offer goes over by hand, an answer comes back, and the line is one like any
 * other, with the same proof of who is there. One attempt at a time; each ends by itself. Carries PAIR4–PAIR9.
 */
import { err, ok, type Result } from '$crypto/base';
import { factsOf, sdpOf } from './manual-sdp';
import { decodePairing, encodePairing, type PairingCode, type PairingTextFailure } from './manual-text';
import type { AuthRefused } from './peer';
import type { Timers } from './timers';

/** A line whose descriptions are carried by hand. */
export interface HandLine {
	readonly pc: Pick<RTCPeerConnection, 'createOffer' | 'createAnswer' | 'setLocalDescription' | 'setRemoteDescription' | 'localDescription' | 'iceGatheringState'>;
	readonly state: 'connecting' | 'open' | 'refused' | 'ended';
	readonly refused: AuthRefused['reason'] | null;
	/** Ends it, unless both sides are sure of each other already. */
	drop(): void;
}

export type PairingFailure =
	| PairingTextFailure
	/** An answer where an offer was wanted, or the reverse. */
	| 'OtherKind'
	/** It answers another offer than the one made here last. */
	| 'OtherOffer'
	| 'OwnCode'
	/** Made long ago by one of the two clocks. */
	| 'OldCode'
	/** This device has no address that it may show. */
	| 'NoAddress'
	/** No line came about. */
	| 'NoConnection'
	/** A line came about, and one side does not know the other. */
	| 'Stranger'
	| 'Cancelled';

export interface Pairing {
	offer(): Promise<Result<{ readonly text: string }, PairingFailure>>;
	answer(offer: string): Promise<Result<{ readonly text: string }, PairingFailure>>;
	/** Resolves when the line stands. */
	complete(answer: string): Promise<Result<void, PairingFailure>>;
	/** What becomes of the attempt that is going on; `Cancelled` where there is none. */
	settled(): Promise<Result<void, PairingFailure>>;
	cancel(): void;
}

export interface PairingDependencies {
	line(config: RTCConfiguration): HandLine;
	config(): RTCConfiguration;
	readonly timers: Timers;
}

/** Candidates of this device are there long before; a TURN server that does not answer must not hold everything up. */
const GATHER_MS = 3_000;
const LOOK_MS = 100;
/** Time to carry codes from one device to the other. */
export const ATTEMPT_MS = 10 * 60_000;
/** From the moment at which both sides have both codes. */
export const CONNECT_MS = 30_000;
/** Clocks differ; a code of yesterday leads nowhere. */
export const MAX_AGE_MS = 60 * 60_000;

interface Attempt {
	readonly line: HandLine;
	readonly tag: number;
	deadlineMs: number;
	readonly settled: Promise<Result<void, PairingFailure>>;
	end(result: Result<void, PairingFailure>): void;
}

export function createPairing({ line: openLine, config, timers }: PairingDependencies): Pairing {
	let current: Attempt | null = null;

	/** Watches the line until it stands or has come to nothing. */
	function begin(line: HandLine, tag: number): Attempt {
		let end: Attempt['end'] = () => undefined;
		const settled = new Promise<Result<void, PairingFailure>>((resolve) => (end = resolve));
		const attempt: Attempt = {
			line, tag, settled,
			deadlineMs: timers.now() + ATTEMPT_MS,
			end(result) {
				stop();
				if (current === attempt) current = null;
				if (!result.ok) line.drop();
				end(result);
			}
		};
		const stop = timers.every(LOOK_MS, () => {
			if (line.state === 'open') attempt.end(ok(undefined));
			else if (line.state === 'refused') attempt.end(err('Stranger'));
			else if (line.state === 'ended' || timers.now() > attempt.deadlineMs) attempt.end(err('NoConnection'));
		});
		current = attempt;
		return attempt;
	}

	async function gathered(line: HandLine): Promise<void> {
		const deadlineMs = timers.now() + GATHER_MS;
		while (line.pc.iceGatheringState !== 'complete' && timers.now() < deadlineMs) await new Promise<void>((resolve) => timers.after(LOOK_MS, resolve));
	}

	/** The code for what this side's connection says of itself. */
	async function codeOf(line: HandLine, kind: 'offer' | 'answer', answers: number) {
		await gathered(line);
		const facts = factsOf(kind, line.pc.localDescription?.sdp ?? '');
		return facts && facts.ways.length > 0 ? encodePairing(facts, timers.now(), answers) : null;
	}

	function read(text: string, kind: 'offer' | 'answer'): Result<PairingCode, PairingFailure> {
		const code = decodePairing(text);
		if (!code.ok) return code;
		if (code.value.tag === current?.tag) return err('OwnCode');
		if (code.value.facts.kind !== kind) return err('OtherKind');
		return Math.abs(timers.now() - code.value.madeAtMs) > MAX_AGE_MS ? err('OldCode') : code;
	}

	/** What the browser refuses is a line that came to nothing. */
	async function tried<T>(line: HandLine, work: () => Promise<Result<T, PairingFailure>>): Promise<Result<T, PairingFailure>> {
		try {
			const result = await work();
			if (!result.ok) line.drop();
			return result;
		} catch {
			line.drop();
			return err('NoConnection');
		}
	}

	const pairing: Pairing = {
		async offer() {
			pairing.cancel();
			const line = openLine(config());
			return tried(line, async () => {
				await line.pc.setLocalDescription(await line.pc.createOffer());
				const code = await codeOf(line, 'offer', 0);
				if (!code) return err('NoAddress');
				begin(line, code.tag);
				return ok({ text: code.text });
			});
		},
		async answer(offer) {
			const code = read(offer, 'offer');
			if (!code.ok) return code;
			pairing.cancel();
			const line = openLine(config());
			return tried(line, async () => {
				await line.pc.setRemoteDescription({ type: 'offer', sdp: sdpOf(code.value.facts) });
				await line.pc.setLocalDescription(await line.pc.createAnswer());
				const own = await codeOf(line, 'answer', code.value.tag);
				if (!own) return err('NoAddress');
				begin(line, own.tag);
				return ok({ text: own.text });
			});
		},
		async complete(answer) {
			const code = read(answer, 'answer');
			if (!code.ok) return code;
			const attempt = current;
			if (!attempt || code.value.answers !== attempt.tag) return err('OtherOffer');
			try {
				await attempt.line.pc.setRemoteDescription({ type: 'answer', sdp: sdpOf(code.value.facts) });
			} catch {
				attempt.end(err('NoConnection'));
			}
			attempt.deadlineMs = timers.now() + CONNECT_MS;
			return attempt.settled;
		},
		settled: () => current?.settled ?? Promise.resolve(err('Cancelled')),
		cancel: () => current?.end(err('Cancelled'))
	};
	return pairing;
}
