/** Which app this is: the version as people count it, and a short name of exactly these sources. */
import { version as sources } from '$app/environment';
import { version } from '../../../package.json';

export const BUILD = { version, name: sources.slice(0, 7) } as const;
