import { describe, expect, it } from 'vitest';
import { suggestionSentence } from '$lib/features/consultation/editor/suggest/suggestion-words';

describe('a suggestion in words', () => {
	it.each([
		[{ adds: ' very ', takes: '' }, 'Ana adds “very”'],
		[{ adds: '', takes: 'quiet' }, 'Ana takes away “quiet”'],
		[{ adds: 'calm', takes: 'quiet' }, 'Ana replaces “quiet” with “calm”'],
		[{ adds: '¶', takes: '' }, 'Ana begins a new paragraph'],
		[{ adds: '¶And cake', takes: '' }, 'Ana adds “And cake”'],
		[{ adds: '', takes: '¶' }, 'Ana joins two paragraphs'],
		[{ adds: '', takes: 'one¶two' }, 'Ana takes away “one two”'],
		[{ adds: ' ', takes: '' }, 'Ana adds a space'],
		[{ adds: '', takes: ' ' }, 'Ana takes away a space']
	])('[TXT52] %j: %s', (words, sentence) => {
		expect(suggestionSentence('Ana', words)).toBe(sentence);
	});
});
