/** One reactive value that is replaced whole. */
export class Box<T> {
	current: T = $state.raw() as T; // set at once by the constructor

	constructor(initial: T) {
		this.current = initial;
	}
}
