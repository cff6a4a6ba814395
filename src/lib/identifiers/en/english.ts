/** English: all its data in one value. */
import type { LocaleData } from '../locale';
import { dates } from './dates';
import { names } from './names';
import * as numbers from './numbers';
import { instead, privateReason, privateSuggestions, reasons } from './phrases';
import { places } from './places';
import { abbreviations } from './ordinary';

export const english: LocaleData = {
	language: 'en',
	abbreviations,
	reasons,
	instead,
	privateReason,
	privateSuggestions,
	...numbers,
	dates,
	names,
	places
};
