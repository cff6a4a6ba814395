/** Pages of proposals and discussions that were opened since Home was last left: set by the shell, read by Home. */
import { createContext } from 'svelte';

export const [getLooked, setLooked] = createContext<Set<string>>();
