/**
 * The way of asking or deciding that a draft describes. Pure. Limits are those of crdt/domain/proposals/method.ts.
 */
import { DEFAULT_BLOCK_RULE } from '$crdt/domain/proposals/founding-rules';
import type { BlockRule, DecisionRule, Method } from '$crdt/domain/proposals/method';
import type { ProposalDraft, SlotDraft } from './draft';
import { good, wholeBetween, wrong, type Checked } from './fields';

const LONGEST_OPTION = 200;
export const MOST_OPTIONS = 12;
export const MOST_SLOTS = 24;

/** The block rule that the collective lives by, for a consensus that is chosen for words only. */
export const blockRuleOf = (general: DecisionRule): BlockRule => (general.kind === 'consensus' ? general.block : DEFAULT_BLOCK_RULE);

/**
 * @param general the collective's own rule for everything without another one
 * @returns null as the value: as the collective decides such things
 */
export function methodOf(draft: ProposalDraft, general: DecisionRule): Checked<Method | null> {
	switch (draft.want) {
		case null:
			return wrong('want', 'Choose first what you want from the others.');
		case 'talk':
			return good(null);
		case 'ask':
			return good({ kind: draft.asking });
		case 'decide':
			return decidingOf(draft, general);
		case 'choose':
			return draft.choosing === 'time' ? timeOf(draft.slots) : choosingOf(draft);
	}
}

function decidingOf(draft: ProposalDraft, general: DecisionRule): Checked<Method | null> {
	const quorum = wholeBetween(draft.quorum, 0, 100) ?? 0;
	switch (draft.deciding) {
		case 'own':
			return good(null);
		case 'consensus':
			return good({ kind: 'consensus', quorum, block: blockRuleOf(general) });
		case 'consent':
			return good({ kind: 'consent', quorum });
		case 'majority': {
			const percent = wholeBetween(draft.percent, 50, 100);
			if (percent === null) return wrong('percent', 'A vote needs a share between 50 and 100 percent. Choose one from the list.');
			return good({ kind: 'majority', percent, of: draft.of, quorum });
		}
		case 'all-but-one':
		case 'lazy':
			return good({ kind: draft.deciding });
		case 'ownership': {
			const percent = wholeBetween(draft.percent, 50, 100);
			if (percent === null) return wrong('percent', 'A vote needs a share between 50 and 100 percent. Choose one from the list.');
			return good({ kind: 'ownership', percent });
		}
	}
}

function choosingOf(draft: ProposalDraft): Checked<Method> {
	const options = draft.options.map((one) => one.trim()).filter((one) => one !== '');
	if (options.length < 2) return wrong('options', 'There must be at least two options to choose between. Write another one.');
	if (options.length > MOST_OPTIONS) return wrong('options', `There may be ${MOST_OPTIONS} options at most. Take some out, or ask in two polls.`);
	if (options.some((one) => one.length > LONGEST_OPTION)) return wrong('options', `An option may be ${LONGEST_OPTION} letters long. Shorten it, and say the rest in the text.`);
	const twice = options.find((one, index) => options.findIndex((other) => other.toLowerCase() === one.toLowerCase()) !== index);
	if (twice !== undefined) return wrong('options', `“${twice}” stands there twice. Take one of them out.`);
	switch (draft.choosing) {
		case 'multiple': {
			const most = wholeBetween(draft.most, 1, options.length);
			return most === null ? wrong('most', `One person may choose between 1 and ${options.length} of these options. Write such a number.`) : good({ kind: 'multiple', options, most });
		}
		case 'dot': {
			const dots = wholeBetween(draft.dots, 1, 50);
			return dots === null ? wrong('dots', 'Each person needs between 1 and 50 dots. Write such a number.') : good({ kind: 'dot', options, dots });
		}
		case 'score':
		case 'resistance': {
			const highest = wholeBetween(draft.highest, 1, 10);
			return highest === null ? wrong('highest', 'The highest number must lie between 1 and 10. Write such a number.') : good({ kind: draft.choosing, options, highest });
		}
		case 'single':
		case 'ranked':
		case 'time':
			return good({ kind: draft.choosing === 'time' ? 'single' : draft.choosing, options });
	}
}

/** Is it a day of the calendar, as a date field writes it? */
export function isDate(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Slots with nothing but their first times are not meant yet. */
export const isSlotWritten = (slot: SlotDraft): boolean => slot.date !== '';

function timeOf(drafts: readonly SlotDraft[]): Checked<Method> {
	const written = drafts.filter(isSlotWritten);
	if (written.length < 2) return wrong('slots', 'There must be at least two times to choose between. Give another one a day.');
	if (written.length > MOST_SLOTS) return wrong('slots', `There may be ${MOST_SLOTS} times at most. Take some out.`);
	const number = (slot: SlotDraft) => drafts.indexOf(slot) + 1;
	const odd = written.find((slot) => !isDate(slot.date) || !isTime(slot.from) || !isTime(slot.to));
	if (odd) return wrong('slots', `Time ${number(odd)} lacks a day, a beginning or an end. Fill it in, or take it out.`);
	const backwards = written.find((slot) => slot.to <= slot.from);
	if (backwards) return wrong('slots', `Time ${number(backwards)} ends before it begins. Change one of the two.`);
	const slots = written.map((slot) => ({ start: `${slot.date}T${slot.from}`, end: `${slot.date}T${slot.to}` }));
	const again = written.find((_, index) => slots.findIndex((other) => other.start === slots[index]?.start && other.end === slots[index]?.end) !== index);
	if (again) return wrong('slots', `Time ${number(again)} stands there twice. Take one of them out.`);
	slots.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.end < b.end ? -1 : 1));
	return good({ kind: 'time', slots });
}
