/** What a person has typed so far on the way in, with good defaults. Nothing here is stored. */
import type { FoundingRule } from '$crdt/domain/proposals/founding-rules';
import type { FoundInput, JoinInput } from '$lib/services/types';

export interface PersonDraft {
	name: string;
	discipline: string;
	licence: string;
	deviceName: string;
	passphrase: string;
}

export interface FoundDraft extends PersonDraft {
	collective: string;
	currency: string;
	zone: string;
	decisionRule: FoundingRule;
	decisionDays: number;
	foundingText: string;
}

/** A name for a device from what the browser says of itself: "Phone", "Mac", "Windows computer". */
export function guessDeviceName(userAgent: string): string {
	if (/iPhone|Android.*Mobile/.test(userAgent)) return 'Phone';
	if (/iPad|Android/.test(userAgent)) return 'Tablet';
	if (/Macintosh/.test(userAgent)) return 'Mac';
	if (/Windows/.test(userAgent)) return 'Windows computer';
	return 'Computer';
}

export const emptyPerson = (userAgent: string): PersonDraft => ({
	name: '',
	discipline: '',
	licence: '',
	deviceName: guessDeviceName(userAgent),
	passphrase: ''
});

export const emptyFound = (userAgent: string, currency: string, zone: string): FoundDraft => ({
	...emptyPerson(userAgent),
	collective: '',
	currency,
	zone,
	decisionRule: 'consensus',
	decisionDays: 7,
	foundingText: ''
});

export function toJoinInput(draft: PersonDraft): JoinInput {
	return {
		profile: { name: draft.name.trim(), discipline: draft.discipline.trim(), licence: draft.licence.trim() },
		deviceName: draft.deviceName.trim() || 'Device',
		passphrase: draft.passphrase
	};
}

export function toFoundInput(draft: FoundDraft): FoundInput {
	return {
		...toJoinInput(draft),
		name: draft.collective.trim(),
		currency: draft.currency,
		zone: draft.zone,
		decisionRule: draft.decisionRule,
		decisionDays: draft.decisionDays,
		foundingText: draft.foundingText.trim()
	};
}
