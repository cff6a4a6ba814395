/** YYYY-MM-DD on the wall of whoever sits here, of an instant in milliseconds since 1970. Asks no Intl, so the first screen may use it. */
export function dateHere(instant: number): string {
	const at = new Date(instant);
	return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}
