/**
 * The timer of a meeting as one page shows it: what is left, moving by one interval only while it runs and the page is seen, the two
 * things it says aloud, and its buttons. All it knows comes from the log: a reload or another device shows the same. Carries CON27.
 */
import { timerNow } from '$crdt/domain/consultation/timer-now';
import type { ItemView, MeetingView, TimerView } from '$crdt/domain/consultation/views';
import type { OpInput } from '$crdt/domain/op';
import type { App } from '$lib/services/types';
import { Task } from '$lib/ui/task.svelte';
import type { Toasts } from '$lib/ui/toasts.svelte';
import { itemName } from './item-words';
import { announcement, asItWas, inPhase, isForgotten, isSamePress, startFor, withMore } from './timer-facts';

const STEP_MS = 250;

/** Below 0: so long over. */
function leftAt(timer: TimerView, now: number): number {
	const { leftMs, over } = timerNow(timer, now);
	return leftMs - over;
}

export class MeetingTimer {
	readonly task = new Task();
	/** The last thing worth saying. */
	said = $state('');
	/** Milliseconds; null: no timer. */
	#left = $state<number | null>(null);
	#before: { readonly key: string; readonly left: number } | null = null;
	/** When another item came to be timed while this page was open. */
	#changedAt: number | null = null;
	#app: App;
	#meeting: () => MeetingView | null;
	#toasts: Pick<Toasts, 'say'>;

	/** Make it while a component is made. */
	constructor(app: App, meeting: () => MeetingView | null, toasts: Pick<Toasts, 'say'>) {
		this.#app = app;
		this.#toasts = toasts;
		this.#meeting = meeting;
		$effect(() => {
			const timer = meeting()?.timer ?? null;
			if (timer === null) {
				this.#left = this.#before = null;
				return;
			}
			const look = () => {
				if (document.visibilityState === 'visible') this.#look(timer);
			};
			look();
			if (timer.phase !== 'running') return;
			const every = setInterval(look, STEP_MS);
			document.addEventListener('visibilitychange', look);
			return () => {
				clearInterval(every);
				document.removeEventListener('visibilitychange', look);
			};
		});
	}

	#look(timer: TimerView): void {
		const left = leftAt(timer, Date.now());
		const key = `${timer.item ?? ''} ${timer.totalMs}`;
		const said = announcement(this.#before?.key === key ? this.#before.left : null, left, this.about);
		if (this.#before !== null && this.#before.key !== key) this.#changedAt = Date.now();
		this.#before = { key, left };
		// figures change once a second
		if (this.#left === null || Math.ceil(this.#left / 1000) !== Math.ceil(left / 1000)) this.#left = left;
		if (said !== null) this.said = said;
	}

	/** There is one that somebody still looks at. */
	get shown(): { readonly timer: TimerView; readonly left: number } | null {
		const timer = this.#meeting()?.timer ?? null;
		return timer === null || this.#left === null || isForgotten(this.#left) ? null : { timer, left: this.#left };
	}

	/** The item it runs for; null: the meeting. */
	get item(): ItemView | null {
		const meeting = this.#meeting();
		return meeting?.items.find((one) => one.id === meeting.timer?.item) ?? null;
	}

	/** What it measures, in words. */
	get about(): string {
		return this.item ? itemName(this.item) : 'the meeting';
	}

	/** The item after the one it runs for that is not done. */
	get next(): ItemView | null {
		const items = this.#meeting()?.items ?? [];
		const at = items.findIndex((one) => one.id === this.item?.id);
		return items.find((one, index) => index > at && !one.done) ?? null;
	}

	/** @param item null: for the whole meeting, or what is left of it. */
	start(item: ItemView | null, minutes: number): void {
		this.#post((meeting) => [startFor(meeting.id, item?.id ?? null, minutes, Date.now())]);
	}

	pauseOrGoOn(): void {
		this.#change((meeting, timer, now) => inPhase(meeting.id, timer, timer.phase === 'running' ? 'paused' : 'running', leftAt(timer, now), now));
	}

	more(): void {
		this.#change((meeting, timer, now) => withMore(meeting.id, timer, leftAt(timer, now), now));
	}

	async stop(): Promise<void> {
		const meeting = this.#meeting();
		const timer = meeting?.timer;
		if (!meeting || !timer) return;
		const now = Date.now();
		const done = await this.task.run(() => this.#app.post(inPhase(meeting.id, timer, 'stopped', leftAt(timer, now), now)));
		if (done) this.#toasts.say('The timer is stopped.', { label: 'Undo', run: () => this.#put([asItWas(meeting.id, timer)]) });
	}

	/** The item is done; on with the one after it. */
	async goOn(): Promise<void> {
		const [item, next, meeting] = [this.item, this.next, this.#meeting()];
		const timer = meeting?.timer;
		if (!meeting || !timer) return;
		const now = Date.now();
		if (isSamePress(timer, this.#changedAt, now)) {
			this.#toasts.say(`${timer.byName} has just gone on to “${this.about}”.`);
			return;
		}
		const tick = (done: boolean): readonly OpInput[] => (item ? [{ type: 'consultation/set-item-done', item: item.id, done }] : []);
		const done = await this.task.run(() => this.#app.post(...tick(true), next ? startFor(meeting.id, next.id, next.minutes, now) : inPhase(meeting.id, timer, 'stopped', 0, now)));
		if (done) this.#toasts.say(next ? `On to “${itemName(next)}”.` : 'The agenda is done.', { label: 'Undo', run: () => this.#put([...tick(false), asItWas(meeting.id, timer)]) });
	}

	#change(op: (meeting: MeetingView, timer: TimerView, now: number) => OpInput): void {
		this.#post((meeting) => (meeting.timer ? [op(meeting, meeting.timer, Date.now())] : []));
	}

	#post(ops: (meeting: MeetingView) => readonly OpInput[]): void {
		const meeting = this.#meeting();
		const list = meeting ? ops(meeting) : [];
		if (list.length > 0) this.#put(list);
	}

	#put(ops: readonly OpInput[]): void {
		void this.task.run(() => this.#app.post(...ops));
	}
}
