/** What somebody looks for in the books, into an address and back, and into a filter. Pure; today is an argument. */
import type { Category } from '$crdt/domain/ledger/ops';
import type { EntriesView, EntryFilter, EntryLineView } from '$crdt/domain/ledger/views';
import { parseMoney } from '$lib/ui/money';
import { sayCount } from '$lib/ui/words';
import { presetOf, presetPeriod, PRESETS, readPeriod, type Preset } from '../shared/periods';

export const KINDS = ['expense', 'income', 'charge', 'transfer', 'reversal'] as const satisfies readonly EntryLineView['kind'][];
export const ONLY = ['mine', 'disputed', 'unconfirmed', 'corrected', 'late'] as const satisfies readonly NonNullable<EntryFilter['only']>[];

export const ONLY_NAMES: Readonly<Record<(typeof ONLY)[number], string>> = {
	mine: 'What concerns me',
	disputed: 'Disputed',
	unconfirmed: 'Payments not confirmed',
	corrected: 'Corrected',
	late: 'Booked late'
};

/** Fields of the form as they stand; '' is not asked for. */
export interface EntryQuery {
	text: string;
	kind: (typeof KINDS)[number] | '';
	category: string;
	/** Member or fund. */
	who: string;
	period: Preset;
	/** Of own dates; the last day belongs to it. */
	from: string;
	until: string;
	/** As typed. */
	least: string;
	most: string;
	only: (typeof ONLY)[number] | '';
}

export const NO_QUERY: Readonly<EntryQuery> = { text: '', kind: '', category: '', who: '', period: 'everything', from: '', until: '', least: '', most: '', only: '' };

const TEXTS = ['text', 'category', 'who', 'least', 'most'] as const;
const LONGEST = 120;

/** An address is free text: what means nothing is left out. */
export function readQuery(address: URLSearchParams, today: string): EntryQuery {
	const query: EntryQuery = { ...NO_QUERY };
	for (const name of TEXTS) query[name] = (address.get(name) ?? '').slice(0, LONGEST);
	query.kind = KINDS.find((one) => one === address.get('kind')) ?? '';
	query.only = ONLY.find((one) => one === address.get('only')) ?? '';
	const own = readPeriod(address.get('from'), address.get('until'));
	if (own) {
		const preset = presetOf(own, today);
		return preset === 'own' ? { ...query, period: preset, ...own } : { ...query, period: preset };
	}
	return { ...query, period: PRESETS.find((one) => one === address.get('period') && one !== 'own') ?? 'everything' };
}

/** "?text=rent&kind=expense"; '' where nothing is asked for. */
export function writeQuery(query: EntryQuery): string {
	const address = new URLSearchParams();
	for (const name of TEXTS) if (query[name].trim() !== '') address.set(name, query[name].trim());
	if (query.kind) address.set('kind', query.kind);
	if (query.only) address.set('only', query.only);
	if (query.period === 'own') {
		const own = readPeriod(query.from, query.until);
		if (own) for (const [name, date] of Object.entries(own)) address.set(name, date);
	} else if (query.period !== 'everything') address.set('period', query.period);
	const text = address.toString();
	return text === '' ? '' : `?${text}`;
}

/** @returns the filter; amounts that cannot be read ask for nothing. */
export function filterOf(query: EntryQuery, today: string, currency: string): EntryFilter {
	const period = query.period === 'own' ? readPeriod(query.from, query.until) : presetPeriod(query.period, today);
	const [least, most] = [parseMoney(query.least, currency), parseMoney(query.most, currency)];
	return {
		...(query.text.trim() === '' ? {} : { text: query.text.trim() }),
		...(query.kind === '' ? {} : { kinds: [query.kind] }),
		...(query.category === '' ? {} : { category: query.category as Category }), // compared with those of the books
		...(query.who === '' ? {} : { party: query.who }),
		...(period ?? {}),
		...(least === null ? {} : { minMinor: least }),
		...(most === null ? {} : { maxMinor: most }),
		...(query.only === '' ? {} : { only: query.only })
	};
}

export const isAsking = (query: EntryQuery): boolean => writeQuery(query) !== '';

/** How many of the fields behind "more" are in use. */
export const narrowedBy = (query: EntryQuery): number => [query.kind, query.category, query.who, query.period === 'everything' ? '' : 'x', query.least.trim(), query.most.trim(), query.only].filter((one) => one !== '').length;

/** "24 entries: €1,200.00 spent and €300.00 received". */
export function foundWords({ total, spentMinor, receivedMinor }: EntriesView, money: (minor: number) => string): string {
	const sums = [...(spentMinor === 0 ? [] : [`${money(spentMinor)} spent`]), ...(receivedMinor === 0 ? [] : [`${money(receivedMinor)} received`])];
	return `${sayCount(total, 'entry', 'entries')}${sums.length === 0 ? '' : `: ${sums.join(', ')}`}`;
}

