/** What is mine besides my voice: money that should have arrived, books to sign, tasks, people who ask for me, reviews, mediations, measures, consultation. One list, the pressing first. Pure. */
import type { ConsultationHome } from '$lib/services/consultation-types';
import type { LedgerView } from '$lib/services/ledger-types';
import type { HomeView } from '$lib/services/types';
import { sayMoney } from '$lib/ui/money';
import { addDays, dateOf, sayDay, sayWall, shortDate } from '$lib/ui/times';

export interface HomeItem {
	readonly key: string;
	readonly href: string;
	readonly title: string;
	/** What it is and why it stands here, in a few words. */
	readonly what: string;
	readonly pressing: boolean;
}

type Concerns = Pick<HomeView, 'tasks' | 'toReview' | 'measures' | 'mediations' | 'mentions'>;

/** @param today YYYY-MM-DD in the collective's zone */
export function homeItems(view: Concerns, today: string): readonly HomeItem[] {
	const measures = view.measures
		.filter((one) => one.state === 'waiting' && one.canJoin)
		.map((one): HomeItem => ({ key: one.id, href: `/proposals/measures/${one.id}`, title: one.title, what: `${one.name} asks you to join`, pressing: one.kind === 'emergency' }));
	const mediations = view.mediations
		.filter((one) => one.state === 'under-way')
		.map(
			(one): HomeItem => ({
				key: one.id,
				href: `/members/mediation/${one.id}`,
				title: one.isAboutMe ? 'A mediation about you' : `A mediation about ${one.subjectName}`,
				what: one.iMediate ? (one.iHaveReported ? 'you have said how it went' : 'you talk with both sides') : one.isAboutMe ? `${one.callerName} asked for it` : 'you asked for it',
				pressing: one.iMediate && !one.iHaveReported
			})
		);
	const tasks = view.tasks
		.filter((one) => one.mine && one.doneAt === null)
		.map(
			(one): HomeItem => ({
				key: one.id,
				href: `/proposals/${one.proposal}`,
				title: one.text,
				what: one.due === null ? 'yours to do' : one.due < today ? `yours to do, since ${sayDay(one.due, today)}` : `yours to do by ${sayDay(one.due, today)}`,
				pressing: one.due !== null && one.due <= today
			})
		);
	const mentions = view.mentions.map(
		(one): HomeItem => ({
			key: `${one.id} ${one.at}`,
			href: one.about === 'proposal' ? `/proposals/${one.id}` : `/proposals/discussions/${one.id}`,
			title: one.title,
			what: `${one.name} asks for you`,
			pressing: false
		})
	);
	const reviews = view.toReview.map((one): HomeItem => ({ key: one.id, href: `/proposals/${one.id}`, title: one.title, what: 'to be looked at again', pressing: false }));
	return pressingFirst([...measures, ...mediations, ...tasks, ...mentions, ...reviews]);
}

export const pressingFirst = (items: readonly HomeItem[]): readonly HomeItem[] => [...items.filter((one) => one.pressing), ...items.filter((one) => !one.pressing)];

/** What the books wait for from me: a word that money of mine has arrived, a signature, an answer to a dispute of what I posted. */
export function bookItems(ledger: Pick<LedgerView, 'toConfirm' | 'toSign' | 'disputes' | 'currency'> | undefined, today: string): readonly HomeItem[] {
	if (!ledger) return [];
	const arrived = ledger.toConfirm.filter((one) => one.to?.mine).map(
		(one): HomeItem => ({
			key: `arrived ${one.id}`,
			href: `/ledger/${one.id}`,
			title: `${one.paid[0]?.party.name ?? 'Somebody'} paid you ${sayMoney(one.amountMinor, ledger.currency)}`,
			what: `has it arrived? Recorded for ${sayDay(one.date, today)}`,
			pressing: false
		})
	);
	const closes = ledger.toSign.map(
		(one): HomeItem => ({ key: `close ${one.id}`, href: '/ledger/periods', title: `The books until ${shortDate(addDays(one.until, -1), today)}`, what: `${one.byName} asks you to look through them and sign`, pressing: false })
	);
	const disputes = ledger.disputes
		.filter((one) => one.role === 'posted')
		.map((one): HomeItem => ({ key: `dispute ${one.dispute.id}`, href: `/ledger/${one.entry.id}`, title: one.entry.description || 'A payment', what: `${one.dispute.byName} disputes what you posted`, pressing: true }));
	return [...disputes, ...arrived, ...closes];
}

const ASKED = { facilitator: 'Facilitate', timekeeper: 'Keep the time', 'note-taker': 'Take notes' };

/** What meetings wait for from me: a word about a case, a swap, what I took on, a signature. @param today YYYY-MM-DD in the collective's zone */
export function consultationItems({ actions, swaps, toSign, toAnswer }: ConsultationHome, today: string): readonly HomeItem[] {
	const cases = toAnswer.map(
		(one, at): HomeItem => ({
			key: `case ${one.meeting} ${at}`, href: `/consultation/${one.meeting}`, title: `${one.presenterName} brings a case`, what: `do you know the person? ${sayWall(one.start, today)}`,
			pressing: dateOf(one.start) <= addDays(today, 1)
		})
	);
	const asked = swaps
		.filter((one) => one.forMe)
		.map((one): HomeItem => ({ key: `swap ${one.id}`, href: '/consultation', title: `${ASKED[one.role]} ${sayWall(one.meetingStart, today)}?`, what: `${one.fromName} asks you to swap`, pressing: false }));
	const mine = actions
		.filter((one) => one.mine && !one.done)
		.map(
			(one): HomeItem => ({
				key: `action ${one.id}`, href: `/consultation/${one.meeting}`, title: one.text,
				what: one.due === null ? 'yours to do' : one.late ? `yours to do, since ${sayDay(one.due, today)}` : `yours to do by ${sayDay(one.due, today)}`, pressing: one.late || one.due === today
			})
		);
	const signatures = toSign.map((one): HomeItem => ({ key: `sign ${one.key}`, href: '/consultation#to-sign', title: one.title, what: `were you there? ${sayWall(one.start, today)}`, pressing: false }));
	return [...cases, ...asked, ...mine, ...signatures];
}
