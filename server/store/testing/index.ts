export { testStore } from './database';
