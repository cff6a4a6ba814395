/** What is said about a member's place in the collective: trial, voice, what is under way about them. Pure; times are said by the caller. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { DeviceView, MemberView } from '$crdt/domain/membership/views';
import type { Effect } from '$crdt/domain/proposals/ops';
import type { MediationView } from '$crdt/domain/proposals/views';

const DAY_MS = 86_400_000;
/** The end of a trial is worth a word so long before. */
const SOON_MS = 14 * DAY_MS;

export interface Trial {
	readonly since: number;
	/** When it would usually be over. */
	readonly over: number;
	/** It is time to think of a decision. */
	readonly due: boolean;
}

/** Null: a member with every right. */
export function trialOf(member: Pick<MemberView, 'stage' | 'since'>, trialDays: number, now: number): Trial | null {
	if (member.stage !== 'trial') return null;
	const over = member.since + trialDays * DAY_MS;
	return { since: member.since, over, due: now >= over - SOON_MS };
}

/** The open proposal with this effect on this member, if there is one: nobody opens a second one unknowingly. */
export function openAbout(proposals: readonly { readonly id: ObjectId; readonly effect: Effect }[], kind: 'admit-member' | 'remove-member' | 'move-voice', member: MemberId): ObjectId | null {
	return proposals.find(({ effect }) => effect.kind === kind && effect.member === member)?.id ?? null;
}

/** The newest mediation about a member, one under way first. */
export function mediationAbout(mediations: readonly MediationView[], member: MemberId): MediationView | null {
	const about = mediations.filter(({ subject }) => subject === member).sort((a, b) => b.at - a.at);
	return about.find(({ state }) => state === 'under-way') ?? about[0] ?? null;
}

/** What could be settled is nobody's business any more but of those who took part. */
export const showsOnCard = ({ state, isAboutMe, mine, iMediate }: Pick<MediationView, 'state' | 'isAboutMe' | 'mine' | 'iMediate'>): boolean =>
	state !== 'settled' || isAboutMe || mine || iMediate;

/** PRO96: how many mediate between the two; whoever is part of the matter does not. */
export const mediatorsNeeded = (mediators: number, candidates: number): number => Math.min(mediators, candidates);

/** Devices that could give this member's word instead of the one that does. */
export const otherVoices = (devices: readonly DeviceView[]): readonly DeviceView[] => devices.filter((device) => device.status === 'active' && !device.isVoice);

export const voiceOf = (devices: readonly DeviceView[]): DeviceView | null => devices.find((device) => device.isVoice) ?? null;

const STATES = {
	'under-way': { chip: 'under way', tone: 'accent', line: 'They are talking with both sides. Nothing has been decided.' },
	'settled': { chip: 'settled', tone: 'good', line: 'It could be settled. Nothing follows from it.' },
	'not-settled': { chip: 'not settled', tone: 'warn', line: 'It could not be settled. What follows is open; a removal would be a decision of its own.' }
} as const;

export const mediationWords = (state: MediationView['state']) => STATES[state];
