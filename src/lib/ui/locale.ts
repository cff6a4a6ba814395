/** The interface speaks English with day-first dates and a 24-hour clock; every formatter asks here. */
export const LOCALE = 'en-GB';
