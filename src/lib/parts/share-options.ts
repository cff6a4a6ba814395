/** Shares of people that one may choose among, in words. Pure. */

const USUAL: readonly (readonly [number, string])[] = [
	[60, '60 %'],
	[67, 'Two thirds (67 %)'],
	[75, 'Three quarters (75 %)'],
	[80, '80 %'],
	[90, '90 %'],
	[100, 'Everybody']
];

export interface ShareOption {
	readonly value: number;
	readonly label: string;
}

/** @param half the number that stands for "more than half". `current` is always among them, in its place. */
export function shareOptions(half: number, current: number): readonly ShareOption[] {
	const options = [{ value: half, label: 'More than half' }, ...USUAL.map(([value, label]) => ({ value, label }))];
	if (!options.some(({ value }) => value === current)) options.push({ value: current, label: `${current} %` });
	return options.sort((a, b) => a.value - b.value);
}
