/** The five places of the house, and what stands behind "More". */
import type { Component } from 'svelte';
import type { LucideProps } from '@lucide/svelte';
import Users from '@lucide/svelte/icons/users';
import Calendar from '@lucide/svelte/icons/calendar-days';
import Coins from '@lucide/svelte/icons/coins';
import House from '@lucide/svelte/icons/house';
import Messages from '@lucide/svelte/icons/messages-square';
import Scroll from '@lucide/svelte/icons/scroll-text';
import Settings from '@lucide/svelte/icons/settings';
import Shield from '@lucide/svelte/icons/shield-check';

export interface Place {
	readonly href: string;
	readonly label: string;
	readonly icon: Component<LucideProps>;
}

export const PLACES: readonly Place[] = [
	{ href: '/', label: 'Home', icon: House },
	{ href: '/calendar', label: 'Calendar', icon: Calendar },
	{ href: '/proposals', label: 'Proposals', icon: Scroll },
	{ href: '/ledger', label: 'Ledger', icon: Coins },
	{ href: '/consultation', label: 'Consultation', icon: Messages }
];

export const MORE: readonly Place[] = [
	{ href: '/members', label: 'Members', icon: Users },
	{ href: '/settings', label: 'Settings', icon: Settings },
	{ href: '/about', label: 'What is protected', icon: Shield }
];
