/** Names for ids, and whom one can name in a comment: from the members view, former members included for what they wrote. */
import type { App } from '$lib/services/types';
import type { Person } from './talk/mentions';

export interface People {
	/** Members today, myself left out. */
	readonly present: readonly Person[];
	nameOf(member: string): string;
}

export function createPeople(app: App): People {
	const members = app.view('members', () => null);
	return {
		get present() {
			return (members.current?.members ?? []).filter((one) => !one.isMe).map((one) => ({ memberId: one.memberId, name: one.profile.name }));
		},
		nameOf(member) {
			const all = [...(members.current?.members ?? []), ...(members.current?.former ?? [])];
			return all.find((one) => one.memberId === member)?.profile.name ?? 'a member';
		}
	};
}
