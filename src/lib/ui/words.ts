/** Small turns of phrase shared by screens. */

/** "Ana", "Ana and Ben", "Ana, Ben and Chloé". */
export function sayList(names: readonly string[]): string {
	if (names.length < 2) return names[0] ?? '';
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "1 proposal", "2 proposals". */
export const sayCount = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** "on 3 of 5 members’ devices" */
export const sayHeld = (heldBy: number, of: number): string =>
	of === 1 ? 'on this device only' : `on ${heldBy} of ${of} members’ devices`;

/** The letters a person is known by on a small round mark: "Ana Lindt" → "AL". */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/).filter((word) => word !== '');
	const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
	return letters.join('').toUpperCase();
}
