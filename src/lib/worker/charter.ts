/**
 * What a newcomer reads before anybody learns their name: how this collective works and decides today, in plain lines.
 *
 * Written by a member's device from its own copy, sealed for one lobby, shown as it came. Carries MEM77 and NET85.
 */
import * as z from 'zod';
import { fromBase64, textOf, toBase64, utf8, type MemberId } from '$crypto/base';
import { openCharter, sealCharter, type LobbyPlace } from '$crypto/lobby-seal';
import type { Random } from '$crypto/random';
import type { Settings } from '$crdt/domain/context';
import type { Lens } from '$crdt/domain/lens';
import { decidedAt } from '$crdt/domain/proposals/decided-at';
import { MEETING_KINDS, SUBJECTS, type MeetingKind, type SettingKey, type Subject } from '$crdt/domain/proposals/settings-ops';
import type { Charter } from '$lib/services/types';
import { sayRoomsBy } from '$lib/words/calendar-rules-words';
import { changeInForce, settingName, settingValue } from '$lib/words/setting-words';

z.config({ jitless: true });

const MAX_SEALED_CHARACTERS = 80_000;

export const charterSchema = z.strictObject({
	collectiveName: z.string().min(1).max(80),
	foundingText: z.string().max(8000),
	foundedAt: z.number(),
	members: z.number().int().min(1).max(10_000),
	lines: z
		.array(z.strictObject({ label: z.string().min(1).max(120), value: z.string().max(2000), decidedOn: z.number().nullable() }))
		.max(60)
		.readonly()
});

/** Addresses are of no use to somebody who decides whether to join; the name stands above. */
const SHOWN: readonly SettingKey[] = [
	...SUBJECTS.map((subject) => `rule:${subject}` as const),
	'decisionDays', 'admissionApprovals', 'recoveryApprovals', 'trialDays', 'mediators', 'emergency', 'spendingBands', 'budgets', 'ownership', 'calendarRules',
	...MEETING_KINDS.map((kind) => `retention:${kind}` as const)
];

const DECISIONS: Readonly<Record<Subject, string>> = {
	general: 'Decisions',
	settings: 'Decisions about how we work and decide',
	rooms: 'Decisions about rooms',
	spending: 'Decisions about spending',
	admission: 'The end of a trial',
	removal: 'Removing a member'
};

export function charterOf(lens: Lens): Charter {
	const { settings, decidedBy, foundingText, foundedAt, seated } = lens.state.membership;
	const decidedOn = (key: SettingKey): number | null => {
		const decision = decidedBy[key];
		const proposal = decision === undefined ? undefined : lens.state.proposals.proposals.get(decision);
		return proposal === undefined ? null : (decidedAt(proposal) ?? proposal.at);
	};
	const money = (minor: number): string => sayAmount(minor, settings.currency);
	const nameOf = (member: string): string => lens.nameOf(member as MemberId); // named in a setting
	const valueOf = (key: SettingKey): string =>
		key === 'calendarRules' ? sayRoomsBy(settings.calendarRules.roomsBy) : settingValue(changeInForce(settings, key), nameOf, money);
	const labelOf = (key: SettingKey): string => (key.startsWith('rule:') ? DECISIONS[key.slice(5) as Subject] : settingName(key)); // the key names a subject
	return {
		collectiveName: settings.name,
		foundingText,
		foundedAt,
		members: seated.length,
		lines: grouped(SHOWN.filter((key) => isWorthALine(settings, key)).map((key) => ({ key, label: labelOf(key), value: sentence(valueOf(key)), decidedOn: decidedOn(key) })))
	};
}

/** What is kept for ever, that nobody owns shares and that nothing is planned is said by saying nothing. */
function isWorthALine({ budgets, ownership, retention }: Settings, key: SettingKey): boolean {
	if (key === 'ownership') return ownership.length > 0;
	if (key === 'budgets') return budgets.length > 0;
	return !key.startsWith('retention:') || retention[key.slice('retention:'.length) as MeetingKind] !== null; // the key names a kind
}

/** Ways of deciding that are what holds in general anyway need no line of their own. */
function grouped(lines: readonly (Charter['lines'][number] & { readonly key: SettingKey })[]): Charter['lines'] {
	const general = lines.find(({ key }) => key === 'rule:general');
	return lines
		.filter(({ key, value }) => !key.startsWith('rule:') || key === 'rule:general' || value !== general?.value)
		.map(({ label, value, decidedOn }) => ({ label, value, decidedOn }));
}

export const charterMessage = (charter: Charter, place: LobbyPlace, random: Random) =>
	({ type: 'charter', sealed: toBase64(sealCharter(place, utf8(JSON.stringify(charter)), random)) }) as const;

/** Null for anything that nobody sealed for this lobby, and for what is no charter. */
export function readCharter(sealed: string, place: LobbyPlace): Charter | null {
	const bytes = sealed.length > MAX_SEALED_CHARACTERS ? null : fromBase64(sealed);
	const plain = bytes && openCharter(place, bytes);
	if (!plain) return null;
	try {
		const parsed = charterSchema.safeParse(JSON.parse(textOf(plain) ?? ''));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

function sayAmount(minor: number, currency: string): string {
	const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
	return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
