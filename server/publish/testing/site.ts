import type { TestProject } from 'vitest/node';
import { startWordPress, type SiteAddress } from './wordpress';

declare module 'vitest' {
  export interface ProvidedContext {
    wordpress: SiteAddress;
  }
}

/** vitest's global set-up: one real WordPress a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, users, stop } = await startWordPress();
  project.provide('wordpress', { url, users });
  return stop;
}
