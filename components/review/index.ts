/** What stands between a story and publication, and the way out. */
export { Publish } from './Publish';
