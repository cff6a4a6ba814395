/**
 * What somebody fills in to act together with others without a full decision, and its way into an op. Pure; the present moment
 * is an argument. Whether it may be taken is judged by the rules (PRO104, PRO105).
 */
import type { ObjectId } from '$crypto/base';
import type { RoomChange } from '$crdt/domain/calendar/ops';
import type { RoomView } from '$crdt/domain/calendar/views';
import type { Settings } from '$crdt/domain/context';
import type { OpInput } from '$crdt/domain/op';
import { needsOf } from '$crdt/domain/proposals/settings-rules';
import type { SpendingBand } from '$crdt/domain/proposals/settings-ops';
import { parseMoney } from '$lib/ui/money';
import { addDays, dateOf, wallAt } from '$lib/ui/times';

const HOUR_MS = 3_600_000;
const LENGTHS = [4, 12, 24, 48, 72, 120, 168, 336];

export interface MeasureDraft {
	kind: 'emergency' | 'spend';
	title: string;
	text: string;
	hours: number;
	/** A room that is closed meanwhile; '' for none. */
	room: ObjectId | '';
	/** As typed. */
	amount: string;
}

type TakeMeasure = Extract<OpInput, { type: 'proposals/take-measure' }>;
export type MeasureField = 'title' | 'text' | 'amount';
export type ReadMeasure = { readonly ok: true; readonly op: TakeMeasure } | { readonly ok: false; readonly field: MeasureField; readonly sentence: string };

/** How long a measure may last, up to what the collective allows; the longest one allowed is among them. */
export function lengthsWithin(most: number): readonly number[] {
	return [...LENGTHS.filter((hours) => hours < most), most];
}

/** Which kinds this collective knows. */
export function measureKinds({ emergency, spendingBands }: Settings): readonly MeasureDraft['kind'][] {
	const together = spendingBands.some(({ needs }) => needs.kind === 'members');
	return [...(emergency ? (['emergency'] as const) : []), ...(together ? (['spend'] as const) : [])];
}

/** Who may spend what was typed; null where it is no amount. */
export function amountNeeds(amount: string, settings: Settings): SpendingBand['needs'] | null {
	const minor = parseMoney(amount, settings.currency);
	return minor === null ? null : needsOf(settings.spendingBands, minor);
}

export function toMeasure(draft: MeasureDraft, settings: Settings, rooms: readonly RoomView[], now: number): ReadMeasure {
	const no = (field: MeasureField, sentence: string): ReadMeasure => ({ ok: false, field, sentence });
	const title = draft.title.trim().replace(/\s+/g, ' ');
	if (title === '') return no('title', draft.kind === 'emergency' ? 'Say in a line what is done.' : 'Say what it is spent on.');
	if (draft.kind === 'spend') {
		const amount = parseMoney(draft.amount, settings.currency);
		if (amount === null) return no('amount', 'An amount such as 120 or 120.50.');
		const needs = needsOf(settings.spendingBands, amount);
		if (needs.kind === 'member') return no('amount', 'Any member may spend this much alone: just enter the expense.');
		if (needs.kind === 'decision') return no('amount', 'This much takes a decision of all.');
		return { ok: true, op: { type: 'proposals/take-measure', title, measure: { kind: 'spend', amount, purpose: title } } };
	}
	const text = draft.text.trim();
	if (text === '') return no('text', 'Say what has happened, so that the others can join with open eyes.');
	const room = rooms.find(({ id }) => id === draft.room);
	const until = now + draft.hours * HOUR_MS;
	return { ok: true, op: { type: 'proposals/take-measure', title, measure: { kind: 'emergency', text, until, room: room ? closedUntil(room, title, now, until) : null } } };
}

/** The room as it is, and closed from today to the last day of the measure, both included: days of the room's own zone. */
export function closedUntil(room: RoomView, reason: string, now: number, until: number): RoomChange {
	const [from, last] = [now, until].map((instant) => dateOf(wallAt(instant, room.zone))) as [string, string]; // two in, two out
	const closure = { from, until: addDays(last, 1), reason: reason.slice(0, 80) };
	return { kind: 'change', room: room.id, description: { ...room.description, closures: [...room.description.closures, closure] } };
}
