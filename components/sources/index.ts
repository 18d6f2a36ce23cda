/** The registry of source cards. */
export { Sources } from './Sources';
