/**
 * The house behind the double of the app: people with one device each, whose entries are folded by the real rules and read by the
 * real selectors, so that screens show what the rules make of them. No disk, no signatures, no network: stories, told now.
 */
import { err, ok, type EntryId, type MemberId, type ObjectId, type Result } from '$crypto/base';
import type { Refusal } from '$crdt/domain/context';
import { dutiesOf } from '$crdt/domain/duties';
import type { Lens } from '$crdt/domain/lens';
import type { Proposal } from '$crdt/domain/proposals/state';
import { newestTerm } from '$crdt/domain/proposals/terms';
import { areaOf, type OpInput } from '$crdt/domain/op';
import type { State } from '$crdt/domain/state';
import type { LoggedEntry } from '$crdt/domain/context';
import { wallAt } from '$lib/ui/times';
import { admitOp, Device, epochNamed, invitationKey, keysNamed, objectId, storyHashes, sync, tell, type WriteOptions } from './story';

export const ZONE = 'Europe/Berlin';
export const DAY = 86_400_000;
export const memberId = (name: string): MemberId => storyHashes.memberIdOf(keysNamed(name).signKey);

export type FakeHouse = ReturnType<typeof foundHouse>;
export type AnyBallot = Extract<OpInput, { type: 'proposals/cast-stance' }>['ballot'];
type OpenOp = Extract<OpInput, { type: 'proposals/open' }>;

/** The founder's is the device that is looked through. @param now real time, ms. */
export function foundHouse(founder: string, now: () => number) {
	const devices = new Map<string, Device>();
	/** Nobody hears them and they hear nobody. */
	const away = new Set<string>();

	const device = (name: string): Device => {
		const known = devices.get(name);
		if (known === undefined) throw new Error(`nobody is called ${name}`);
		return known;
	};
	const here = (): Device[] => [...devices].flatMap(([name, each]) => (away.has(name) ? [] : [each]));
	const meet = (): void => sync(...here());

	/** As an entry of that person's, so many days ago; refused ops stop the story. */
	function say(name: string, daysAgo: number, ...ops: OpInput[]): ObjectId {
		const id = device(name).post(ops, { claimedAt: Math.round(now() - daysAgo * DAY) });
		if (!away.has(name)) spread(name);
		return id;
	}

	/** Whoever is here holds all the rest already. */
	function spread(name: string): void {
		const newest = [...device(name).held.values()].at(-1);
		for (const other of here()) if (newest !== undefined && other !== device(name)) other.take([newest]);
	}

	/** What the devices of these people write by themselves, until nobody owes anything. */
	function settle(names: readonly string[] = [...devices.keys()], at = now()): void {
		meet();
		for (let round = 0; round < 30; round++) {
			let busy = false;
			for (const name of names) {
				if (away.has(name)) continue;
				const own = device(name);
				const { ops, openEpochFor } = dutiesOf(own.state, {
					member: own.memberId, device: own.id, now: at, nowWall: wallAt(at, ZONE), heldBy: () => [...devices.values()].map((each) => each.memberId), holds: () => false
				});
				if (openEpochFor !== null) {
					own.rotate(`${name} ${own.held.size}`);
					spread(name);
				}
				const [first] = ops;
				if (first === undefined) continue;
				own.write(ops.filter((op) => areaOf(op.type) === areaOf(first.type)).slice(0, 1), { claimedAt: at });
				spread(name);
				busy = true;
			}
			if (!busy) return;
		}
	}

	const proposal = (id: ObjectId): Proposal => {
		const found = device(founder).state.proposals.proposals.get(id);
		if (found === undefined) throw new Error('there is no such proposal');
		return found;
	};
	const termOf = (id: ObjectId): ObjectId => newestTerm(proposal(id)).id;

	const house = {
		device, away, say, settle, meet,
		/** Writes and answers, as the app's own command does. */
		write(name: string, ops: readonly OpInput[]): Result<readonly ObjectId[], Refusal> {
			const entry = device(name).write(ops, { claimedAt: now() });
			spread(name);
			for (const at of ops.keys()) {
				const refused = device(name).refusalOf(entry, at);
				if (refused !== undefined) return err(refused);
			}
			return ok(ops.map((_, at) => objectId(entry, at)));
		},
		join(name: string, daysAgo: number, discipline: string, by: readonly [string, string?]): void {
			const [issuer, approver = issuer] = by;
			const publicKey = invitationKey(name);
			say(issuer, daysAgo, { type: 'membership/invite', publicKey, lobbyKey: publicKey, expiresAt: 9e12, note: `${name}, ${discipline.toLowerCase()}` });
			const invitation = storyHashes.invitationIdOf(publicKey);
			const op = admitOp(invitation, name);
			say(approver, daysAgo - 0.1, op.type === 'membership/admit' ? { ...op, profile: { ...op.profile, discipline } } : op);
			devices.set(name, new Device(name, keysNamed(name)));
			meet();
		},
		open(name: string, daysAgo: number, op: Partial<OpenOp> & Pick<OpenOp, 'title'>): ObjectId {
			return say(name, daysAgo, {
				type: 'proposals/open', text: '', effect: { kind: 'none' }, method: null, sealed: false, deadline: Math.round(now() - (daysAgo - 7) * DAY), reviewOn: null,
				discussion: null, succeeds: null, alternatives: [], mediation: null, ...op
			});
		},
		/** A word that may still change. */
		cast(name: string, daysAgo: number, on: ObjectId, ballot: AnyBallot | AnyPosition, reason = '', harms = ''): void {
			say(name, daysAgo, { type: 'proposals/cast-stance', proposal: on, term: termOf(on), ballot: ballotOf(ballot), reason, harms, confirms: null });
		},
		bind(name: string, daysAgo: number, on: ObjectId, ballot: AnyBallot | AnyPosition, reason = '', harms = ''): void {
			say(name, daysAgo, { type: 'proposals/bind-stance', proposal: on, term: termOf(on), ballot: ballotOf(ballot), reason, harms });
		},
		close(name: string, daysAgo: number, on: ObjectId): void {
			say(name, daysAgo, { type: 'proposals/close', proposal: on, term: termOf(on) });
		},
		/** Everybody who decides gives these final words and closes. */
		decide(daysAgo: number, on: ObjectId, answers: Readonly<Record<string, AnyBallot | AnyPosition>>, reasons: Readonly<Record<string, string>> = {}): void {
			for (const [name, ballot] of Object.entries(answers)) {
				const isHindering = ballot === 'block' || ballot === 'object';
				house.bind(name, daysAgo, on, ballot, reasons[name] ?? '', isHindering ? 'We answer each other within the week.' : '');
			}
			for (const name of Object.keys(answers)) if (proposal(on).outcome.status === 'open') house.close(name, daysAgo - 0.01, on);
		},
		proposal, termOf,
		/** Passes what one holds on to another, and nothing back. */
		tell: (from: string, to: string) => tell(device(from), device(to)),
		/** An entry on top of another one than the newest: what a copied device writes. */
		fork(name: string, ops: readonly OpInput[], options: WriteOptions): LoggedEntry {
			return device(name).write(ops, options);
		},
		lens: (): Lens & { readonly state: State } => lensOf(device(founder), now()),
		/** As somebody else looks. */
		lensOf: (name: string): Lens & { readonly state: State } => lensOf(device(name), now())
	};

	const first = new Device(founder, keysNamed(founder));
	devices.set(founder, first);
	first.post(
		{
			type: 'membership/found', nonce: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'Praxis Lindenhof', currency: 'EUR', zone: ZONE, decisionRule: 'consensus', decisionDays: 7,
			foundingText: 'We share rooms so that each of us can work calmly, and money so that nobody has to leave for lack of it.\n\nWe answer each other within the week.',
			profile: { name: founder, discipline: 'Psychotherapist', licence: 'Chamber no. 10047' }, device: first.keys, epoch: { epoch: epochNamed('first'), boxes: [{ device: first.id, box: 'AA' }] }
		},
		{ claimedAt: now() - 400 * DAY }
	);
	return house;
}

type AnyPosition = Extract<AnyBallot, { kind: 'position' }>['position'];
const ballotOf = (ballot: AnyBallot | AnyPosition): AnyBallot => (typeof ballot === 'string' ? { kind: 'position', position: ballot } : ballot);

function lensOf(own: Device, now: number): Lens & { readonly state: State } {
	const { state } = own;
	const nowWall = wallAt(now, ZONE);
	return {
		state, now, nowWall,
		me: own.memberId,
		device: own.id,
		today: nowWall.slice(0, 10),
		heldBy: (entry: EntryId) => [
			...new Set(
				[...own.held.values()]
					.filter((other) => other.id === entry || own.dag.isAncestor(entry, other.id))
					.flatMap((other) => state.membership.devices.get(other.device)?.memberId ?? [])
			)
		],
		latestOf: own.fold.latestOf,
		heardAt: own.fold.heardAt,
		wallOf: (instant) => wallAt(instant, ZONE),
		nameOf: (member: MemberId) => state.membership.members.get(member)?.profile.name ?? ''
	};
}
