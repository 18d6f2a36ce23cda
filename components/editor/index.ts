/** The story page: editor, presence, the saved word. */
export { StoryPage } from './StoryPage';
