/**
 * Which texts this device may hold: those the core stream names, without cases that its member has stepped out of, and without those
 * whose time has come. Computed from the folded state and the day; knows no keys and deletes nothing. Carries TXT61, CON36 and CON52.
 */
import type { MemberId, Slot, StreamId } from '$crypto/base';
import { goneStreams } from '$crdt/domain/consultation/keeping';
import { isRecused } from '$crdt/domain/consultation/readers';
import type { State } from '$crdt/domain/state';
import type { Clock } from '$crdt/log/ports';
import { wallTimeAt } from './wall-clock';

export interface OwnTexts {
	/** May this device take it in, hold it and pass it on? */
	has(stream: StreamId): boolean;
	/** All of those. */
	all(): readonly StreamId[];
	/** To be destroyed by now, by the clock of this device; also what it has once said is gone from it, in a life that it has forgotten. */
	due(): readonly StreamId[];
	/** Of cases that this device's member has stepped out of. */
	recused(): readonly StreamId[];
}

interface Sources {
	state(): State;
	me(): MemberId;
	/** Forgotten by this device for good. */
	isGone(stream: StreamId): boolean;
	readonly slot: Slot;
	readonly clock: Clock;
}

export function createOwnTexts({ state, me, isGone, slot, clock }: Sources): OwnTexts {
	let seen: { readonly consultation: State['consultation']; readonly settings: object; readonly me: MemberId; readonly today: string } | null = null;
	let due: readonly StreamId[] = [];
	let recused: readonly StreamId[] = [];
	let named: ReadonlySet<StreamId> = new Set();

	function look(): void {
		const { consultation, membership } = state();
		const today = wallTimeAt(clock.now(), membership.settings.zone).slice(0, 10);
		const member = me();
		if (seen?.consultation === consultation && seen.settings === membership.settings && seen.me === member && seen.today === today) return;
		seen = { consultation, settings: membership.settings, me: member, today };
		const all = [...consultation.ownersByText.keys()];
		const gone = new Set(goneStreams({ consultation, membership }, today));
		due = all.filter((stream) => gone.has(stream) || consultation.forgottenOn.get(stream)?.has(slot));
		recused = all.filter((stream) => isRecused(consultation, stream, member));
		const kept = new Set(all);
		for (const stream of [...due, ...recused]) kept.delete(stream);
		named = kept;
	}

	return {
		has(stream) {
			look();
			return named.has(stream) && !isGone(stream);
		},
		all() {
			look();
			return [...named].filter((stream) => !isGone(stream));
		},
		due() {
			look();
			return due;
		},
		recused() {
			look();
			return recused;
		}
	};
}

/** Is this the key of something kept for a text that is gone, or whose case was stepped out of? */
export const namesGone = ({ texts, ownTexts }: { readonly texts: { gone(): readonly StreamId[] }; readonly ownTexts: OwnTexts }, key: string): boolean =>
	[...texts.gone(), ...ownTexts.due(), ...ownTexts.recused()].some((stream) => key.includes(stream));
