/** The five places of the house, and what stands behind "More". */
import type { Component } from 'svelte';
import type { LucideProps } from '@lucide/svelte';
import Users from '@lucide/svelte/icons/users';
import Calendar from '@lucide/svelte/icons/calendar-days';
import Coins from '@lucide/svelte/icons/coins';
import FilePen from '@lucide/svelte/icons/file-pen';
import House from '@lucide/svelte/icons/house';
import Messages from '@lucide/svelte/icons/messages-square';
import Scroll from '@lucide/svelte/icons/scroll-text';
import Settings from '@lucide/svelte/icons/settings';
import Laptop from '@lucide/svelte/icons/laptop';
import Layers from '@lucide/svelte/icons/layers';
import Waypoints from '@lucide/svelte/icons/waypoints';
import { isWithin } from '$lib/ui/paths';
import Shield from '@lucide/svelte/icons/shield-check';

export interface Place {
	readonly href: string;
	readonly label: string;
	readonly icon: Component<LucideProps>;
	/** What belongs to it and has an address of its own. */
	readonly also?: readonly string[];
}

export const isAt = (path: string, { href, also = [] }: Place): boolean => [href, ...also].some((each) => isWithin(path, each));

export const PLACES: readonly Place[] = [
	{ href: '/', label: 'Home', icon: House },
	{ href: '/calendar', label: 'Calendar', icon: Calendar },
	{ href: '/proposals', label: 'Proposals', icon: Scroll },
	{ href: '/ledger', label: 'Ledger', icon: Coins },
	{ href: '/consultation', label: 'Consultation', icon: Messages }
];

export const MORE: readonly Place[] = [
	{ href: '/members', label: 'Members', icon: Users },
	{ href: '/agreements', label: 'Agreements', icon: FilePen },
	{ href: '/connection', label: 'Connection', icon: Waypoints, also: ['/pair', '/bundle'] },
	{ href: '/devices', label: 'Your devices', icon: Laptop },
	{ href: '/collectives', label: 'Collectives', icon: Layers },
	{ href: '/settings', label: 'Settings', icon: Settings },
	{ href: '/about', label: 'What is protected', icon: Shield }
];
