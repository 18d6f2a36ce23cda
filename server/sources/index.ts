/** The registry of source cards. */
export { createSources, type Sources } from './sources';
