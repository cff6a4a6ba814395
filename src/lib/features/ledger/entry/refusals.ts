/** Where in the form a refusal of the rules belongs. Pure. */
import type { Refusal } from '$crdt/domain/context';
import type { EntryField } from './to-ops';

const BY_RULE: Readonly<Record<string, EntryField>> = {
	LED1: 'date', LED2: 'several', LED4: 'amount', LED5: 'to', LED13: 'category', LED20: 'approval', LED21: 'approval', LED22: 'weights', LED23: 'between', LED24: 'between',
	LED25: 'between', LED26: 'amount', LED46: 'date'
};

/** `amount` where nothing better is known: it is always in view. */
export const fieldOf = (refusal: Refusal): EntryField => BY_RULE[refusal.rule] ?? 'amount';
