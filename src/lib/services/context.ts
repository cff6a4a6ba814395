/** The one way a screen gets at the app: a typed context, set once by the root layout. */
import { createContext } from 'svelte';
import type { App } from './types';

export const [getApp, setApp] = createContext<App>();
