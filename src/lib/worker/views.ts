/** Views by name: each is one pure selection from the folded state and, for a few, from what the services know. */
import { selectMyDisplaced, selectMyUpcoming } from '$crdt/domain/calendar/select-mine';
import { selectOffersToMe } from '$crdt/domain/calendar/select-offers';
import { selectCameFree } from '$crdt/domain/calendar/select-waits';
import { selectNextMeeting } from '$crdt/domain/consultation/selectors';
import { selectMyBalance } from '$crdt/domain/ledger/balances';
import { selectMembers, selectNotices, selectSettings } from '$crdt/domain/membership/selectors';
import type { NoticeView } from '$crdt/domain/membership/views';
import { selectDiscussion } from '$crdt/domain/proposals/select-discussion';
import { selectGovernance } from '$crdt/domain/proposals/select-governance';
import { takesPart } from '$crdt/domain/proposals/select-measures';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { selectProposals } from '$crdt/domain/proposals/select-proposals';
import { selectRegister } from '$crdt/domain/proposals/select-register';
import { selectMentions } from '$crdt/domain/proposals/select-thread';
import type { Clock } from '$crdt/log/ports';
import { failure } from '$lib/errors';
import type { DeviceStateView, HomeView, KnockView, ViewName, Views } from '$lib/services/types';
import type { Environment } from './api';
import { isBusyView, type BusyOverlays, type BusyViewName } from './busy';
import { computeCalendarView, isCalendarView, type CalendarViewName } from './calendar-views';
import { selectConnection } from './connection-view';
import { computeConsultationView, isConsultationView, selectConsultationHome, type ConsultationViewName } from './consultation-views';
import type { JoiningSession } from './joining';
import { computeLedgerView, isLedgerView, type LedgerSources, type LedgerViewName } from './ledger-views';
import { lensOf, type FullLens } from './lens';
import type { ReachViewName } from './reach-views';
import type { Running } from './running';

interface Sources {
	running(): Running | null;
	joining(): JoiningSession | null;
	readonly clock: Clock;
	environment(): Environment;
	writing(): DeviceStateView['writing'];
	readonly busy: BusyOverlays;
}

type Table = { readonly [N in Exclude<ViewName, CalendarViewName | BusyViewName | LedgerViewName | ConsultationViewName | ReachViewName>]: (args: Views[N]['args']) => Views[N]['value'] };

export interface ViewsByName {
	/** @throws when no collective is open, except for `lobby`. */
	compute<N extends ViewName>(name: N, args: Views[N]['args']): Views[N]['value'] | Promise<Views[N]['value']>;
}

export function createViews(sources: Sources): ViewsByName {
	const open = (): Running => {
		const running = sources.running();
		if (!running) throw new Error('no collective is open');
		return running;
	};
	const lens = (): FullLens => {
		const { open: collective, steward, sealed } = open();
		return lensOf(collective, sources.clock.now(), { leavesOut: steward.leavesOut, holdsSealed: sealed.holds });
	};

	const table: Table = {
		home: () => selectHome(lens(), open()),
		members: () => selectMembers(lens()),
		settings: () => selectSettings(lens()),
		proposals: () => selectProposals(lens()),
		proposal: ({ id }) => selectProposal(lens(), id),
		discussion: ({ id }) => selectDiscussion(lens(), id),
		'proposals/register': () => selectRegister(lens()),
		governance: () => selectGovernance(lens()),
		connection: () => selectConnection(lens(), open(), sources.environment(), sources.writing()),
		lobby: () => sources.joining()?.view() ?? null,
		knocks: () => selectKnocks(open()),
		device: () => selectDevice(lens(), sources)
	};

	/** Seldom shown, so not loaded before. */
	const laterView = async <N extends ReachViewName>(name: N, args: Views[N]['args']): Promise<unknown> => {
		const { computeReachView } = await import('./reach-views');
		return computeReachView(name, { lens: lens(), running: open(), environment: sources.environment() }, args);
	};

	return {
		// The tables are typed per name; a single call site cannot express that to the compiler.
		compute(name, args) {
			type Value = Views[typeof name]['value'];
			if (isBusyView(name)) return sources.busy.view(name, args as never) as Promise<Value>;
			if (isReachView(name)) return laterView(name, args as never) as Promise<Value>;
			if (isCalendarView(name)) return computeCalendarView(lens(), name, args as never) as Value | Promise<Value>;
			if (isConsultationView(name)) return computeConsultationView(lens(), name, args as never) as Value | Promise<Value>;
			if (isLedgerView(name)) return computeLedgerView(lens(), name, args as never, sourcesOf(open())) as Value | Promise<Value>;
			return (table[name as keyof Table] as (args: unknown) => Value)(args);
		}
	};
}

const REACH_VIEWS: ReadonlySet<ViewName> = new Set<ReachViewName>(['servers', 'reach', 'held', 'devices', 'builds']);
const isReachView = (name: ViewName): name is ReachViewName => REACH_VIEWS.has(name);

const sourcesOf = ({ open, receipts }: Running): LedgerSources => ({ receiptPlaces: receipts.places, hash: open.hashes.hash });

function selectHome(lens: FullLens, running: Running): HomeView {
	const { settings, members, seated } = lens.state.membership;
	const mine = selectMyUpcoming(lens);
	const newest = running.open.fold.latestOf(lens.me);
	const differing: readonly NoticeView[] = running.sync.copiesDiffer()
		? [{ kind: 'copies-differ', sentence: failure('CopiesDiffer').sentence, at: lens.now, object: null }]
		: [];
	const damaged = failure('DamagedRows');
	const isWhole = running.open.loaded.damagedRows === 0 || (running.peers().length > 0 && running.sync.upToDate());
	const setAside: readonly NoticeView[] = isWhole
		? []
		: [{ kind: 'rows-set-aside', sentence: `${damaged.sentence} ${damaged.next}`, at: lens.now, object: null }];
	const proposals = selectProposals(lens);
	return {
		needsMe: proposals.needsMe,
		tasks: proposals.tasks.filter(({ mine, doneAt }) => mine && doneAt === null),
		toReview: proposals.toReview,
		measures: proposals.measures.filter(({ state }) => state !== 'lapsed'),
		mediations: proposals.mediations.filter((each) => takesPart(each) && each.state === 'under-way'),
		mentions: selectMentions(lens),
		knocks: selectKnocks(running).length,
		today: mine.filter(({ start, end }) => start.slice(0, 10) <= lens.today && end.slice(0, 10) >= lens.today),
		displaced: selectMyDisplaced(lens),
		offers: selectOffersToMe(lens),
		cameFree: selectCameFree(lens),
		nextMeeting: selectNextMeeting(lens),
		consultation: selectConsultationHome(lens),
		balance: { currency: settings.currency, amountMinor: selectMyBalance(lens) },
		notices: [...differing, ...setAside, ...selectNotices(lens, running.open.fold)],
		collectiveName: settings.name,
		myName: members.get(lens.me)?.profile.name ?? '',
		members: seated.length,
		latestHeldBy: newest ? lens.heldBy(newest).length : 0
	};
}

/** Further devices of one's own are let in elsewhere. Of whom a fresh device is for, this copy's word counts and not the knocker's. */
const selectKnocks = (running: Running): readonly KnockView[] => {
	const { invitations, members } = running.open.state().membership;
	return running.door.knocks().flatMap(({ id, invitation, profile, code, approvals, needed, approvedByMe, enrolment }) => {
		if (enrolment !== null) return [];
		const recovers = invitations.get(invitation)?.recovers ?? null;
		const recovered = recovers === null ? null : (members.get(recovers)?.profile ?? null);
		return [{ id, invitation, profile: recovered ?? profile, code, approvals, needed, approvedByMe, ...(recovered && { recovers: recovered.name }) }];
	});
};

function selectDevice(lens: FullLens, { environment, writing }: Sources): DeviceStateView {
	const { storagePersistent, usedBytes, quotaBytes, lastBackupAt, updateWaiting } = environment();
	const me = lens.state.membership.members.get(lens.me);
	return {
		deviceName: lens.state.membership.devices.get(lens.device)?.name ?? '',
		isVoice: me?.voice === lens.device,
		role: 'leader',
		storagePersistent, usedBytes, quotaBytes, lastBackupAt, updateWaiting,
		writing: writing()
	};
}
