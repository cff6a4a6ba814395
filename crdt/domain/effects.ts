/**
 * The second pass: calendar, ledger, consultation and adopted ops, folded in total order over what the first pass seated.
 *
 * A late entry, or a removal that makes entries void or restores them, refolds from the nearest checkpoint. Knows no rule
 * of any area. Carries ORD13, MEM42, MEM43.
 */
import { entryOf, type Hashes, type Refusal } from './context';
import type { EntryId, MemberId, ObjectId } from '../../crypto/base';
import type { Dag } from '../log/dag';
import { closeMany as closeCalendar, openForMany as openCalendar, refusesFirst } from './calendar/draft';
import { CHECKPOINT_EVERY, createCheckpoints } from './checkpoints';
import { compareNodes } from './decisions';
import { isEffectOp, NO_EFFECTS, reduceEffect, type EffectOp, type EffectsState } from './effects-state';
import { isBeyondFrontier } from './membership/facts';
import type { Facts } from './membership/state';
import type { Node } from './node';
import type { OpOf } from './op';
import { OpContext } from './op-context';
import { ruleOf } from './rules';
import { createSeals } from './seals';

export interface Effects {
	/** New entries, judged by the first pass; `facts` are those of everything held. */
	insert(nodes: readonly Node[], facts: Facts): void;
	/** The facts have changed: which entries are void now? */
	reseat(facts: Facts): void;
	/** Folds what is not folded yet. */
	state(): EffectsState;
}

export function createEffects(dag: Dag, hashes: Hashes, nodeOf: (id: EntryId) => Node | undefined): Effects {
	const ordered: Node[] = [];
	const byAuthor = new Map<MemberId, Node[]>();
	const checkpoints = createCheckpoints<EffectsState>(NO_EFFECTS);
	const seals = createSeals(dag);
	let current = NO_EFFECTS;
	/** Entries folded into `current`; everything from here on waits. */
	let folded = 0;

	function insert(nodes: readonly Node[], facts: Facts): void {
		const fresh = nodes.filter(hasEffects).sort(compareNodes);
		if (fresh.length === 0) return;
		let hasSignatures = false;
		for (const node of fresh) hasSignatures = seals.note(node) || hasSignatures;
		for (const node of fresh) {
			const author = node.author?.memberId;
			if (author === undefined) continue;
			const own = byAuthor.get(author);
			if (own === undefined) byAuthor.set(author, [node]);
			else own.push(node);
			node.isVoid = isVoidNow(node, author, facts);
		}
		spoil(mergeInto(fresh));
		if (hasSignatures && facts.removals.length > 0) reseat(facts);
	}

	/** Puts sorted nodes into their places; returns the lowest. */
	function mergeInto(fresh: readonly Node[]): number {
		const lowest = positionOf(fresh[0]!);
		if (fresh.length <= 8) {
			for (const node of fresh) {
				const at = positionOf(node);
				if (at === ordered.length) ordered.push(node);
				else ordered.splice(at, 0, node);
			}
			return lowest;
		}
		const tail = ordered.splice(lowest);
		let t = 0;
		for (const node of fresh) {
			while (t < tail.length && compareNodes(tail[t]!, node) < 0) ordered.push(tail[t++]!);
			ordered.push(node);
		}
		while (t < tail.length) ordered.push(tail[t++]!);
		return lowest;
	}

	/** First position whose node is not before this one. */
	function positionOf(node: Node): number {
		let low = 0;
		let high = ordered.length;
		if (high > 0 && compareNodes(ordered[high - 1]!, node) < 0) return high;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (compareNodes(ordered[middle]!, node) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	function spoil(position: number): void {
		if (position >= folded) return;
		checkpoints.dropAfter(position);
		const start = checkpoints.before(position);
		folded = start.folded;
		current = start.state;
	}

	/** MEM42: beyond the frontier of a removal, or by somebody who never was a member once such entries are left out; LED45: no close keeps it. */
	function isVoidNow(node: Node, author: MemberId, facts: Facts): boolean {
		if (facts.members.has(author) && !isBeyondFrontier(node.id, author, facts.removals, dag)) return false;
		return node.entry.area !== 'ledger' || !seals.keeps(node.id, facts);
	}

	function reseat(facts: Facts): void {
		const suspects = new Set<MemberId>(facts.removals.map((removal) => removal.subject));
		for (const author of byAuthor.keys()) if (!facts.members.has(author)) suspects.add(author);
		for (const author of suspects) {
			for (const node of byAuthor.get(author) ?? []) {
				const isVoid = isVoidNow(node, author, facts);
				if (isVoid === node.isVoid) continue;
				node.isVoid = isVoid;
				spoil(positionOf(node));
			}
		}
		for (const [author, own] of byAuthor) {
			if (suspects.has(author)) continue;
			for (const node of own) {
				if (!node.isVoid) continue;
				node.isVoid = false;
				spoil(positionOf(node));
			}
		}
	}

	function foldNode(before: EffectsState, node: Node): EffectsState {
		node.effectRefusals = null;
		const { author } = node;
		if (author === null) return before;
		let state = before;
		const { ops } = node.entry;
		for (let at = 0; at < ops.length; at++) {
			const op = ops[at]!;
			if (op.type === 'unknown-op' || node.refusals?.[at] !== undefined) continue;
			if (node.isVoid && ruleOf(op.type).outlives !== true) continue;
			const ctx = new OpContext(dag, hashes, node, author, at);
			const reduced =
				op.type === 'membership/adopt'
					? reduceAdopt(state, op, ctx)
					: isEffectOp(op)
						? reduceEffect(state, op, ctx)
						: null;
			if (reduced === null) continue;
			if (reduced.ok) state = reduced.value;
			else (node.effectRefusals ??= [])[at] = reduced.error;
		}
		return state;
	}

	function reduceAdopt(state: EffectsState, op: OpOf<'membership/adopt'>, ctx: OpContext) {
		const original = adoptable(op.object, ctx);
		if (original === null) return NOTHING_TO_ADOPT;
		if (state.adopted.has(op.object)) return ADOPTED_ALREADY;
		const reduced = reduceEffect(state, original, ctx);
		if (!reduced.ok) return reduced;
		return { ok: true, value: { ...reduced.value, adopted: state.adopted.set(op.object, ctx.entry.id) } } as const;
	}

	/** The op behind an object, if a removal made it void and it lies in the adopter's past. */
	function adoptable(object: ObjectId, ctx: OpContext): EffectOp | null {
		const node = nodeOf(entryOf(object));
		const op = node?.entry.ops[Number(object.slice(object.indexOf('.') + 1))];
		if (node === undefined || op === undefined || op.type === 'unknown-op' || !isEffectOp(op)) return null;
		if (!node.isVoid || ruleOf(op.type).outlives === true || !ctx.inPast(node.id)) return null;
		return op;
	}

	return {
		insert,
		reseat,
		state() {
			while (folded < ordered.length) {
				const node = ordered[folded]!;
				current = isSimple(node) ? openForMany(current) : closeMany(current);
				current = foldNode(current, node);
				folded++;
				if (folded % CHECKPOINT_EVERY === 0) checkpoints.keep(folded, (current = closeMany(current)));
			}
			return (current = closeMany(current));
		}
	};
}

/** May it be folded into maps that stay open from entry to entry? */
function isSimple({ entry }: Node): boolean {
	if (entry.area === 'ledger' || entry.area === 'consultation') return true;
	return entry.ops.every((op) => refusesFirst.has(op.type) || op.type === 'unknown-op');
}

function openForMany(state: EffectsState): EffectsState {
	const calendar = openCalendar(state.calendar);
	return calendar === state.calendar ? state : { ...state, calendar };
}

function closeMany(state: EffectsState): EffectsState {
	const calendar = closeCalendar(state.calendar);
	return calendar === state.calendar ? state : { ...state, calendar };
}

function hasEffects(node: Node): boolean {
	const { area, ops } = node.entry;
	if (area === 'membership') return ops.some((op) => op.type === 'membership/adopt');
	return area === 'calendar' || area === 'ledger' || area === 'consultation';
}

const refused = (rule: string, reason: string): { readonly ok: false; readonly error: Refusal } => ({
	ok: false,
	error: { rule, reason }
});
const NOTHING_TO_ADOPT = refused('MEM43', 'There is nothing here that a removal made void.');
const ADOPTED_ALREADY = refused('MEM43', 'Somebody had taken this over already.');

