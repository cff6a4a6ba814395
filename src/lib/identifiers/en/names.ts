/** English: names and the words around them, put together. */
import { unpack, type NameData } from '../locale';
import { given } from './given-names';
import { common, commonEnd, lowerWords, never, nonNames } from './ordinary';
import * as people from './people';
import { surnames } from './surnames';
import { allowed, ambiguousTowns } from './towns';

/** Months, peoples, faiths, states: a capital letter proves nothing. */
const proper = unpack('april may june august march january sunday christian jordan paris georgia virginia carolina israel china india chad kenya america asia holland ireland french german english roman jesus trinity dakota montana cheyenne israel eden easter');

const both = (word: string): boolean => common.has(word) || nonNames.has(word) || ambiguousTowns.has(word) || allowed.has(word);

export const names: NameData = {
	...people,
	given,
	surnames,
	ambiguous: new Set([...given, ...surnames].filter((word) => both(word) || proper.has(word))),
	proper: new Set([...proper, ...[...given, ...surnames].filter((word) => nonNames.has(word) || allowed.has(word))]),
	never,
	lowerWords,
	common,
	commonEnd,
	nonNames,
	suggestions: ['[client]', '[name]']
};
