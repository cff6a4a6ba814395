/** One measured figure. Its first six fields are printed as one line of JSON. */
export interface Figure {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** Null: reported without a target. */
	readonly target: number | null;
	/** Null when there is no target. */
	readonly met: boolean | null;
	readonly runs: number;
	/** What else was seen; never part of the verdict. */
	readonly detail?: Readonly<Record<string, unknown>>;
}

/** The line that is printed: exactly six fields, the value rounded to what can be told apart. */
export function lineOf({ name, value, unit, target, met, runs }: Figure): string {
	return JSON.stringify({ name, value: rounded(value), unit, target, met, runs });
}

/** Four significant digits. */
export const rounded = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(4)) : value);
