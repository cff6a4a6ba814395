/**
 * Answers of one's own that stay sealed until everybody's is settled: kept on this device alone, under the vault's key, in no
 * backup and no message (PRO73). What the log learns is a commitment; the device opens it by itself when its time has come.
 */
import * as z from 'zod';
import { err, ok, toBase64, type CollectiveId, type ObjectId, type Result } from '$crypto/base';
import type { Random } from '$crypto/random';
import { fitsMethod, mustNameHarm } from '$crdt/domain/proposals/ballot';
import { sealedCommitment, type SealedContents } from '$crdt/domain/proposals/judge-reveal';
import { answer } from '$crdt/domain/proposals/method';
import { failure, type Failure } from '$lib/errors';
import type { App } from '$lib/services/types';
import type { OpenCollective } from './collective';
import type { Keychain } from './keychain';
import { createPrivateRecord } from './private-record';

/** What this device holds of one collective, in memory. */
export interface SealedHeld {
	find(commitment: string): (SealedContents & { readonly salt: string }) | null;
	/** Is there an answer of this proposal that this device can open? */
	holds(proposal: ObjectId): boolean;
}

export interface SealedAnswers {
	/** @throws when the vault is closed. */
	held(collective: CollectiveId): Promise<SealedHeld>;
	/** Everything of a collective. @throws StoreRefused */
	forgetAll(collective: CollectiveId): Promise<void>;
	/** Kept first, written then: a commitment in the log whose answer the disk did not take would count for nothing. @throws StoreRefused */
	cast(open: OpenCollective, input: SealedInput): Promise<Result<void, Failure>>;
}

export type SealedInput = Parameters<App['castSealed']>[0];

interface Dependencies {
	keychain(): Keychain | null;
	readonly random: Random;
}

/** An answer given so many answers ago is opened, or nobody waits for it any more. */
const MAX_KEPT = 300;
const SALT_BYTES = 32;

const kept = z.strictObject({ proposal: z.string(), commitment: z.string(), salt: z.string(), ...answer });
const record = z.strictObject({ version: z.literal(1), collectives: z.record(z.string(), z.array(kept).max(MAX_KEPT)) });
type Record = z.output<typeof record>;
type Kept = z.output<typeof kept>;

export function createSealedAnswers({ keychain, random }: Dependencies): SealedAnswers {
	const onDisk = createPrivateRecord<Record>({
		keychain,
		name: 'sealed-answers',
		parse: (value) => record.safeParse(value).data ?? { version: 1, collectives: {} }
	});
	/** As last read or written; asked while something is decided, which cannot wait for the disk. */
	const inMemory = new Map<CollectiveId, readonly Kept[]>();
	const keptOf = (collective: CollectiveId): readonly Kept[] => inMemory.get(collective) ?? [];

	return {
		async forgetAll(collective) {
			inMemory.delete(collective);
			await onDisk.change((before) => {
				if (!before.collectives[collective]) return ok(before);
				const { [collective]: _gone, ...collectives } = before.collectives;
				return ok({ ...before, collectives });
			});
		},
		async held(collective) {
			inMemory.set(collective, (await onDisk.read()).collectives[collective] ?? []);
			return {
				find(commitment) {
					const found = keptOf(collective).find((each) => each.commitment === commitment);
					if (found === undefined) return null;
					const { ballot, reason, harms, salt } = found;
					return { ballot, reason, harms, salt };
				},
				holds: (proposal) => keptOf(collective).some((each) => each.proposal === proposal)
			};
		},
		async cast(open, input) {
			const { proposal: id, term, bind } = input;
			const parsed = z.strictObject(answer).safeParse({ ballot: input.ballot, reason: input.reason, harms: input.harms });
			if (!parsed.success) return err(failure('BadInput'));
			const contents = parsed.data;
			const proposal = open.state().proposals.proposals.get(id);
			const elector = proposal?.electors.find(({ memberId }) => memberId === open.me);
			if (!proposal?.sealed || !elector || !fitsMethod(contents.ballot, proposal.method)) return err(failure('BadInput'));
			if (mustNameHarm(contents.ballot) && contents.harms.trim() === '')
				return err(failure('Refused', 'Whoever blocks or objects says which shared purpose or agreement is harmed.'));
			if (bind && elector.voice !== open.signer.device) return err(failure('NotTheVoice'));

			const salt = toBase64(random.bytes(SALT_BYTES));
			const commitment = sealedCommitment(open.hashes.hash, { proposal: id, term, elector: open.me }, contents, salt);
			let after: readonly Kept[] = [];
			const saved = await onDisk.change(({ version, collectives }) => {
				const mine = [...(collectives[open.id] ?? []), { proposal: id, commitment, salt, ...contents }].slice(-MAX_KEPT);
				after = mine;
				return ok({ version, collectives: { ...collectives, [open.id]: mine } });
			});
			if (!saved.ok) return saved;
			inMemory.set(open.id, after);
			const written = { proposal: id, term, ballot: { kind: 'sealed', commitment }, reason: '', harms: '' } as const;
			const posted = await open.post([
				bind ? { type: 'proposals/bind-stance', ...written } : { type: 'proposals/cast-stance', ...written, confirms: null }
			]);
			return posted.ok ? ok(undefined) : posted;
		}
	};
}
