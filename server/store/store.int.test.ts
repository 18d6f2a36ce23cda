import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '.';
import { testStore } from './testing/database';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

test('values arrive as decided: int8 as text, times as Date, dates as text', async () => {
  const { rows } = await sql<Record<string, unknown>>`
    select 9007199254740993::int8 as big, date '2024-02-29' as day,
           timestamptz '2024-02-29 12:00+02' as moment, '{"a": 1}'::jsonb as json
  `.execute(store.db);
  expect(rows).toEqual([
    { big: '9007199254740993', day: '2024-02-29', moment: new Date('2024-02-29T10:00:00Z'), json: { a: 1 } },
  ]);
});

test('two databases of a run do not see each other', async () => {
  const other = await testStore();
  try {
    await store.db.insertInto('setting').values({ key: 'zone', value: '"Europe/London"' }).execute();
    expect(await other.db.selectFrom('setting').selectAll().execute()).toEqual([]);
  } finally {
    await other.close();
  }
});

test('letters outside ASCII are folded to lower case', async () => {
  const { rows } = await sql<{ folded: string }>`select lower('ÉCOLE ŽIŽEK') as folded`.execute(store.db);
  expect(rows).toEqual([{ folded: 'école žižek' }]);
});
