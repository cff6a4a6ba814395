/**
 * A development double of the app for looking at screens: sample data, commands that change it in plain ways, no rules, no
 * disk, no network. Mounted by tests/harness only; never part of the product. `?as=` chooses the session state.
 */
import { err, ok, type InvitationId, type ObjectId } from '$crypto/base';
import { selectMyDisplaced } from '$crdt/domain/calendar/select-mine';
import { selectOffersToMe } from '$crdt/domain/calendar/select-offers';
import { selectCameFree } from '$crdt/domain/calendar/select-waits';
import type { BookingView } from '$crdt/domain/calendar/views';
import { selectMyBalance } from '$crdt/domain/ledger/balances';
import type { Lens } from '$crdt/domain/lens';
import { selectNextMeeting } from '$crdt/domain/consultation/selectors';
import { selectMembers, selectNotices, selectSettings } from '$crdt/domain/membership/selectors';
import { selectDiscussion } from '$crdt/domain/proposals/select-discussion';
import { selectGovernance } from '$crdt/domain/proposals/select-governance';
import { takesPart } from '$crdt/domain/proposals/select-measures';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { selectProposals } from '$crdt/domain/proposals/select-proposals';
import { selectRegister } from '$crdt/domain/proposals/select-register';
import { selectMentions } from '$crdt/domain/proposals/select-thread';
import type { OpInput } from '$crdt/domain/op';
import { failure } from '$lib/errors';
import { FakeBusy } from './fake-busy.svelte';
import { fakeReach, fakeReachViews } from './fake-reach';
import { FakeReceipts } from './fake-receipts.svelte';
import { gradePassphrase } from '$lib/services/passphrase-grade';
import type { App, Charter, KnockView, SessionState, ViewName, Views } from '$lib/services/types';
import { computeCalendarView, isCalendarView, type CalendarViewName } from '$lib/worker/calendar-views';
import { computeLedgerView, isLedgerView, type LedgerSources, type LedgerViewName } from '$lib/worker/ledger-views';
import { computeConsultationView, isConsultationView, selectConsultationHome, type ConsultationViewName } from '$lib/worker/consultation-views';
import { dateOf, wallAt } from '$lib/ui/times';
import { writeSampleBookings } from './fake-bookings';
import { createFakeCalendar } from './fake-calendar';
import { consultationCommands, tellMeetings, type Begun } from './fake-consultation';
import { memberId, type FakeHouse } from './fake-house';
import { tellStory } from './fake-story';
import { FakeTexts } from './fake-texts.svelte';
import { storyHashes } from './story';
import { NAMES, newId } from './fake-world';

/** Until then what I booked or said is known to two of five. */
const OTHERS_AFTER_MS = 2_500;
const HOUR_MS = 3_600_000;

const CHARTER: Charter = {
	collectiveName: 'Praxis Lindenhof',
	foundingText: 'We share rooms so that each of us can work calmly, and money so that nobody has to leave for lack of it.\n\nWe answer each other within the week.',
	foundedAt: Date.UTC(2025, 9, 18),
	members: 5,
	lines: [
		{ label: 'Decisions', value: 'Consensus', decidedOn: null },
		{ label: 'Newcomers', value: 'On trial for 90 days, without a vote', decidedOn: Date.UTC(2026, 4, 7) },
		{ label: 'Spending', value: 'Up to € 200 alone, up to € 1,000 two together, above that by decision', decidedOn: Date.UTC(2026, 4, 28) }
	]
};
const INVITATION = { kind: 'join', collectiveName: 'Praxis Lindenhof', inviterName: 'Ana', memberName: '' } as const;

const LOBBY = { collectiveName: 'Praxis Lindenhof', inviterName: 'Ana', charter: CHARTER, charterAccepted: true };

const SESSIONS: Readonly<Record<string, SessionState>> = {
	starting: { status: 'starting' },
	opening: { status: 'opening', doing: 'Opening your copy', progress: 0.4 },
	unsupported: { status: 'unsupported', failure: failure('InsecureOrigin') },
	stopped: { status: 'stopped', failure: failure('StoreClosed') },
	welcome: { status: 'welcome', invitation: null },
	invited: { status: 'welcome', invitation: INVITATION },
	locked: { status: 'locked', invitation: null },
	charter: { status: 'lobby', lobby: { ...LOBBY, charterAccepted: false, stage: 'met', codes: [], refusedBecause: null } },
	searching: { status: 'lobby', lobby: { ...LOBBY, stage: 'searching', codes: [], refusedBecause: null } },
	code: { status: 'lobby', lobby: { ...LOBBY, stage: 'code', codes: [{ memberName: 'Ben', code: '402719' }], refusedBecause: null } },
	admitted: { status: 'lobby', lobby: { ...LOBBY, stage: 'admitted', codes: [], refusedBecause: null } },
	refused: { status: 'lobby', lobby: { ...LOBBY, stage: 'refused', codes: [], refusedBecause: failure('InvitationUsed') } },
	removed: { status: 'removed', collectiveName: 'Praxis Lindenhof' },
	open: { status: 'open' },
	empty: { status: 'open' }
};

export function createApp(): App {
	return new FakeApp(new URL(location.href).searchParams.get('as') ?? 'open');
}

class FakeApp implements App {
	session = $state.raw<SessionState>({ status: 'starting' });
	#now = Date.now();
	#today = dateOf(wallAt(Date.now(), 'Europe/Berlin'));
	#knocks = $state.raw<readonly KnockView[]>([]);
	#calendarVersion = $state(0);
	#house: FakeHouse;
	#texts: FakeTexts;
	/** What was folded: looked at anew after each change. */
	#houseVersion = $state(0);
	#drafts = new Map<string, { readonly text: string; readonly savedAt: number }>();
	#sealed = new Set<ObjectId>();
	/** Views that are computed with some delay, by what was asked. */
	#later = new Map<string, unknown>();
	#answered = $state(0);
	#calendar = createFakeCalendar(
		NAMES.map((name) => ({ name, memberId: memberId(name) })),
		() => this.#house.lens().state.membership.settings,
		() => ({ now: Date.now(), nowWall: wallAt(Date.now(), 'Europe/Berlin') })
	);

	constructor(as: string) {
		this.session = SESSIONS[as] ?? SESSIONS['open']!;
		// told as of the full hour, so that addresses of pages outlast a reload
		let now = (): number => Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
		let begun: Begun = new Map();
		this.#house = tellStory(() => now(), as === 'empty', (house) => (begun = tellMeetings(house, now())));
		this.#texts = new FakeTexts(begun);
		now = Date.now;
		if (as !== 'empty') {
			writeSampleBookings(this.#calendar, memberId, this.#now, this.#today);
			this.#knocks = [
				{ id: 'k1', invitation: 'invitation' as InvitationId, profile: { name: 'Farah', discipline: 'Speech therapist', licence: '' }, code: '402719', approvals: 1, needed: 2, approvedByMe: false }
			];
		}
	}

	view<N extends ViewName>(name: N, args: () => Views[N]['args']): { readonly current: Views[N]['value'] | undefined } {
		const read = (wanted: Views[N]['args']) => this.#read(name, wanted);
		return {
			get current() {
				return read(args());
			}
		};
	}

	#read<N extends ViewName>(name: N, args: Views[N]['args']): Views[N]['value'] {
		const all = { [name]: args } as { [K in ViewName]: Views[K]['args'] }; // only the asked one is looked at
		if (isCalendarView(name)) return this.#readCalendar(name, args as never) as Views[N]['value']; // the name says which view it is
		if (isLedgerView(name)) return this.#soon(name, args, computeLedgerView(this.#bookLens(), name, args as never, this.#ledgerSources)) as Views[N]['value']; // the name says which view it is
		if (isConsultationView(name)) return this.#soon(name, args, computeConsultationView(this.#look(), name, args as never)) as Views[N]['value']; // the name says which view it is
		const look = this.#look();
		const mine = this.#readCalendar('calendar/mine', null) as readonly BookingView[]; // computed at once
		const reach = fakeReachViews(NAMES.map((each) => ({ name: each, memberId: memberId(each) })), this.#now);
		if (Object.hasOwn(reach, name)) return reach[name as keyof typeof reach] as Views[N]['value']; // the name says which view it is
		const views: { [K in Exclude<ViewName, CalendarViewName | LedgerViewName | ConsultationViewName | keyof typeof reach>]: () => Views[K]['value'] } = {
			home: () => {
				const { needsMe, tasks, toReview, measures, mediations } = selectProposals(look);
				return {
					needsMe, toReview, tasks: tasks.filter((one) => one.mine && one.doneAt === null), measures: measures.filter((one) => one.state !== 'lapsed'),
					mediations: mediations.filter((one) => takesPart(one) && one.state === 'under-way'), mentions: selectMentions(look), knocks: this.#knocks.length,
					today: mine.filter((one) => dateOf(one.start) === this.#today && one.firmness.status !== 'displaced' && one.firmness.status !== 'dead'),
					displaced: selectMyDisplaced(this.#lens()), offers: selectOffersToMe(this.#lens()), cameFree: selectCameFree(this.#lens()), nextMeeting: selectNextMeeting(look), consultation: selectConsultationHome(look),
					balance: { currency: 'EUR', amountMinor: selectMyBalance(look) }, notices: selectNotices(look, this.#house.device('Ana').fold),
					collectiveName: look.state.membership.settings.name, myName: 'Ana', members: look.state.membership.seated.length, latestHeldBy: Math.min(3, look.state.membership.seated.length)
				};
			},
			members: () => selectMembers(look),
			settings: () => selectSettings(look),
			proposals: () => selectProposals(look),
			proposal: () => selectProposal(look, all.proposal.id),
			discussion: () => selectDiscussion(look, all.discussion.id),
			'proposals/register': () => selectRegister(look),
			governance: () => selectGovernance(look),
			connection: () => ({
				online: true, here: [{ memberId: memberId('Ben'), name: 'Ben', route: 'direct' }, { memberId: memberId('Dele'), name: 'Dele', route: 'relayed' }], ownDevicesHere: 1, signaling: 'connected',
				upToDate: true, unsharedEntries: 0, keepers: [], writing: 'ok', sentence: 'Ben and Dele are here. Your copies are the same.', copiesDiffer: false
			}),
			lobby: () => null,
			knocks: () => this.#knocks,
			'calendar/overlays': () => this.busyOverlay.overlays,
			'calendar/busy': () => this.busyOverlay.spans(all['calendar/busy']),
			device: () => ({ deviceName: 'Phone', isVoice: true, role: 'leader', storagePersistent: false, usedBytes: 4_310_000, quotaBytes: 2_100_000_000, lastBackupAt: null, writing: 'ok', updateWaiting: false })
		};
		return views[name as Exclude<N, CalendarViewName | LedgerViewName | ConsultationViewName | keyof typeof reach>]() as Views[N]['value']; // the others were answered above
	}

	#look() {
		void this.#houseVersion;
		return { ...this.#house.lens(), wallOf: (instant: number) => wallAt(instant), holdsSealed: (id: ObjectId) => this.#sealed.has(id) };
	}

	#lens(): Lens {
		void this.#calendarVersion;
		return this.#calendar.lens(memberId('Ana'));
	}

	/** The calendar is told apart from the rest of the house; together they are what the app would fold. */
	#bookLens(): Lens {
		const { instantOf } = this.#lens();
		const look = this.#look();
		return { ...look, ...(instantOf ? { instantOf } : {}), state: { ...look.state, calendar: this.#calendar.state() } };
	}

	#readCalendar<N extends CalendarViewName>(name: N, args: Views[N]['args']): Views[N]['value'] | undefined {
		return this.#soon(name, args, computeCalendarView(this.#lens(), name, args));
	}

	#ledgerSources: LedgerSources = { receiptPlaces: (hashes) => Promise.resolve(this.receipts.places(hashes, this.#house.lens().state.membership.seated.length)), hash: storyHashes.hash };

	/** What takes time is there with the next look. */
	#soon<T>(name: ViewName, args: unknown, value: T | Promise<T>): T | undefined {
		if (!(value instanceof Promise)) return value;
		const key = `${this.#calendarVersion} ${this.#houseVersion} ${this.receipts.version} ${name} ${JSON.stringify(args)}`;
		if (!this.#later.has(key)) {
			this.#later.set(key, undefined);
			void value.then((found) => {
				this.#later.set(key, found);
				this.#answered++;
			});
		}
		void this.#answered;
		return this.#later.get(key) as T | undefined; // the key names the view
	}

	post: App['post'] = (...ops) => {
		if (/^(proposals|membership|ledger|consultation)\//.test(ops[0]?.type ?? '')) return Promise.resolve(this.#postInHouse(ops));
		const written = this.#calendar.write(memberId('Ana'), ops);
		if (!written.ok) return Promise.resolve(err(failure('Refused', written.error.reason)));
		this.#calendar.settle(['Ana', 'Ben'].map(memberId));
		this.#calendarVersion++;
		setTimeout(() => {
			this.#calendar.settle();
			this.#calendarVersion++;
		}, OTHERS_AFTER_MS);
		return Promise.resolve(written);
	};

	/** My device does what it owes at once, the others a little later. */
	#postInHouse(ops: readonly OpInput[]) {
		const written = this.#house.write('Ana', ops);
		if (!written.ok) return err(failure('Refused', written.error.reason));
		this.#house.settle(['Ana']);
		this.#houseVersion++;
		setTimeout(() => {
			this.#house.settle();
			this.#houseVersion++;
		}, OTHERS_AFTER_MS);
		return written;
	}

	#meetings = consultationCommands((ops) => this.#postInHouse(ops), () => this.#house);
	planMeeting: App['planMeeting'] = this.#meetings.planMeeting;
	planSeries: App['planSeries'] = this.#meetings.planSeries;
	prepareMeeting: App['prepareMeeting'] = this.#meetings.prepareMeeting;
	addCase: App['addCase'] = this.#meetings.addCase;
	startAgreement: App['startAgreement'] = this.#meetings.startAgreement;
	identifiers: App['identifiers'] = this.#meetings.identifiers;
	#reach = fakeReach();
	servers = this.#reach.servers;
	bundles = this.#reach.bundles;
	pairing = this.#reach.pairing;
	devices = this.#reach.devices;
	profile = this.#reach.profile;
	busyOverlay = new FakeBusy();
	receipts = new FakeReceipts();
	drafts: App['drafts'] = {
		load: (key) => Promise.resolve(JSON.parse(this.#drafts.get(key)?.text ?? 'null') as unknown),
		save: (key, value, instead = []) => {
			for (const gone of [key, ...instead]) this.#drafts.delete(gone);
			this.#drafts.set(key, { text: JSON.stringify(value), savedAt: Date.now() });
			return Promise.resolve(ok(undefined));
		},
		remove: (key, also = []) => {
			for (const gone of [key, ...also]) this.#drafts.delete(gone);
			return Promise.resolve(ok(undefined));
		},
		list: (prefix) => Promise.resolve([...this.#drafts].filter(([key]) => key.startsWith(prefix)).map(([key, { savedAt }]) => ({ key, savedAt })).reverse())
	};
	castSealed: App['castSealed'] = ({ proposal, term, reason, harms, bind }) => {
		const ballot = { kind: 'sealed', commitment: storyHashes.hash('sealed', proposal, String(Date.now())) } as const;
		const given = { proposal, term, ballot, reason, harms };
		const written = this.#postInHouse([bind ? { type: 'proposals/bind-stance', ...given } : { type: 'proposals/cast-stance', ...given, confirms: null }]);
		if (written.ok) this.#sealed.add(proposal);
		return Promise.resolve(written.ok ? ok(undefined) : written);
	};
	closeAllTheSame: App['closeAllTheSame'] = () => Promise.resolve(ok(undefined));
	recountFile: App['recountFile'] = () => Promise.resolve(ok({ fileName: 'decision.json', bytes: new Uint8Array(8) }));
	acceptCharter: App['acceptCharter'] = () => {
		this.session = SESSIONS['code']!;
		return Promise.resolve(ok(undefined));
	};
	invite() {
		return Promise.resolve(ok({ link: `https://lindenhof.example/join#${'Qm7xS2pV9kLw'.repeat(9)}`, invitation: 'invitation' as InvitationId }));
	}
	hangDoor: App['hangDoor'] = () => Promise.resolve(ok({ link: `https://lindenhof.example/door#${'Qm7xS2pV9kLw'.repeat(9)}`, door: newId() }));
	async admit(id: string) {
		this.#knocks = this.#knocks.map((one) => (one.id === id ? { ...one, approvedByMe: true, approvals: one.approvals + 1 } : one));
		return Promise.resolve(ok(undefined));
	}
	turnAway(id: string) {
		this.#knocks = this.#knocks.filter((one) => one.id !== id);
		return Promise.resolve(ok(undefined));
	}
	openInvitation: App['openInvitation'] = (link) => Promise.resolve(link.includes('#') ? ok(INVITATION) : err(failure('NotAnInvitation')));
	openText: App['openText'] = async (stream) => ok(await this.#texts.open(stream));
	gradePassphrase = gradePassphrase;
	found: App['found'] = () => this.#open();
	restore: App['restore'] = () => this.#open();
	join: App['join'] = () => {
		this.session = SESSIONS['code']!;
		return Promise.resolve(ok(undefined));
	};
	unlock: App['unlock'] = (passphrase) => (passphrase === 'wrong' ? Promise.resolve({ ok: false, error: failure('WrongPassphrase') }) : this.#open());
	#open() {
		this.session = { status: 'open' };
		return Promise.resolve(ok(undefined));
	}
	lock() {
		this.session = SESSIONS['locked']!;
		return Promise.resolve();
	}
	wipe: App['wipe'] = () => {
		this.session = SESSIONS['welcome']!;
		return Promise.resolve(ok(undefined));
	};
	changePassphrase: App['changePassphrase'] = () => Promise.resolve(ok(undefined));
	backup: App['backup'] = () => Promise.resolve(ok({ fileName: 'praxis-lindenhof.commonhold', bytes: new Uint8Array(8) }));
	requestPersistence: App['requestPersistence'] = () => Promise.resolve(true);
	update: App['update'] = new URLSearchParams(location.search).has('update') ? { version: '0.2.0 (1f2e3d4)', elsewhere: false } : null;
	unkept: App['unkept'] = () => false;
	activateUpdate: App['activateUpdate'] = async () => undefined;
	linkTo: App['linkTo'] = (path) => location.origin + path;
}
