/** One measured figure, printed as one line of JSON. */
export interface Figure {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	readonly target: number;
	readonly met: boolean;
	readonly runs: number;
	/** What else was seen; never part of the verdict. */
	readonly detail?: Readonly<Record<string, unknown>>;
}
