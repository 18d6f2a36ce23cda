import type { PersonId } from '#protocol';
import type { News } from './update';

/** Whose each Yjs client id of a story is, and who has added text. Any number of ids belong to one person, for good. */
export class Authorship {
  constructor(
    private readonly owners: Map<number, PersonId>,
    private readonly authors: Set<PersonId>,
  ) {}

  /** The person's own ids, and those that nobody has used yet. */
  mayUse(person: PersonId, client: number): boolean {
    const owner = this.owners.get(client);
    return owner === undefined || owner === person;
  }

  knows(client: number): boolean {
    return this.owners.has(client);
  }

  isAuthor(person: PersonId): boolean {
    return this.authors.has(person);
  }

  /** Enters the ids, where nobody has them yet. Returns those that were new. */
  claim(person: PersonId, clients: Iterable<number>): number[] {
    const fresh = [...clients].filter((client) => !this.owners.has(client));
    for (const client of fresh) this.owners.set(client, person);
    return fresh;
  }

  /** Enters what a change brings with it, and returns what its row has to say about that. */
  enter(person: PersonId, { clients, text }: News): { newClients: number[]; newAuthor: boolean } {
    const newAuthor = text && !this.authors.has(person);
    if (newAuthor) this.authors.add(person);
    return { newClients: this.claim(person, clients), newAuthor };
  }

  /** What the database says, which is the truth. */
  learn(owners: ReadonlyMap<number, PersonId>): void {
    for (const [client, person] of owners) this.owners.set(client, person);
  }
}
