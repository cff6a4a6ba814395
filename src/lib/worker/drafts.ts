/**
 * What is being written on this device and shared with nobody, and what its person told this device alone: sealed under the vault's
 * key, per collective, in no entry, no backup and no message (PRO119). Knows nothing of what a draft says.
 */
import * as z from 'zod';
import { err, ok, type CollectiveId, type MemberId, type ObjectId, type Result, type StreamId } from '$crypto/base';
import { memberId, objectId } from '$crdt/domain/schema';
import type { Clock } from '$crdt/log/ports';
import { failure, type Failure } from '$lib/errors';
import type { Keychain } from './keychain';
import { createPrivateRecord } from './private-record';

export interface Drafts {
	/** Null: none. Text as it was saved. */
	load(collective: CollectiveId, key: string): Promise<string | null>;
	/** Durable when it resolves, and the drafts `instead` of which it stands are gone then; of too many, the oldest is forgotten. `TooLarge`. @throws StoreRefused */
	save(collective: CollectiveId, key: string, text: string, instead?: readonly string[]): Promise<Result<void, Failure>>;
	/** All in one step. Gone already: nothing happens. @throws StoreRefused */
	remove(collective: CollectiveId, key: string, also?: readonly string[]): Promise<Result<void, Failure>>;
	/** Drafts whose key names one of these texts are gone when it resolves. @throws StoreRefused */
	forgetTexts(collective: CollectiveId, texts: readonly StreamId[]): Promise<void>;
	/** Everything of a collective. @throws StoreRefused */
	forgetAll(collective: CollectiveId): Promise<void>;
	/** Keys that begin so and when they were saved, newest first. */
	list(collective: CollectiveId, prefix: string): Promise<readonly { readonly key: string; readonly savedAt: number }[]>;
	/** PRO27: the person has seen who is left out. @throws StoreRefused */
	closeAllTheSame(collective: CollectiveId, proposal: ObjectId): Promise<Result<void, Failure>>;
	/** PRO27: whom this device knew and a proposal leaves out. @throws StoreRefused */
	noteLeftOut(collective: CollectiveId, proposal: ObjectId, members: readonly MemberId[]): Promise<Result<void, Failure>>;
	/** What was said and noted about such proposals. */
	electorates(collective: CollectiveId): Promise<Electorates>;
}

/** What PRO27 needs to outlast a reload. */
export interface Electorates {
	/** Proposals to be closed although somebody is left out. */
	readonly closes: readonly ObjectId[];
	readonly leftOut: readonly { readonly proposal: ObjectId; readonly members: readonly MemberId[] }[];
}

interface Dependencies {
	keychain(): Keychain | null;
	readonly clock: Clock;
}

export const MAX_DRAFTS = 40;
export const MAX_DRAFT_CHARACTERS = 60_000;
const MAX_KEY = 160;
/** A proposal for which it was said long ago is closed, or nobody waits for it any more. */
const MAX_CLOSES = 200;

const draft = z.strictObject({ key: z.string().max(MAX_KEY), text: z.string().max(MAX_DRAFT_CHARACTERS), savedAt: z.number() });
const leftOut = z.strictObject({ proposal: objectId, members: z.array(memberId).max(60) });
const part = z.strictObject({
	drafts: z.array(draft).max(MAX_DRAFTS),
	closes: z.array(objectId).max(MAX_CLOSES),
	leftOut: z.array(leftOut).max(MAX_CLOSES)
});
const record = z.strictObject({ version: z.literal(1), collectives: z.record(z.string(), part) });
type Part = z.output<typeof part>;
type Record = z.output<typeof record>;

const NOTHING: Record = { version: 1, collectives: {} };
const NO_PART: Part = { drafts: [], closes: [], leftOut: [] };

export function createDrafts({ keychain, clock }: Dependencies): Drafts {
	const kept = createPrivateRecord<Record>({ keychain, name: 'drafts', parse: (value) => record.safeParse(value).data ?? NOTHING });
	const partOf = async (collective: CollectiveId): Promise<Part> => (await kept.read()).collectives[collective] ?? NO_PART;
	const change = (collective: CollectiveId, run: (before: Part) => Part): Promise<Result<void, Failure>> =>
		kept.change(({ version, collectives }) => ok({ version, collectives: { ...collectives, [collective]: run(collectives[collective] ?? NO_PART) } }));

	return {
		load: async (collective, key) => (await partOf(collective)).drafts.find((each) => each.key === key)?.text ?? null,
		async save(collective, key, text, instead = []) {
			const fresh = draft.safeParse({ key, text, savedAt: clock.now() });
			if (!fresh.success) return err(failure(text.length > MAX_DRAFT_CHARACTERS ? 'TooLarge' : 'BadInput'));
			return change(collective, (before) => {
				const others = before.drafts.filter((each) => each.key !== key && !instead.includes(each.key));
				return { ...before, drafts: [...others, fresh.data].slice(-MAX_DRAFTS) };
			});
		},
		remove: (collective, key, also = []) => change(collective, (before) => ({ ...before, drafts: before.drafts.filter((each) => each.key !== key && !also.includes(each.key)) })),
		async forgetTexts(collective, texts) {
			const isOfThem = ({ key }: { readonly key: string }) => texts.some((text) => key.includes(text));
			// in turn with what is being saved at this moment
			await kept.change((before) => {
				const part = before.collectives[collective];
				if (!part?.drafts.some(isOfThem)) return ok(before);
				const left = { ...part, drafts: part.drafts.filter((each) => !isOfThem(each)) };
				return ok({ ...before, collectives: { ...before.collectives, [collective]: left } });
			});
		},
		async forgetAll(collective) {
			await kept.change((before) => {
				if (!before.collectives[collective]) return ok(before);
				const { [collective]: _gone, ...collectives } = before.collectives;
				return ok({ ...before, collectives });
			});
		},
		async list(collective, prefix) {
			// what was saved last stands last
			const { drafts } = await partOf(collective);
			return drafts.filter(({ key }) => key.startsWith(prefix)).map(({ key, savedAt }) => ({ key, savedAt })).reverse();
		},
		closeAllTheSame: (collective, proposal) =>
			change(collective, (before) => ({ ...before, closes: [...before.closes.filter((each) => each !== proposal), proposal].slice(-MAX_CLOSES) })),
		noteLeftOut: (collective, proposal, members) =>
			change(collective, (before) => {
				const others = before.leftOut.filter((each) => each.proposal !== proposal);
				return { ...before, leftOut: [...others, { proposal, members: members.slice(0, 60) }].slice(-MAX_CLOSES) };
			}),
		electorates: partOf
	};
}
