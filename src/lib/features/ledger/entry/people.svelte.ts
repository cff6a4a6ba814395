/** Members and pots as forms need them, from the views. To be made while a component is set up. */
import type { MemberId } from '$crypto/base';
import type { App } from '$lib/services/types';
import type { Fund, Person } from './facts';

export interface People {
	/** Everything has been looked up. */
	readonly ready: boolean;
	readonly me: MemberId;
	/** Members of now, then former ones. */
	readonly all: readonly Person[];
	/** In use. */
	readonly funds: readonly Fund[];
}

export function createPeople(app: App): People {
	const members = app.view('members', () => null);
	const accounts = app.view('ledger/accounts', () => null);
	const all = $derived([
		...(members.current?.members ?? []).map((one) => ({ member: one.memberId, name: one.profile.name, mine: one.isMe, former: false, since: one.since })),
		...(members.current?.former ?? []).map((one) => ({ member: one.memberId, name: one.profile.name, mine: false, former: true, since: one.since }))
	]);
	const funds = $derived((accounts.current?.funds ?? []).filter((one) => !one.retired).map(({ id, name, kind }) => ({ id, name, kind })));
	return {
		get ready() {
			return members.current !== undefined && accounts.current !== undefined;
		},
		get me() {
			return all.find((one) => one.mine)?.member ?? ('' as MemberId); // before anything is known nobody has this id
		},
		get all() {
			return all;
		},
		get funds() {
			return funds;
		}
	};
}
