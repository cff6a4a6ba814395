/**
 * What a proposal is about, for choosing the rule that decides it, and which proposals are about the same matter. Pure.
 * Carries PRO43 and PRO100.
 */
import { assertNever } from '../../../crypto/base';
import type { RoomChange } from '../calendar/ops';
import type { Effect } from './ops';
import { settingKeyOf, type Subject } from './settings-ops';

export function subjectOf(effect: Effect): Subject {
	switch (effect.kind) {
		case 'none':
		case 'amend':
			return 'general';
		case 'change-room':
			return 'rooms';
		case 'change-setting':
			return effect.change.key === 'calendarRules' ? 'rooms' : 'settings';
		case 'admit-member':
			return 'admission';
		case 'remove-member':
			return 'removal';
		case 'spend':
			return 'spending';
		case 'move-voice':
			return 'settings';
		default:
			return assertNever(effect);
	}
}

export function isSameMatter(a: Effect, b: Effect): boolean {
	if (a.kind === 'remove-member' && b.kind === 'remove-member') return a.member === b.member;
	if (a.kind === 'admit-member' && b.kind === 'admit-member') return a.member === b.member;
	if (a.kind === 'move-voice' && b.kind === 'move-voice') return a.member === b.member;
	if (a.kind === 'change-setting' && b.kind === 'change-setting') return settingKeyOf(a.change) === settingKeyOf(b.change);
	if (a.kind === 'change-room' && b.kind === 'change-room') return isSameRoom(a.change, b.change);
	if (a.kind === 'amend' && b.kind === 'amend') return a.amendment === b.amendment;
	return a.kind === b.kind;
}

function isSameRoom(a: RoomChange, b: RoomChange): boolean {
	return a.kind === b.kind && (a.kind === 'add' || b.kind === 'add' || a.room === b.room);
}
