/**
 * What an address asks the form to begin with: something to follow, a discussion, a wording put to the others, a setting, a
 * sum, a person, a decision whose review has come. Pure. Nothing that anybody wrote ever stands in an address.
 */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Settings } from '$crdt/domain/context';
import type { OpInput } from '$crdt/domain/op';
import type { Method } from '$crdt/domain/proposals/method';
import type { Effect } from '$crdt/domain/proposals/ops';
import { SUBJECTS, MEETING_KINDS, settingKeyOf, type SettingKey } from '$crdt/domain/proposals/settings-ops';
import type { AmendmentView, DiscussionView, ProposalView } from '$crdt/domain/proposals/views';
import { editMoney } from '$lib/ui/money';
import { ASKING, CHOOSING, DECIDING, EFFECTS, emptyDraft, WANTS, type EffectKind, type ProposalDraft } from './draft';
import { FROM_NOTHING, LONGEST_TITLE, type Origin } from './to-op';

export interface Asked {
	readonly succeeds: ObjectId | null;
	readonly discussion: ObjectId | null;
	readonly amendment: ObjectId | null;
	/** What the amendment is about: a proposal or a discussion. */
	readonly about: ObjectId | null;
	readonly review: ObjectId | null;
	/** The item of an agenda, or the text written together, that it comes from: it is told there what came of it. */
	readonly item: ObjectId | null;
	readonly agreement: ObjectId | null;
	readonly draft: ProposalDraft;
	/** One draft for each beginning, so that none writes over another. */
	readonly draftKey: string;
}

/** What the device's store takes as a name. */
const LONGEST_KEY = 160;
const PLAIN_KEYS = [
	'name', 'decisionDays', 'admissionApprovals', 'recoveryApprovals', 'trialDays', 'mediators', 'emergency', 'spendingBands', 'budgets', 'ownership', 'publicUrl', 'signaling'
] as const;
/** Every setting that a form of this page can change. The rules for the rooms have one of their own. */
export const FORM_SETTINGS: readonly SettingKey[] = [
	...SUBJECTS.map((subject): SettingKey => `rule:${subject}`),
	...PLAIN_KEYS,
	...MEETING_KINDS.map((kind): SettingKey => `retention:${kind}`)
];

export function readAddress(query: URLSearchParams): Asked {
	const id = (name: string) => (query.get(name) || null) as ObjectId | null; // only what a view knows counts
	const of = <T extends string>(name: string, all: readonly T[]) => all.find((one) => one === query.get(name));
	const draft = emptyDraft();
	const setting = FORM_SETTINGS.find((one) => one === (query.get('setting') ?? query.get('change')));
	const removed = query.get('remove');
	const effect = setting ? 'change-setting' : removed ? 'remove-member' : of('effect', EFFECTS);
	const asking = of('kind', ASKING);
	const deciding = of('kind', DECIDING);
	const choosing = of('kind', CHOOSING);
	if (setting) draft.setting = setting;
	if (effect) draft.effect = effect;
	if (asking) draft.asking = asking;
	if (deciding) draft.deciding = deciding;
	if (choosing) draft.choosing = choosing;
	if (/^\d[\d.,' ]{0,20}$/.test(query.get('amount') ?? '')) draft.amount = query.get('amount') ?? '';
	draft.member = (removed ?? query.get('member') ?? '') as MemberId | ''; // compared with members before it counts
	const follows = id('succeeds') ?? id('discussion') ?? id('amendment') ?? id('review');
	draft.want = of('want', WANTS) ?? (effect || deciding || follows ? 'decide' : asking ? 'ask' : choosing ? 'choose' : null);
	const begun = [...query].filter(([name]) => name !== 'as').map(([name, value]) => `${name}=${value}`).sort();
	return {
		succeeds: id('succeeds'), discussion: id('discussion'), amendment: id('amendment'), about: id('about'), review: id('review'),
		item: id('item'), agreement: id('agreement'), draft,
		draftKey: ['proposal', ...begun].join(' ').slice(0, LONGEST_KEY)
	};
}

/** Tells the item or the text it came from; null: it came from neither. */
export function linkBack({ item, agreement }: Pick<Asked, 'item' | 'agreement'>, proposal: ObjectId): OpInput | null {
	if (item) return { type: 'consultation/link-proposal', item, proposal };
	return agreement ? { type: 'consultation/propose-agreement', agreement, proposal } : null;
}

/** Whether a kept draft is words that another page brought along, which nobody has touched here yet. */
export const isBrought = (kept: unknown): boolean => typeof kept === 'object' && kept !== null && 'brought' in kept && kept.brought === true;

/** What was found under the ids of the address. */
export interface Found {
	readonly before: ProposalView | null;
	readonly discussion: DiscussionView | null;
	readonly amendment: AmendmentView | null;
	readonly reviewed: ProposalView | null;
}

export function originOf(found: Found): Origin {
	const { before, discussion, amendment } = found;
	if (before) {
		const vote = before.block?.canVote === true ? before.block.rule.votePercent : null;
		return {
			...FROM_NOTHING, succeeds: before.id, discussion: before.discussion, vote, words: vote === null ? null : { title: before.title, text: before.text },
			effect: vote !== null || !isOfForm(before.effect) ? before.effect : null, matter: isOfForm(before.effect) ? before.effect.kind : null
		};
	}
	if (amendment) return { ...FROM_NOTHING, effect: { kind: 'amend', amendment: amendment.id } };
	if (discussion) return { ...FROM_NOTHING, discussion: discussion.id, effect: isOfForm(discussion.effect) ? null : discussion.effect };
	return FROM_NOTHING;
}

type FormEffect = Extract<Effect, { kind: EffectKind }>;
/** Rooms, their rules and other wordings are not filled in here: such an effect is carried over as it is. */
const isOfForm = (effect: Effect): effect is FormEffect =>
	effect.kind !== 'change-room' && effect.kind !== 'amend' && !(effect.kind === 'change-setting' && effect.change.key === 'calendarRules');

function withEffect(draft: ProposalDraft, effect: Effect, currency: string): ProposalDraft {
	if (!isOfForm(effect)) return draft;
	switch (effect.kind) {
		case 'none':
			return { ...draft, effect: 'none' };
		case 'change-setting':
			return { ...draft, effect: effect.kind, setting: settingKeyOf(effect.change), change: effect.change };
		case 'spend':
			return { ...draft, effect: effect.kind, amount: editMoney(effect.amount, currency), purpose: effect.purpose };
		case 'move-voice':
			return { ...draft, effect: effect.kind, member: effect.member, device: effect.device };
		case 'admit-member':
		case 'remove-member':
			return { ...draft, effect: effect.kind, member: effect.member };
	}
}

/** The words to begin with, where the address leads to some. */
export function draftFrom(asked: Asked, found: Found, settings: Settings): ProposalDraft {
	const { before, discussion, amendment, reviewed } = found;
	const { currency, rules } = settings;
	// a method that follows from the rules was no choice
	const free = (effect: Effect, method: Method) => effect.kind === 'none' && JSON.stringify(method) !== JSON.stringify(rules.general);
	const draft = structuredClone(asked.draft);
	if (before) {
		const like = withEffect(withMethod(draft, before.method, free(before.effect, before.method)), before.effect, currency);
		return { ...like, title: before.title, text: before.text, alternatives: before.alternatives.map((one) => one.id) };
	}
	if (amendment) return { ...draft, want: 'decide', title: cut(`Another wording: ${amendment.title}`), text: amendment.reason };
	if (discussion) {
		const chosen = discussion.method ? withMethod(draft, discussion.method, free(discussion.effect, discussion.method)) : draft;
		return { ...withEffect(chosen, discussion.effect, currency), title: discussion.title, text: discussion.text, alternatives: discussion.alternatives.map((one) => one.id) };
	}
	if (reviewed) return { ...draft, title: cut(`Looked at again: ${reviewed.title}`), text: reviewed.text, alternatives: [reviewed.id] };
	return draft;
}

const cut = (title: string): string => title.slice(0, LONGEST_TITLE);

/** The form as it was filled in for a method; a method that follows from the subject is no choice. */
function withMethod(draft: ProposalDraft, method: Method, free: boolean): ProposalDraft {
	const options = 'options' in method ? [...method.options] : draft.options;
	switch (method.kind) {
		case 'question-round':
		case 'sense-check':
		case 'advice':
			return { ...draft, want: 'ask', asking: method.kind };
		case 'single':
		case 'ranked':
			return { ...draft, want: 'choose', choosing: method.kind, options };
		case 'multiple':
			return { ...draft, want: 'choose', choosing: method.kind, options, most: String(method.most) };
		case 'dot':
			return { ...draft, want: 'choose', choosing: method.kind, options, dots: String(method.dots) };
		case 'score':
		case 'resistance':
			return { ...draft, want: 'choose', choosing: method.kind, options, highest: String(method.highest) };
		case 'time':
			return { ...draft, want: 'choose', choosing: 'time', slots: method.slots.map((slot) => ({ date: slot.start.slice(0, 10), from: slot.start.slice(11, 16), to: slot.end.slice(11, 16) })) };
		case 'majority':
			return free ? { ...draft, want: 'decide', deciding: 'majority', percent: String(method.percent), of: method.of, quorum: String(method.quorum) } : { ...draft, want: 'decide' };
		case 'ownership':
			return free ? { ...draft, want: 'decide', deciding: 'ownership', percent: String(method.percent) } : { ...draft, want: 'decide' };
		case 'consensus':
		case 'consent':
			return free ? { ...draft, want: 'decide', deciding: method.kind, quorum: String(method.quorum) } : { ...draft, want: 'decide' };
		case 'all-but-one':
		case 'lazy':
			return free ? { ...draft, want: 'decide', deciding: method.kind } : { ...draft, want: 'decide' };
	}
}
