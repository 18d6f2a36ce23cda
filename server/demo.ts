import { randomBytes } from 'node:crypto';
import type { Role } from '#protocol';
import { hashPassword, insertPerson } from '#server/accounts';
import type { Store } from '#server/store';
import type { Runtime } from './runtime';

const people: { name: string; email: string; roles: Role[] }[] = [
  { name: 'Wren Adeyemi', email: 'writer@demo.test', roles: ['writer'] },
  { name: 'Marta Kowalska', email: 'writer2@demo.test', roles: ['writer'] },
  { name: 'Ed Castellanos', email: 'editor@demo.test', roles: ['editor'] },
  { name: 'Ada Lindgren', email: 'admin@demo.test', roles: ['admin'] },
];

/** An invented story with what a copy editor meets daily: a bare lead, a pick-up, a hedge, an accusation, a good quote. */
const ferry = `The harbour ferry lost 40 percent of its passengers after the operator doubled fares in secret, and two captains resigned over it.

“We were never asked, and we would have said no,” said Lina Hartmann, who chairs the island council. She told a meeting on Monday that the council would take the contract back.

Operator Nordlinie took 1.2 million euros from the route's repair fund to cover losses on the mainland, according to a report in the Coastal Courier.

Company officials reportedly knew about the shortfall in March.

Managing director Jonas Brandt embezzled money from the fund. Nordlinie did not reply to questions sent on Friday.

Critics say the route should never have been sold.

The ferry has run since 1954. From 1 May a smaller boat will sail six times a day, Nordlinie said in a statement.`;

const library = `Central library to open on Sundays

The central library will open on Sundays from September, library director Samira Okoye said on Wednesday.

“People asked for it in every survey we did,” Okoye said. The city council voted for the plan last week, minutes published on its website show.`;

/** Fills an empty database with a sample newsroom. Gives the sign-ins, or null where there is a newsroom already. */
export async function seedDemo(made: {
  store: Store;
  runtime: Runtime;
  password?: string;
}): Promise<string[] | null> {
  const { store, runtime } = made;
  if (await store.db.selectFrom('person').select('id').limit(1).executeTakeFirst()) return null;
  const password = made.password ?? randomBytes(9).toString('base64url');
  const password_hash = await hashPassword(password);
  const [writer] = await Promise.all(
    people.map((person) => insertPerson(store.db, { ...person, password_hash })),
  );
  if (!writer) return null;
  await runtime.stories.create(writer, {
    headline: 'Ferry loses passengers after secret fare rise',
    kind: 'news',
    text: ferry,
  });
  await runtime.stories.create(writer, {
    headline: 'Central library to open on Sundays',
    kind: 'news',
    text: library.split('\n\n').slice(1).join('\n\n'),
  });
  await runtime.sources.create(writer, {
    name: 'Coastal Courier',
    kind: 'outlet',
    url: 'https://courier.example/ferry',
  });
  await runtime.sources.create(writer, { name: 'Nordlinie annual accounts', kind: 'document', url: null });
  return [
    ...people.map(({ email, roles }) => `${email.padEnd(20)} ${roles.join(', ')}`),
    `password: ${password}`,
  ];
}
