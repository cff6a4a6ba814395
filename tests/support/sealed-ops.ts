/** Sealed answers in few words: what is written, and what opens it. */
import { createHash } from 'node:crypto';
import type { MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { revealDuty } from '$crdt/domain/proposals/reveal-duty';
import { sealedCommitment, type SealedContents } from '$crdt/domain/proposals/judge-reveal';
import type { Position } from '$crdt/domain/proposals/method';
import { newestTerm } from '$crdt/domain/proposals/terms';
import { proposalOf } from './proposal-ops';
import { storyHashes, type Device } from './story';

type Of<T extends OpInput['type']> = Extract<OpInput, { type: T }>;

export interface Sealed {
	readonly commitment: string;
	readonly contents: SealedContents;
	readonly salt: string;
}

let salts = 0;

/** An answer of this elector, sealed for a term of a proposal (the first unless said otherwise). */
export function sealed(elector: MemberId, proposal: ObjectId, position: Position, { term = proposal, reason = '', harms = position === 'block' ? 'Quiet at work' : '' } = {}): Sealed {
	const contents: SealedContents = { ballot: { kind: 'position', position }, reason, harms };
	const salt = createHash('sha256').update(`salt ${++salts}`).digest('base64url');
	return { contents, salt, commitment: sealedCommitment(storyHashes.hash, { proposal, term, elector }, contents, salt) };
}

const written = ({ commitment }: Sealed) => ({ ballot: { kind: 'sealed' as const, commitment }, reason: '', harms: '' });
export const castSealedOp = (proposal: ObjectId, answer: Sealed, term = proposal): Of<'proposals/cast-stance'> => ({
	type: 'proposals/cast-stance', proposal, term, ...written(answer), confirms: null
});
export const bindSealedOp = (proposal: ObjectId, answer: Sealed, term = proposal): Of<'proposals/bind-stance'> => ({
	type: 'proposals/bind-stance', proposal, term, ...written(answer)
});
export const revealOp = (proposal: ObjectId, { contents, salt }: Sealed, term = proposal): OpInput => ({
	type: 'proposals/reveal', proposal, term, ...contents, salt
});
export const closeRevealOp = (proposal: ObjectId, term = proposal): OpInput => ({ type: 'proposals/close-reveal', proposal, term });

/** What the device would do by itself now about the sealed answers of the newest term, holding these of its own. */
export function dutyOf(device: Device, proposal: ObjectId, own: readonly Sealed[], now: number): OpInput | null {
	const known = proposalOf(device, proposal);
	return revealDuty(known, newestTerm(known), {
		member: device.memberId,
		device: device.id,
		now,
		openSealed(commitment) {
			const found = own.find((each) => each.commitment === commitment);
			return found === undefined ? null : { ...found.contents, salt: found.salt };
		}
	});
}
