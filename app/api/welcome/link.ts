import { runtime } from '#runtime';

/** The token stands behind `#`: a browser sends that to no server, so it is in no log and no referrer. */
export const welcomeLink = (token: string) => `${runtime().origin}/welcome#${token}`;
