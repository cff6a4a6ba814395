/** "When decided, …" as it reads once it is decided, or was not. Pure. */
export function effectNow(sentence: string, became: 'accepted' | 'not-accepted' | null): string {
	if (became === null) return sentence;
	return sentence.replace(/^When decided, /, became === 'accepted' ? 'Decided: ' : 'It would have meant: ');
}
