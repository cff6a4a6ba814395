/**
 * Makes a recount file: which entries a decision rests on, and which of them have to be opened so that anybody can count it anew.
 *
 * Opened are the entries about this decision, about what it names (the discussion it came from, an amendment it carries, the
 * mediation before a removal, the proposal it succeeds), the decisions that say who decides and how, and everything about
 * membership but invitations that nobody has used. Of all others only the header. Carries PRO123.
 */
import { err, ok, type EntryId, type EpochId, type ObjectId, type Result } from '$crypto/base';
import { reveal } from '$crypto/secret';
import { discloseHeader, disclosePayload } from '$crypto/disclosure';
import { hintNumber, parseEnvelope } from '$crypto/envelope';
import { parseOp, type Op } from '$crdt/domain/op';
import { isAccepted } from '$crdt/domain/proposals/outcome';
import type { Proposal } from '$crdt/domain/proposals/state';
import type { UnknownOp } from '$crdt/domain/context';
import type { OpenedEntry } from '$crdt/log/entry';
import { failure, type Failure } from '$lib/errors';
import { encodeRecount, MAX_ENTRIES, MAX_FILE_BYTES, type ShownEntry } from '$lib/recount/format';
import { objectIdOf, type OpenCollective } from './collective';

/** Settings on which it depends who decides and how. */
const DECIDING_SETTINGS: ReadonlySet<string> = new Set(['rule', 'ownership', 'mediators', 'trialDays', 'admissionApprovals', 'recoveryApprovals']);

export function recountFile(open: OpenCollective, id: ObjectId, now: number): Result<{ readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> }, Failure> {
	const proposal = open.state().proposals.proposals.get(id);
	if (proposal === undefined) return err(failure('BadInput'));
	const said = open.log.entries().map((entry): Said => ({ entry, ops: opsOf(entry) }));
	const past = pastOf(said, id);
	const inPast = said.filter(({ entry }) => past.has(entry.id));
	const matters = mattersOf(open, proposal, inPast, past);
	const usedInvitations = new Set(inPast.flatMap(({ ops }) => ops.flatMap((op) => (op.type === 'membership/admit' ? [op.invitation] : []))));

	const isShown = ({ entry, ops }: Said): boolean =>
		entry.area === 'membership'
			? !ops.some((op) => op.type === 'membership/invite' && !usedInvitations.has(open.hashes.invitationIdOf(op.publicKey)))
			: ops.some((op, at) => isAbout(op, objectIdOf(entry.id, at), matters));

	const entries: ShownEntry[] = [];
	const hints = new Map<number, EpochId>();
	let size = 0;
	for (const each of inPast) {
		const { entry } = each;
		const bytes = open.log.raw(entry.id)?.bytes;
		const epoch = open.keyring.get(entry.epoch);
		const envelope = bytes && parseEnvelope(bytes);
		// an entry that was opened here has both
		if (!bytes || !epoch || !envelope?.ok) return err(failure('Unexpected'));
		const hint = hintNumber(epoch.hint);
		// two group keys in four thousand million share a hint; the file could not tell them apart
		if ((hints.get(hint) ?? epoch.id) !== epoch.id) return err(failure('Unexpected'));
		hints.set(hint, epoch.id);
		size += bytes.length + 69;
		entries.push({
			id: entry.id,
			bytes,
			headerKey: reveal(discloseHeader(envelope.value, epoch.headerKey)),
			payloadKey: isShown(each) ? reveal(disclosePayload(envelope.value, epoch.areaKey(entry.area))) : null
		});
	}
	if (entries.length > MAX_ENTRIES || size > MAX_FILE_BYTES - 1024 * 1024)
		return err(failure('TooLarge', 'This decision rests on more entries than one file can hold.'));
	const epochs = [...hints].map(([hint, epoch]) => ({ hint, id: epoch }));
	const bytes = encodeRecount({ manifest: { collective: open.id, proposal: id, madeAt: now, epochs }, entries }, open.keys.sign);
	return ok({ fileName: fileNameOf(proposal), bytes });
}

/** "quiet-hours.recount" */
function fileNameOf({ terms }: Proposal): string {
	const words = (terms.at(-1)?.title ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	return `${words.join('-').slice(0, 48) || 'decision'}.recount`;
}

interface Said {
	readonly entry: OpenedEntry;
	readonly ops: readonly (Op | UnknownOp)[];
}

const opsOf = ({ payload }: OpenedEntry): readonly (Op | UnknownOp)[] => (payload.kind === 'ops' ? payload.ops.map(parseOp) : []);

/** Entries about the decision, and everything they build on. `said` is in causal order. */
function pastOf(said: readonly Said[], id: ObjectId): ReadonlySet<EntryId> {
	const past = new Set<EntryId>();
	for (let at = said.length - 1; at >= 0; at--) {
		const { entry, ops } = said[at]!;
		if (!past.has(entry.id) && !ops.some((op, index) => isAbout(op, objectIdOf(entry.id, index), { whole: new Set([id]), named: NONE }))) continue;
		past.add(entry.id);
		if (entry.prev !== null) past.add(entry.prev);
		for (const dep of entry.deps) past.add(dep);
	}
	return past;
}

interface Matters {
	/** Proposals, discussions, amendments and mediations of which every deciding word is opened. */
	readonly whole: ReadonlySet<ObjectId>;
	/** Of which only the text is: an amendment was written to it. */
	readonly named: ReadonlySet<ObjectId>;
}
const NONE: ReadonlySet<ObjectId> = new Set();

function mattersOf(open: OpenCollective, proposal: Proposal, said: readonly Said[], past: ReadonlySet<EntryId>): Matters {
	const { proposals, life } = open.state().proposals;
	const whole = new Set<ObjectId>();
	const named = new Set<ObjectId>();
	const add = (id: ObjectId | null): void => {
		if (id === null || whole.has(id)) return;
		whole.add(id);
		const one = proposals.get(id);
		if (one !== undefined) {
			for (const each of [one.succeeds, one.discussion, ...one.terms.map(({ amendment }) => amendment)]) add(each);
			if (one.effect.kind === 'amend') add(one.effect.amendment);
			for (const { ops, entry } of said) for (const [at, op] of ops.entries()) for (const other of namedBy(op, objectIdOf(entry.id, at), id)) add(other);
		}
		for (const revision of life.discussions.get(id)?.revisions ?? []) add(revision.amendment);
		const about = life.amendments.get(id)?.about;
		if (about !== undefined) named.add(about);
	};
	add(proposal.id);
	const rules = [...proposals.values()].filter((each) => saysWhoDecides(each) && isAccepted(each.outcome));
	for (let before = 0; before < whole.size; ) {
		before = whole.size;
		for (const rule of rules) {
			// after a removal some entries count for nothing, whenever it was; all else matters where something was opened later
			const always = rule.effect.kind === 'remove-member' && past.has(rule.entry);
			if (always || [...whole].some((id) => open.log.dag.isAncestor(rule.entry, proposals.get(id)?.entry ?? rule.entry))) add(rule.id);
		}
	}
	return { whole, named };
}

/** What an op about this proposal names besides it. */
function namedBy(op: Op | UnknownOp, made: ObjectId, proposal: ObjectId): readonly (ObjectId | null)[] {
	if (op.type === 'proposals/open' && made === proposal) return [op.mediation];
	if (op.type === 'proposals/new-term' && op.proposal === proposal && op.change.kind === 'amend') return [op.change.decision, op.change.amendment];
	return [];
}

function saysWhoDecides({ effect }: Proposal): boolean {
	switch (effect.kind) {
		case 'remove-member':
		case 'admit-member':
		case 'move-voice':
			return true;
		case 'change-setting':
			return DECIDING_SETTINGS.has(effect.change.key);
		default:
			return false;
	}
}

/** Does the op decide anything about one of these? Comments, statements, tasks and meetings do not. */
function isAbout(op: Op | UnknownOp, made: ObjectId, { whole, named }: Matters): boolean {
	switch (op.type) {
		case 'proposals/open':
		case 'proposals/discuss':
			return whole.has(made) || named.has(made);
		case 'proposals/new-term':
			return whole.has(op.proposal) || named.has(op.proposal);
		case 'proposals/suggest-amendment':
		case 'proposals/call-mediation':
			return whole.has(made);
		case 'proposals/revise':
			return whole.has(op.discussion) || named.has(op.discussion);
		case 'proposals/end-discussion':
		case 'proposals/consent-ahead':
			return whole.has(op.discussion);
		case 'proposals/decline-amendment':
			return whole.has(op.amendment);
		case 'proposals/report-mediation':
			return whole.has(op.mediation);
		case 'proposals/withdraw':
		case 'proposals/cast-stance':
		case 'proposals/bind-stance':
		case 'proposals/close':
		case 'proposals/reveal':
		case 'proposals/close-reveal':
		case 'proposals/record-spoken':
			return whole.has(op.proposal);
		default:
			return false;
	}
}
