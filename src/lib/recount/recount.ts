/**
 * Counts a decision anew from a recount file, with the rules of the app and nothing else: no vault, no collective, no network.
 *
 * Says what was taken on trust. Carries PRO124 and PRO125.
 */
import { err, ok, type DeviceId, type EntryId, type MemberId, type Result } from '$crypto/base';
import { loadSodium } from '$crypto/sodium';
import { createFold, type Fold } from '$crdt/domain/fold';
import type { Lens } from '$crdt/domain/lens';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import type { Proposal } from '$crdt/domain/proposals/state';
import type { ProposalView } from '$crdt/domain/proposals/views';
import type { State } from '$crdt/domain/state';
import { createHashes } from '$crdt/log/hashes';
import { decodeRecount, type FileFlaw, type RecountFile } from './format';
import { verifyEntries, type EntryFlaw, type Verified } from './verify';

/** `no-such-decision`: everything fits together, but the decision it names is not in it. */
export type Flaw = FileFlaw | EntryFlaw | 'no-such-decision';

export interface Recounted {
	/** As a member would see it, by nobody in particular. */
	readonly view: ProposalView;
	readonly collective: { readonly name: string; readonly foundedByName: string; readonly foundedAt: number };
	/** Signed entries that the count rests on, those left shut included. */
	readonly entries: number;
	readonly opened: number;
	/** Whoever made the file; null: a device that was never a member's, as far as the file tells. */
	readonly madeByName: string | null;
	/** By the clock of whoever made it. */
	readonly madeAt: number;
	/** Earlier decisions that the file opens, because they say who decides and how. */
	readonly earlier: readonly { readonly title: string; readonly line: string }[];
	/** Left shut: the maker's word is all there is for what they are about. */
	readonly trusted: {
		/** About proposals, written by whoever knew of this one. */
		readonly proposals: number;
		/** About members and invitations. */
		readonly membership: number;
		/** By whom the first kind is, most first. */
		readonly byName: readonly { readonly name: string; readonly entries: number }[];
	};
}

/** @param pause awaited now and then, so that a page stays alive. */
export async function recount(bytes: Uint8Array, now: number, pause: () => Promise<void> = async () => undefined): Promise<Result<Recounted, Flaw>> {
	await loadSodium();
	const file = decodeRecount(bytes);
	if (!file.ok) return file;
	const verified = await verifyEntries(file.value, pause);
	if (!verified.ok) return verified;
	const folded = foldOf(file.value, verified.value);
	const view = selectProposal(lensOn(folded, now), file.value.manifest.proposal);
	if (view === null) return err('no-such-decision');
	return ok(summaryOf(file.value, verified.value, folded, view, now));
}

function foldOf({ manifest }: RecountFile, { dag, entries }: Verified): Fold {
	const fold = createFold({ dag, hashes: createHashes(manifest.collective) });
	fold.insert(entries);
	return fold;
}

/** Nobody looks: nothing is "mine", nothing can be done. */
function lensOn(fold: Fold, now: number): Lens & { readonly state: State } {
	const state = fold.state();
	const today = new Date(now).toISOString();
	return {
		state,
		me: '' as MemberId, // no member has an empty id
		device: '' as DeviceId, // nor has a device
		now,
		today: today.slice(0, 10),
		nowWall: today.slice(0, 16),
		heldBy: () => [],
		latestOf: fold.latestOf,
		heardAt: fold.heardAt,
		nameOf: (member) => state.membership.members.get(member)?.profile.name ?? ''
	};
}

function summaryOf({ manifest }: RecountFile, { dag, entries, shut, maker }: Verified, fold: Fold, view: ProposalView, now: number): Recounted {
	const { membership, proposals } = fold.state();
	const proposal = proposals.proposals.get(manifest.proposal)!; // the view was made of it
	const lens = lensOn(fold, now);
	const nameOf = (device: DeviceId): string => {
		const member = membership.devices.get(device)?.memberId;
		return member === undefined ? '' : lens.nameOf(member);
	};
	const knewOfIt = (id: EntryId): boolean => dag.isAncestor(proposal.entry, id);
	const closed = entries.filter(({ id }) => shut.has(id));
	const about = closed.filter(({ id, area }) => area === 'proposals' && knewOfIt(id));
	return {
		view,
		collective: {
			name: membership.settings.name,
			foundedByName: membership.founder === null ? '' : lens.nameOf(membership.founder),
			foundedAt: membership.foundedAt
		},
		entries: entries.length,
		opened: entries.length - shut.size,
		madeByName: maker === null ? null : nameOf(maker.device) || null,
		madeAt: manifest.madeAt,
		earlier: [...proposals.proposals.values()]
			.filter(({ id, lamport }) => id !== proposal.id && lamport <= proposal.lamport)
			.map((each) => earlierLine(lens, each)),
		trusted: {
			proposals: about.length,
			membership: closed.filter(({ area }) => area === 'membership').length,
			byName: countedBy(about.map(({ device }) => nameOf(device)))
		}
	};
}

function earlierLine(lens: Lens, { id }: Proposal): { readonly title: string; readonly line: string } {
	const view = selectProposal(lens, id);
	return { title: view?.title ?? '', line: view?.line ?? '' };
}

function countedBy(names: readonly string[]): readonly { readonly name: string; readonly entries: number }[] {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts].map(([name, count]) => ({ name, entries: count })).sort((a, b) => b.entries - a.entries || (a.name < b.name ? -1 : 1));
}
