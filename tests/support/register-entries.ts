/** Entries of the register for tests of screens: plain views with what a test cares about. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { ProposalSummary, RegisterEntry, StanceView } from '$crdt/domain/proposals/views';

export const DAY_MS = 86_400_000;
/** A Sunday noon in Berlin. */
export const NOW = Date.parse('2026-11-22T11:00:00Z');

let serial = 0;
// sample ids only have to look the part
export const newObjectId = (): ObjectId => `${`entry-${++serial}`.padEnd(43, '_')}.0` as ObjectId;

export function stance(name: string, part: Partial<StanceView> = {}): StanceView {
	return {
		memberId: name.padEnd(43, '_') as MemberId, name, isMe: name === 'Ana', ballot: { kind: 'position', position: 'agree' }, proxyName: null, reason: '', harms: '', firmness: 'bound', determined: true, closed: true,
		at: NOW, tooLate: false, earlier: null, ahead: false, spoken: null, weight: 1, lastHeardAt: NOW, ...part
	};
}

export function summary(part: Partial<ProposalSummary> = {}): ProposalSummary {
	return {
		id: newObjectId(), title: 'Quiet hours', proposerName: 'Ben', mine: false, openedAt: NOW - 10 * DAY_MS, deadline: NOW + 5 * DAY_MS, effect: { kind: 'none' }, subject: 'general',
		method: { kind: 'consent', quorum: 0 }, sealed: false, state: { status: 'open' }, line: 'Waiting for you.', myBallot: null, myStanceBound: false, needsMyVoice: true, urgentForMe: false, given: 1, electors: 5,
		reviewOn: null, activeAt: NOW, comments: 0, ...part
	};
}

export function entry(part: Partial<RegisterEntry> = {}): RegisterEntry {
	return {
		...summary({ state: { status: 'accepted', carriedOut: true }, needsMyVoice: false, deadline: NOW - 3 * DAY_MS, given: 5 }),
		decidedAt: NOW - 3 * DAY_MS, text: 'No groups after eight.', statement: '', stoodAside: [], stances: [stance('Ana'), stance('Ben')], tasks: [], succeeds: null, succeededBy: null,
		tally: { kind: 'positions', rows: [{ label: 'Consent', key: 'agree', value: 2, names: ['Ana', 'Ben'], winning: true }, { label: 'Object', key: 'object', value: 0, names: [], winning: false }], given: 2, of: 2, hidden: false, needs: '' },
		...part
	};
}
