/** Stories in real browsers that are too long for every day; each is run by its campaign. */
import { defineConfig } from '@playwright/test';
import base from '../../../playwright.config';

export default defineConfig({ ...base, projects: [{ name: 'long' }], testDir: '.', testMatch: '**/*.story.ts', timeout: 7_200_000, workers: 1, outputDir: '../../../test-results/stories' });
