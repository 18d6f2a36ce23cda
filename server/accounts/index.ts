/** People, sessions, one-time links, and who is behind a request. */
export { createAccounts, hashPassword, insertPerson, type Accounts } from './accounts';
export { createIdentify, type Identify, type Identity } from './identity';
export { createSignInLimits } from './limits';
export { originAllowed, type Origins } from './origin';
