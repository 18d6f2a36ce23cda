import { z } from 'zod';
import type { PersonId } from './ids';

export const role = z.enum(['reader', 'writer', 'editor', 'admin']);
export type Role = z.infer<typeof role>;

/** Who asks: a signed-in person, as the session row says now. `roles` is a set: a small newsroom's editor is its admin too. */
export type Person = { id: PersonId; name: string; email: string; roles: readonly Role[]; colour: string };

/** What `may` needs to know of a story. `null` where the action is about no story. */
export type StoryAccess = { access: 'newsroom' };

type Rule = { roles: readonly Role[]; says: string };

/**
 * The permission table: each action, who may, and what it means in words (`docs/permissions.md` is printed from it).
 * An admin runs people, settings and destinations, and has no editorial right by that.
 */
export const permissions = {
  'story.list': { roles: ['reader', 'writer', 'editor'], says: 'see the desk' },
  'story.read': {
    roles: ['reader', 'writer', 'editor'],
    says: 'open a story and read its text, queries and claims',
  },
  'story.create': { roles: ['writer', 'editor'], says: 'start a story' },
  'story.write': { roles: ['writer', 'editor'], says: 'change the text of a story' },
  'claim.link': { roles: ['writer', 'editor'], says: 'link a source to a claim, or take the link away' },
  'query.dismiss': { roles: ['writer', 'editor'], says: 'answer a query with "OK as is"' },
  'query.dismissAccusation': {
    roles: ['editor'],
    says: 'answer a query about an accusation in a story that one did not write',
  },
  'source.read': { roles: ['reader', 'writer', 'editor'], says: 'see the source cards' },
  'source.create': { roles: ['writer', 'editor'], says: 'make a source card' },
  'story.gate': {
    roles: ['reader', 'writer', 'editor'],
    says: 'see what stands between a story and publication',
  },
  'story.publish': { roles: ['editor'], says: 'publish a story that passes the gate' },
  'publishing.read': {
    roles: ['reader', 'writer', 'editor'],
    says: 'see where a story was published and what failed',
  },
  'destination.list': { roles: ['editor', 'admin'], says: 'see the names of the destinations' },
  'destination.manage': { roles: ['admin'], says: 'add, test and remove destinations' },
  'person.manage': { roles: ['admin'], says: 'invite people and set their roles' },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof permissions;

/**
 * The one decision about access: routes, socket and UI ask it and nothing else. Pure; denies by default, so a person
 * without a role, or no person at all, may nothing.
 */
export function may(person: Person | null, action: Action, _story: StoryAccess | null = null): boolean {
  if (!person) return false;
  const allowed: readonly Role[] = permissions[action].roles;
  return person.roles.some((held) => allowed.includes(held));
}
