/** The desk: every story of the newsroom. */
export { Desk } from './Desk';
