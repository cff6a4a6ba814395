/** Days as the stories need them: far enough ahead that no hour of theirs can be over. */

/** "YYYY-MM-DD", some days from today. */
export function dayAhead(days: number): string {
	return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
