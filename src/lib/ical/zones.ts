/**
 * Which clock a TZID means: an IANA name, also inside a longer one; a Windows name; the zone that the file's own VTIMEZONE
 * points to; else that VTIMEZONE's offsets. A name that leads nowhere is told, never taken for local time.
 */
import { zoneClock, type ZoneClock } from '$lib/time/zone-clock';
import type { Component } from './components';
import { fixedClock, parseOffset, readOwnZone } from './own-zone';
import { parseProperty } from './property';
import { zoneOfWindowsName } from './windows-zones';

export interface FileZones {
	/** Null: a name that says nothing. The same object for the same name. */
	find(tzid: string): ZoneClock | null;
}

/** @param described the VTIMEZONE components of one calendar */
export function createFileZones(described: readonly Component[]): FileZones {
	const componentByName = new Map<string, Component>();
	for (const component of described) {
		const name = valueOf(component, 'TZID');
		if (name !== null && !componentByName.has(name)) componentByName.set(name, component);
	}
	const found = new Map<string, ZoneClock | null>();
	return {
		find(tzid) {
			const known = found.get(tzid);
			if (known !== undefined) return known;
			const component = componentByName.get(tzid.trim());
			const clock = named(tzid) ?? (component ? fromComponent(component, tzid) : null) ?? fixedOffset(tzid);
			found.set(tzid, clock);
			return clock;
		}
	};
}

export const UTC_CLOCK: ZoneClock = clockOf('UTC') ?? fixedClock('UTC', 0);

function fromComponent(component: Component, tzid: string): ZoneClock | null {
	const location = valueOf(component, 'X-LIC-LOCATION');
	return (location && named(location)) || readOwnZone(component, tzid.trim());
}

/** "Europe/Berlin", "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "W. Europe Standard Time". */
function named(tzid: string): ZoneClock | null {
	const name = tzid.trim();
	const windows = zoneOfWindowsName(name);
	if (windows) return clockOf(windows);
	// Intl also takes bare offsets in some browsers; those are read the same way everywhere (fixedOffset)
	const direct = /^[A-Za-z]/.test(name) ? clockOf(name) : null;
	if (direct) return direct;
	const pieces = name.split('/').filter((piece) => piece !== '');
	for (const count of [3, 2, 1]) {
		if (pieces.length <= count) continue;
		const tail = pieces.slice(-count).join('/');
		const clock = AREA.test(tail) || tail === 'UTC' ? clockOf(tail) : null;
		if (clock) return clock;
	}
	return null;
}

/** "UTC+02:00", "GMT-0500", "+0100" without a description of their own. */
function fixedOffset(tzid: string): ZoneClock | null {
	const [all, offset = ''] = /^\(?(?:UTC|GMT)?([+-]\d{2}[:.]?\d{2})\)?$/i.exec(tzid.trim()) ?? [];
	const minutes = all === undefined ? null : parseOffset(offset.replace('.', ':'));
	return minutes === null ? null : fixedClock(tzid.trim(), minutes);
}

const AREA = /^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)\/./;

function clockOf(name: string): ZoneClock | null {
	const clock = zoneClock(name);
	return clock.ok ? clock.value : null;
}

function valueOf(component: Component, name: string): string | null {
	for (const line of component.lines) {
		const property = parseProperty(line);
		if (property?.name === name) return property.value.trim();
	}
	return null;
}
