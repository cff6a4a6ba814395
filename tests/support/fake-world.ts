/** A sample collective for looking at screens: five clinicians, something in every state. Plain data, no rules. Rooms and bookings: fake-bookings.ts. */
import type { DeviceId, EntryId, InvitationId, MemberId, ObjectId, StreamId } from '$crypto/base';
import type { ItemView, MeetingSummary } from '$crdt/domain/consultation/views';
import type { LedgerEntryView } from '$crdt/domain/ledger/views';
import type { MemberView, MembersView, SettingsView } from '$crdt/domain/membership/views';
import type { ProposalView, StanceView } from '$crdt/domain/proposals/views';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'] as const;
const DISCIPLINES = ['Psychotherapist', 'Speech therapist', 'Family therapist', 'Occupational therapist', 'Psychotherapist in training'];

let serial = 0;
// sample ids only have to look the part
const hash = (seed: string) => (seed + '_'.repeat(43)).slice(0, 43);
export const newId = (): ObjectId => `${hash(`made-${++serial}`)}.0` as ObjectId;
export const memberId = (name: string) => hash(name.replace('é', 'e')) as MemberId;
const entryOf = (id: ObjectId) => id.slice(0, 43) as EntryId;

export interface Sample {
	members: MembersView;
	settings: SettingsView;
	proposals: ProposalView[];
	entries: LedgerEntryView[];
	meetings: MeetingSummary[];
	items: ItemView[];
}

function member(name: string, index: number, now: number): MemberView {
	return {
		memberId: memberId(name),
		profile: { name, discipline: DISCIPLINES[index] ?? '', licence: index === 4 ? '' : `Chamber no. 10${index}47` },
		isMe: index === 0,
		status: 'member',
		since: now - (400 - index * 60) * DAY,
		admittedBy: index === 0 ? [] : ['Ana', ...(index > 1 ? ['Ben'] : [])],
		devices: [
			{ deviceId: hash(`${name}-phone`) as DeviceId, name: 'Phone', isVoice: true, isThisDevice: index === 0, status: 'active' },
			...(index % 2 === 0 ? [{ deviceId: hash(`${name}-desk`) as DeviceId, name: 'Practice computer', isVoice: false, isThisDevice: false, status: 'active' as const }] : [])
		],
		latestHeldBy: 5 - (index % 3),
		of: 5,
		removalProposal: null
	};
}

function stances(says: readonly (readonly [StanceView['stance'], StanceView['firmness'], string?])[], now: number): StanceView[] {
	return NAMES.map((name, i) => {
		const [stance, firmness, reason = ''] = says[i] ?? ['none', 'none'];
		return {
			memberId: memberId(name), name, isMe: i === 0, stance, reason, firmness, determined: firmness === 'bound', closed: firmness === 'bound',
			at: stance === 'none' ? null : now - (i + 1) * 3 * HOUR, tooLate: false
		};
	});
}

export function proposal(now: number, facts: Partial<ProposalView> & Pick<ProposalView, 'title' | 'stances'>): ProposalView {
	const me = facts.stances.find((one) => one.isMe);
	return {
		id: newId(), proposerName: 'Ben', mine: false, openedAt: now - 2 * DAY, deadline: now + 5 * DAY, effect: { kind: 'none' }, rule: 'consensus',
		state: { status: 'open' }, line: 'Waiting for Ana and Dele.', myStance: me?.stance ?? 'none', myStanceBound: me?.firmness === 'bound',
		needsMyVoice: me?.firmness !== 'bound', agreeing: facts.stances.filter((one) => one.stance === 'agree').length, electors: 5, text: '', comments: [],
		closings: 1, closingsNeeded: 3, waitingFor: ['Ana', 'Dele'], heldBy: 4, of: 5, iMayBind: true, canWithdraw: false, succeeds: null, succeededBy: null,
		...facts
	};
}

export function expense(now: number, by: string, description: string, amountMinor: number, daysAgo: number, facts: Partial<LedgerEntryView> = {}): LedgerEntryView {
	const id = newId();
	const part = Math.floor(amountMinor / 5);
	const charged = NAMES.map((name, i) => ({ member: memberId(name), name, amountMinor: part + (i < amountMinor % 5 ? 1 : 0) }));
	return {
		id, entry: entryOf(id), kind: 'expense', description, date: new Date(now - daysAgo * DAY).toISOString().slice(0, 10), category: 'rent', amountMinor,
		paidBy: [{ member: memberId(by), name: by, amountMinor }], charged, split: 'equal', note: '', postedBy: memberId(by), postedByName: by, mine: by === 'Ana',
		myPartMinor: (by === 'Ana' ? amountMinor : 0) - charged[0]!.amountMinor, claimedAt: now - daysAgo * DAY, heldBy: 4, reversedBy: null, reverses: null,
		disputes: [], disputed: false, canDispute: true, canReverse: by === 'Ana', ...facts
	};
}

export function createSample(now: number, today: string): Sample {
	const day = (offset: number) => new Date(Date.parse(`${today}T00:00Z`) + offset * DAY).toISOString().slice(0, 10);
	const at = (time: string, offset = 0) => `${day(offset)}T${time}`;

	const hours: ProposalView = proposal(now, {
		title: 'Quiet hours after 20:00 in the Garden room',
		text: 'From the first of January the Garden room is kept quiet after 20:00.\n\nNo groups, no music. Whoever needs it louder takes the Studio, which has the double door.\n\nWe look at it again in April.',
		stances: stances([['none', 'none'], ['agree', 'bound'], ['agree', 'soft', 'Good. The neighbours asked twice.'], ['none', 'none'], ['stand-aside', 'bound', 'My late group would have to move, and I can live with it.']], now),
		comments: [
			{ id: newId(), name: 'Chloé', mine: false, at: now - 5 * HOUR, text: 'Could we say 20:30? My last family leaves at a quarter past.' },
			{ id: newId(), name: 'Ben', mine: false, at: now - 4 * HOUR, text: 'Leaving is quiet enough, I think. It is about groups.' }
		]
	});
	const money = proposal(now, {
		title: 'A second-hand sofa for the waiting room, up to €600', proposerName: 'Eve', deadline: now + 9 * HOUR,
		stances: stances([['agree', 'soft', 'Please not brown.'], ['agree', 'bound'], ['none', 'none'], ['none', 'none'], ['agree', 'bound']], now), line: 'Waiting for Ana, Chloé and Dele.'
	});
	const days = proposal(now, {
		title: 'Ten days to decide instead of seven', proposerName: 'Ana', mine: true, canWithdraw: true, effect: { kind: 'change-setting', change: { key: 'decisionDays', value: 10 } },
		needsMyVoice: false, stances: stances([['agree', 'bound'], ['block', 'soft', 'It harms “we answer each other within the week”.'], ['none', 'none'], ['abstain', 'soft'], ['none', 'none']], now),
		line: 'Ben blocks it for now. Waiting for Chloé and Eve.'
	});
	const decided = proposal(now, {
		title: 'We share the rent by shares of the rooms used', openedAt: now - 40 * DAY, deadline: now - 33 * DAY, needsMyVoice: false, state: { status: 'accepted', carriedOut: true },
		line: 'Decided. It can no longer change.', stances: stances([['agree', 'bound'], ['agree', 'bound'], ['agree', 'bound'], ['agree', 'bound'], ['abstain', 'bound']], now), closings: 5, waitingFor: []
	});
	const refused = proposal(now, {
		title: 'Rename ourselves “Lindenhof 7”', openedAt: now - 60 * DAY, deadline: now - 53 * DAY, needsMyVoice: false, state: { status: 'not-accepted' },
		line: 'Not accepted: two blocks stand.', stances: stances([['block', 'bound', 'The name is on the lease.'], ['agree', 'bound'], ['block', 'bound'], ['agree', 'bound'], ['agree', 'bound']], now), waitingFor: []
	});

	const rent = expense(now, 'Ben', 'Rent for November', 234_000, 20);
	const wrong = expense(now, 'Ana', 'Paper and toner', 8_990, 6, { category: 'supplies', canReverse: false });
	const fix = expense(now, 'Ana', 'Paper and toner', 8_990, 5, { kind: 'reversal', category: 'supplies', canReverse: false, myPartMinor: -wrong.myPartMinor });
	const cleaning: LedgerEntryView = expense(now, 'Chloé', 'Cleaning, four weeks', 18_001, 3, { category: 'cleaning', disputed: true, note: 'Twice a week since the fourth.' });
	const entries: LedgerEntryView[] = [
		{ ...cleaning, disputes: [{ id: newId(), by: memberId('Dele'), byName: 'Dele', mine: false, reason: 'Were these not three weeks?', open: true, settledByName: null }] },
		{ ...fix, reverses: { id: wrong.id, description: wrong.description, reason: 'That was my own toner.', byName: 'Ana' } },
		{ ...wrong, reversedBy: { id: fix.id, description: fix.description, reason: 'That was my own toner.', byName: 'Ana' } },
		expense(now, 'Dele', '', 20_000, 9, { kind: 'payment', category: null, split: null, charged: [{ member: memberId('Ana'), name: 'Ana', amountMinor: 20_000 }], note: 'bank transfer', myPartMinor: -20_000 }),
		rent,
		expense(now, 'Ana', 'Website, one year', 14_400, 25, { category: 'website' })
	];

	const meetings: MeetingSummary[] = (
		[['Case consultation', 'case', at('18:00', 1), at('19:30', 1)], ['House meeting', 'business', at('12:30', 6), at('13:30', 6)], ['Case consultation', 'case', at('18:00', -13), at('19:30', -13)]] as const
	).map(([title, kind, start, end], i) => {
		const id = newId();
		return {
			id, entry: entryOf(id), title, kind, start, end, zone: 'Europe/Berlin', room: i === 1 ? null : newId(), roomName: i === 1 ? null : 'Studio',
			notes: `notes-${i}______________`.slice(0, 22) as StreamId, plannedBy: memberId('Ana'), plannedByName: i === 1 ? 'Ben' : 'Ana', mine: i !== 1, cancelled: false,
			itemCount: i === 0 ? 3 : 0, totalMinutes: i === 0 ? 75 : 0, lengthMinutes: i === 1 ? 60 : 90, heldBy: 4
		};
	});
	const items: ItemView[] = (
		[['How do I end a session that will not end?', 'case', 'Ana', 30, 0], ['Silence in the first hour', 'case', 'Dele', 30, 30], ['Summer closing', 'decision', 'Chloé', 15, 60]] as const
	).map(([title, kind, who, minutes, after], i) => {
		const id = newId();
		return {
			id, entry: entryOf(id), meeting: meetings[0]!.id, kind, title, presenter: memberId(who), presenterName: who, mine: who === 'Ana', minutes, startsAfterMinutes: after,
			order: 'FVk'.charAt(i), addedBy: memberId(who), addedByName: who, done: i === 0, heldBy: 4
		};
	});

	return {
		members: {
			members: NAMES.map((name, i) => member(name, i, now)), former: [],
			invitations: [{ invitation: hash('inv') as InvitationId, issuedByName: 'Ana', mine: true, note: 'Farah, speech therapist', expiresAt: now + 5 * DAY, status: 'open', approvals: 1, needed: 2, joinerName: null }],
			approvalsNeeded: 2
		},
		settings: {
			settings: {
				name: 'Praxis Lindenhof', currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus', decisionDays: 7, admissionApprovals: 2, publicUrl: '', signaling: [],
				calendarRules: { roomsBy: 'members', lateNoticeHours: 24, quotas: [{ name: 'Evenings', counts: 'all', per: 'week', unit: 'bookings', limit: 4, rooms: [], within: { weekdays: [1, 2, 3, 4, 5], from: '18:00', to: '22:00' } }] }
			},
			foundingText: 'We share rooms so that each of us can work calmly, and money so that nobody has to leave for lack of it.\n\nWe answer each other within the week.',
			foundedAt: now - 400 * DAY, foundedByName: 'Ana', decidedBy: { admissionApprovals: decided.id }
		},
		proposals: [hours, money, days, decided, refused], entries, meetings, items
	};
}
