/** Ledger ops: double entry in whole minor units of the book currency, append-only. Rules: crdt/spec/LED.md. */
import * as z from 'zod';
import { amountMinor, base64, currency, line, localDate, memberId, objectId, prose } from '../schema';

/** Categories that every book has; others are opened by members. */
export const BUILT_IN_CATEGORIES = [
	'rent', 'utilities', 'cleaning', 'supplies', 'website', 'insurance', 'training', 'dues', 'workshops', 'other'
] as const;
export type BuiltInCategory = (typeof BUILT_IN_CATEGORIES)[number];
/** One that every book has, or one opened by `ledger/open-account`. */
export const category = z.union([z.enum(BUILT_IN_CATEGORIES), objectId]);
export type Category = z.output<typeof category>;

/** Who pays or receives: a member, or money held in common. */
export const party = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('member'), member: memberId }),
	z.strictObject({ kind: z.literal('fund'), fund: objectId })
]);
export type Party = z.output<typeof party>;

const MOST_MEMBERS = 60;
const between = <T extends z.ZodType>(one: T) => z.array(one).min(1).max(MOST_MEMBERS);
const weight = z.number().int().min(1).max(1_000_000_000);
/** `until` is exclusive. */
export const period = z.strictObject({ from: localDate, until: localDate });
export type Period = z.output<typeof period>;

/**
 * Who bears how much of an amount. A closed list: heads, fixed parts, ownership, room use and dates; there is no way to split by
 * fees, sessions or referrals, and none may be added (LED28).
 */
export const split = z.discriminatedUnion('method', [
	z.strictObject({ method: z.literal('equal'), between: between(z.strictObject({ member: memberId })) }),
	z.strictObject({ method: z.literal('shares'), between: between(z.strictObject({ member: memberId, shares: weight })) }),
	/** Hundredths of a per cent; they sum to 10,000. */
	z.strictObject({ method: z.literal('percent'), between: between(z.strictObject({ member: memberId, basisPoints: z.number().int().min(1).max(10_000) })) }),
	/** They sum to the amount. */
	z.strictObject({ method: z.literal('exact'), between: between(z.strictObject({ member: memberId, amountMinor: z.number().int().min(0).max(1e12) })) }),
	/** Equal, and so much more or less for some. */
	z.strictObject({ method: z.literal('adjust'), between: between(z.strictObject({ member: memberId, plusMinor: z.number().int().min(-1e12).max(1e12) })) }),
	/** The ownership shares in force in the own past. */
	z.strictObject({ method: z.literal('ownership'), between: between(z.strictObject({ member: memberId, units: weight })) }),
	/**
	 * Booked hours of a period as its author's copy of the calendar counted them, kept here for good. `rooms` empty: all.
	 * `by`: minutes, or what they cost at the rooms' prices.
	 */
	z.strictObject({
		method: z.literal('room-hours'),
		period,
		rooms: z.array(objectId).max(40),
		by: z.enum(['minutes', 'prices']),
		between: between(z.strictObject({ member: memberId, minutes: z.number().int().min(0).max(10_000_000), priceMinor: z.number().int().min(0).max(1e12) }))
	}),
	/** Days of membership within a period, times shares. */
	z.strictObject({
		method: z.literal('prorata'),
		period,
		between: between(z.strictObject({ member: memberId, days: z.number().int().min(1).max(1100), shares: weight }))
	})
]);
export type Split = z.output<typeof split>;
export type SplitMethod = Split['method'];

/** How each posting of a schedule is split. `between` null: all members at the time. */
export const scheduledSplit = z.discriminatedUnion('method', [
	z.strictObject({ method: z.literal('equal'), between: between(z.strictObject({ member: memberId })).nullable() }),
	z.strictObject({ method: z.literal('shares'), between: between(z.strictObject({ member: memberId, shares: weight })) }),
	z.strictObject({ method: z.literal('percent'), between: between(z.strictObject({ member: memberId, basisPoints: z.number().int().min(1).max(10_000) })) }),
	z.strictObject({ method: z.literal('ownership') }),
	/** The period that ends on the due date. */
	z.strictObject({ method: z.literal('room-hours'), rooms: z.array(objectId).max(40), by: z.enum(['minutes', 'prices']) }),
	/** The period that ends (`before`) or begins (`after`) on the due date. */
	z.strictObject({ method: z.literal('prorata'), span: z.enum(['before', 'after']) }),
	/** Dues: an amount each, by tier; whoever is waived or paused on the due date pays nothing. The amounts due make the whole. */
	z.strictObject({
		method: z.literal('tiers'),
		between: between(
			z.strictObject({
				member: memberId,
				/** "Full", "Reduced"; '' where there are none. */
				tier: prose(40),
				amountMinor,
				/** hardship: waived, and stays on the list. paused: away for a while. `until` is exclusive; null: until changed. */
				rest: z.strictObject({ kind: z.enum(['hardship', 'paused']), until: localDate.nullable() }).nullable()
			})
		)
	})
]);
export type ScheduledSplit = z.output<typeof scheduledSplit>;

/** Paid or received in another currency: the rate is kept, and `amountMinor` of the entry is what it comes to (LED27). */
export const foreign = z.strictObject({
	currency,
	amountMinor,
	/** Minor units of the book for one minor unit of the other, as a decimal: "0.9312". */
	rate: z.string().regex(/^(0|[1-9]\d{0,8})(\.\d{1,10})?$/)
});
export type Foreign = z.output<typeof foreign>;

/** A sealed photo or PDF, kept apart from the log (LED70). */
export const receipt = z.strictObject({
	/** Hash of the sealed bytes. */
	hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
	/** Its own key: 32 bytes. */
	key: base64(32).length(43),
	/** Of the sealed bytes. */
	sizeBytes: z.number().int().min(1).max(210_000),
	kind: z.enum(['image/jpeg', 'image/webp', 'image/png', 'application/pdf'])
});
export type Receipt = z.output<typeof receipt>;

/**
 * expense: paid by some, borne by the split (null: by the collective). income: received by some, shared out by the split (null: kept).
 * charge: nobody paid anything yet; members owe it (dues).
 */
export const entryKind = z.enum(['expense', 'income', 'charge']);
export type EntryKind = z.output<typeof entryKind>;

const schedulePlan = {
	kind: entryKind,
	description: line(160),
	category,
	/** The whole; null where the tiers make it. */
	amountMinor: amountMinor.nullable(),
	/** Who pays (receives) it; null for a charge. */
	party: party.nullable(),
	split: scheduledSplit.nullable(),
	note: prose(400),
	/** Lets each of its postings stand where one member may not spend so much alone (LED20). */
	approval: objectId.nullable()
};

export const ledgerOps = [
	/** Opens a common pot, a bank account, or a category. */
	z.strictObject({ type: z.literal('ledger/open-account'), kind: z.enum(['pot', 'bank', 'category']), name: line(60), note: prose(200) }),
	z.strictObject({ type: z.literal('ledger/change-account'), account: objectId, name: line(60), note: prose(200) }),
	/** Not offered any more; a pot or bank account only when it is empty. */
	z.strictObject({ type: z.literal('ledger/retire-account'), account: objectId }),
	z.strictObject({
		type: z.literal('ledger/post'),
		kind: entryKind,
		description: line(160),
		date: localDate,
		category,
		amountMinor,
		foreign: foreign.nullable(),
		/** Who paid (expense) or received (income); they sum to `amountMinor`. Empty for a charge. */
		paid: z.array(z.strictObject({ party, amountMinor })).max(MOST_MEMBERS),
		split: split.nullable(),
		note: prose(400),
		receipts: z.array(receipt).max(6),
		/** What lets it be posted where one member may not spend so much alone: a measure or a decision (LED20). */
		approval: objectId.nullable(),
		/** The corrected entry whose place it takes: one story. */
		corrects: objectId.nullable(),
		/** Posted for a schedule, for one of its due dates. */
		schedule: z.strictObject({ schedule: objectId, due: localDate }).nullable()
	}),
	/** Money from one to another: a payment between members, into or out of a pot, between pots. */
	z.strictObject({ type: z.literal('ledger/transfer'), from: party, to: party, amountMinor, date: localDate, note: prose(200) }),
	/** The receiver says that it has arrived. */
	z.strictObject({ type: z.literal('ledger/confirm-transfer'), target: objectId }),
	/** Posts the exact opposite of an earlier entry; the two are shown as one story. */
	z.strictObject({ type: z.literal('ledger/reverse'), target: objectId, date: localDate, reason: line(400) }),
	z.strictObject({ type: z.literal('ledger/dispute'), target: objectId, reason: line(400) }),
	z.strictObject({ type: z.literal('ledger/settle-dispute'), target: objectId }),
	z.strictObject({ type: z.literal('ledger/comment'), target: objectId, text: line(400) }),
	/** Recurring: dues, rent, a subscription. Posted by whichever member's device is there first. */
	z.strictObject({
		type: z.literal('ledger/schedule'),
		...schedulePlan,
		/** First due date; its day of the month is that of all (the last day where a month is shorter). */
		from: localDate,
		every: z.strictObject({ unit: z.enum(['week', 'month', 'year']), count: z.number().int().min(1).max(24) }),
		/** Exclusive; null: until ended. */
		until: localDate.nullable()
	}),
	/** The same schedule with other contents for due dates from `from` on. */
	z.strictObject({ type: z.literal('ledger/change-schedule'), schedule: objectId, from: localDate, ...schedulePlan }),
	z.strictObject({ type: z.literal('ledger/skip-due'), schedule: objectId, due: localDate }),
	/** No due date at or after `until`. */
	z.strictObject({ type: z.literal('ledger/end-schedule'), schedule: objectId, until: localDate }),
	/** Closes the books before `until`, from where the last close ended; counts as its author's signature (LED40). */
	z.strictObject({
		type: z.literal('ledger/close-period'),
		/** The firm close before this one; null: the first. */
		previous: objectId.nullable(),
		until: localDate,
		/** How many entries it names, and a hash over them. */
		count: z.number().int().min(0).max(1_000_000),
		root: z.string().regex(/^[A-Za-z0-9_-]{43}$/)
	}),
	z.strictObject({ type: z.literal('ledger/co-sign'), close: objectId })
] as const;
