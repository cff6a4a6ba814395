/**
 * Stories of the model, written with real ops and judged by the real fold. Each device holds exactly what the model says it knows,
 * and after every entry the device's own view is compared: outcome, settled term, and which entries the rules refuse.
 */
import type { EntryId, ObjectId } from '$crypto/base';
import type { LoggedEntry } from '$crdt/domain/context';
import type { OpInput } from '$crdt/domain/op';
import { amendOp, bindOp, castOp, closeOp, CONSENSUS, decide, extendOp, MAJORITY, openEffect, openOp, proposalOf, withdrawOp, type Word } from '../support/proposal-ops';
import { collective, Device, keysNamed, objectId, sync } from '../support/story';
import { ACCEPTED, pictureOf, REJECTED, WITHDRAWN, type Picture } from './outcome';
import { Reading, THE_RULE } from './rule';
import { BEGIN, BIND, CLOSE, kindOf, SOFT, termOf, valueOf, WITHDRAW, type Logs, type Setting } from './story';

const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];
/** `words`: what the model's answers are called, the last of them being the one against. */
const WAYS = {
	consensus: { method: CONSENSUS, words: ['agree', 'reservations', 'block'], result: 1 },
	majority: { method: MAJORITY, words: ['agree', 'abstain', 'disagree'], result: 2 }
} as const;
export type Way = keyof typeof WAYS;

/** A collective with an open proposal that everybody holds, to tell many stories from. */
export interface Stage {
	readonly setting: Setting;
	readonly way: Way;
	readonly proposal: ObjectId;
	/** What everybody holds, in causal order, and each log's newest entry in it. */
	readonly base: readonly LoggedEntry[];
	readonly heads: readonly (EntryId | null)[];
	/** An accepted decision about the text, where somebody other than the proposer may begin a term. */
	readonly amendment: { readonly id: ObjectId; readonly decision: ObjectId } | null;
}

export function createStage(setting: Setting, way: Way): Stage {
	const devices = collective(NAMES.slice(0, setting.electors), { decisionRule: 'majority' });
	const [ana] = devices as [Device, ...Device[]];
	sync(...devices);
	const proposal = ana.post(openOp('A sofa', { method: WAYS[way].method }));
	sync(...devices);
	const amender = setting.terms.find(({ by }) => setting.logs[by]!.elector !== 0);
	let amendment: Stage['amendment'] = null;
	if (amender !== undefined) {
		const author = devices[setting.logs[amender.by]!.elector]!;
		const id = author.post({ type: 'proposals/suggest-amendment', about: proposal, title: 'A bench', text: 'A bench', reason: '' });
		sync(...devices);
		const decision = author.post(openEffect('The bench?', { kind: 'amend', amendment: id }));
		decide(devices, decision);
		amendment = { id, decision };
	}
	sync(...devices);
	const base = Array.from({ length: ana.dag.size }, (_, at) => ana.held.get(ana.dag.idAt(at))!);
	return { setting, way, proposal, base, heads: setting.logs.map(({ elector }) => devices[elector]!.head), amendment };
}

export interface Difference {
	readonly where: string;
	readonly model: string;
	readonly real: string;
}

/** One story as it grows. */
export class Replay {
	readonly logs: number[][];
	readonly #devices: Device[];
	readonly #entries: LoggedEntry[][];
	readonly #terms: (ObjectId | null)[];

	constructor(readonly stage: Stage) {
		const { setting, base, heads } = stage;
		this.logs = setting.logs.map(() => []);
		this.#entries = setting.logs.map(() => []);
		this.#terms = [stage.proposal, ...setting.terms.map(() => null)];
		this.#devices = setting.logs.map(({ elector }, log) => {
			const name = NAMES[elector]!;
			const device = namesake(name, base);
			device.head = heads[log] ?? null;
			return device;
		});
	}

	/** Does the rule refuse this act in this past, and does the product? Null: they agree. The story stays as it is. */
	tryRefused(log: number, act: number, past: readonly number[]): Difference | null {
		const trial = namesake(NAMES[this.stage.setting.logs[log]!.elector]!, this.stage.base);
		trial.take(this.#within(past));
		trial.head = this.#entries[log]!.at(-1)?.id ?? this.stage.heads[log] ?? null;
		const entry = trial.write(this.#opOf(act), { claimedAt: 77 });
		return trial.refusalOf(entry) === undefined ? { where: `log ${log}`, model: 'refuses', real: 'allows' } : null;
	}

	/** Writes an entry that the rule allows; tells where the product sees it otherwise. */
	write(log: number, entry: number, past: readonly number[]): Difference | null {
		const device = this.#devices[log]!;
		device.take(this.#within(past));
		const written = device.write(this.#opOf(entry >>> 24));
		this.logs[log]!.push(entry);
		this.#entries[log]!.push(written);
		const refusal = device.refusalOf(written);
		if (refusal !== undefined) return { where: `log ${log}`, model: 'allows', real: `${refusal.rule} ${refusal.reason}` };
		if (kindOf(entry) === BEGIN) this.#terms[termOf(entry)] = objectId(written);
		const view = past.map((count, at) => (at === log ? this.logs[log]!.length : count));
		return this.compare(device, view);
	}

	/** A new device that holds a closed part of the story. */
	look(view: readonly number[]): Difference | null {
		const reader = new Device('reader', keysNamed('reader'));
		reader.take(this.stage.base);
		reader.take(this.#within(view));
		return this.compare(reader, view);
	}

	compare(device: Device, view: readonly number[]): Difference | null {
		const picture = this.picture(view);
		const { outcome, settledTerm } = proposalOf(device, this.stage.proposal);
		const model = picture.proven[WAYS[this.stage.way].result]!;
		const real = outcome.status;
		const isAlike =
			real === 'contested' ? (model & (model - 1)) !== 0 && outcome.accepted === ((model & ACCEPTED) > 0)
			: model === ({ open: 0, accepted: ACCEPTED, 'not-accepted': REJECTED, withdrawn: WITHDRAWN } as Record<string, number>)[real];
		const isSameTerm = picture.evidence || settledTerm === this.#terms[picture.lastTerm];
		if (isAlike && isSameTerm) return null;
		return { where: `view ${view.join()}`, model: `${model} in term ${picture.lastTerm}`, real: `${real} in term ${this.#terms.indexOf(settledTerm)}` };
	}

	/** What the model says of a view, with entries in the order that the real ids give them. */
	picture(view: readonly number[]): Picture {
		const logs = this.logs.map((log, at) => log.slice(0, view[at]));
		return pictureOf(this.reading(logs));
	}

	reading(logs: Logs): Reading {
		const all = this.#entries.flatMap((entries, log) => entries.slice(0, logs[log]!.length).map(({ id, lamport }, at) => ({ id, lamport, log, at })));
		all.sort((a, b) => a.lamport - b.lamport || (a.id < b.id ? -1 : 1));
		const places = logs.map((log) => log.map(() => 0));
		all.forEach(({ log, at }, place) => (places[log]![at] = place + 1));
		return new Reading(this.stage.setting, THE_RULE, logs, (log, at) => places[log]![at]!);
	}

	#within(past: readonly number[]): LoggedEntry[] {
		return past
			.flatMap((count, log) => this.#entries[log]!.slice(0, count))
			.sort((a, b) => a.lamport - b.lamport);
	}

	#opOf(act: number): OpInput {
		const entry = (act << 24) >>> 0;
		const { proposal, way, amendment, setting } = this.stage;
		const { words } = WAYS[way];
		const value = valueOf(entry);
		const word: Word = value === 0 ? 'none' : words[value > 1 && value === setting.stances ? words.length - 1 : value - 1]!;
		const term = this.#terms[termOf(entry)] ?? proposal;
		switch (kindOf(entry)) {
			case SOFT:
				return castOp(proposal, word as Exclude<Word, 'none'>, term); // the model casts answers only
			case BIND:
				return bindOp(proposal, word, term);
			case CLOSE:
				return closeOp(proposal, term);
			case WITHDRAW:
				return withdrawOp(proposal, term);
			default: {
				const { after, by, kind } = setting.terms[termOf(entry) - 1]!;
				const before = this.#terms[after] ?? proposal;
				if (kind === 'extend') return extendOp(proposal, before, 9_000_000 + termOf(entry));
				if (setting.logs[by]!.elector === 0 || amendment === null) return amendOp(proposal, `text ${termOf(entry)}`, { after: before });
				return amendOp(proposal, 'A bench', { after: before, title: 'A bench', amendment: amendment.id, decision: amendment.decision });
			}
		}
	}
}

/** The device of this person, who holds this much; with two tongues, another copy of it. */
function namesake(name: string, base: readonly LoggedEntry[]): Device {
	const device = new Device(name, keysNamed(name));
	device.take(base);
	return device;
}
