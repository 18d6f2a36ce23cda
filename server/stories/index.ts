/** Stories and what is around their text. */
export { createStories, type Stories } from './stories';
