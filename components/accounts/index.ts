/** Coming in: signing in, and one-time links. */
export { People } from './People';
export { SignIn } from './SignIn';
export { Welcome } from './Welcome';
