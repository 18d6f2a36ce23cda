/** Where published stories go. */
export { Destinations } from './Destinations';
