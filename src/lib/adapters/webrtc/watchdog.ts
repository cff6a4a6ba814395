/**
 * The watchdog's judgement: which connections are dead, and when the whole device has been asleep.
 *
 * Pure functions of what is seen and the time; ends nothing itself. Patience grows with failures, so that a slow machine
 * is not kept from ever connecting. Carries NET30–NET34.
 */

export interface SeenLink {
	readonly stage: 'connecting' | 'authenticating' | 'open' | 'refused';
	/** What the handshake has reached while connecting. */
	readonly progress: 'new' | 'offered' | 'described' | 'open';
	readonly createdMs: number;
	/** When the present stage began. */
	readonly stageMs: number;
	readonly heardMs: number;
	/** 0 to 1, drawn once per link: two sides must not give up in the same moment for ever. */
	readonly luck: number;
}

export const SILENCE_MS = 30_000;
export const AUTH_MS = 10_000;
/** How long one who was refused is kept on a dead line, because letting go would make them call again at once. */
export const REFUSED_MS = 60_000;
/** A gap between two ticks that can only be sleep, a stopped process or a throttled page. */
export const JUMP_MS = 5_000;
export const TICK_MS = 1_000;

/** An offer lost, or candidates of one: nothing will come any more. */
const NO_OFFER_MS = 1_500;
const NO_ANSWER_MS = 2_500;
const NO_CHANNEL_MS = 4_000;
const LONGEST_MS = 20_000;
/** Longer than an attempt takes at most (PAIR6). */
const BY_HAND_MS = 11 * 60_000;

/** How long a link may go on connecting after `failures` in a row in its room, in milliseconds. */
export function patienceMs(progress: SeenLink['progress'], failures: number, luck: number): number {
	const base =
		progress === 'new' ? NO_OFFER_MS : progress === 'offered' ? NO_ANSWER_MS : NO_CHANNEL_MS;
	return Math.min(LONGEST_MS, base * 1.5 ** Math.min(failures, 6)) * (0.8 + 0.4 * luck);
}

export type Verdict = 'NeverConnected' | 'Silent' | 'Refused' | null;

/** Why this link must go, or null. */
export function judgeLink(link: SeenLink, nowMs: number, failures: number): Verdict {
	switch (link.stage) {
		case 'connecting':
			return nowMs - link.createdMs > patienceMs(link.progress, failures, link.luck)
				? 'NeverConnected'
				: null;
		case 'authenticating':
			return nowMs - link.stageMs > AUTH_MS + 2_000 ? 'NeverConnected' : null;
		case 'open':
			return nowMs - link.heardMs > SILENCE_MS ? 'Silent' : null;
		case 'refused':
			return nowMs - link.stageMs > REFUSED_MS ? 'Refused' : null;
	}
}

/** Codes go by hand: whoever makes a line so gives it up themselves, or forgets it. */
export const judgeByHand = (link: SeenLink, nowMs: number): Verdict =>
	link.stage === 'connecting' ? (nowMs - link.createdMs > BY_HAND_MS ? 'NeverConnected' : null) : judgeLink(link, nowMs, 0);

/**
 * What a gap of `gapMs` between two ticks means. `slept`: begin anew with everything. `throttled`: a hidden page that is
 * given little time; ask the peers for a sign of life, nothing more.
 */
export function judgeGap(gapMs: number, isHidden: boolean): 'awake' | 'throttled' | 'slept' {
	if (gapMs <= JUMP_MS) return 'awake';
	return isHidden && gapMs <= 90_000 ? 'throttled' : 'slept';
}
