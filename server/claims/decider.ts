import { may, type Person } from '#protocol';

/**
 * An accusation is answered by an editor who did not write the story; the same answer by a writer is a proposal that the
 * signer sees first.
 */
export function mayDecide(person: Person, rule: string, authors: readonly string[]): boolean {
  if (!rule.startsWith('accusation.')) return may(person, 'query.dismiss');
  return may(person, 'query.dismissAccusation') && !authors.includes(person.id);
}
