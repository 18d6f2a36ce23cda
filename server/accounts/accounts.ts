import { hash as argon2, verify } from '@node-rs/argon2';
import { createHash, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import {
  Failure,
  personId,
  type acceptInvite,
  type invitePerson,
  type Person,
  type PersonId,
  type PersonReply,
  type Role,
} from '#protocol';
import type { Db, Trx } from '#server/store';
import { nextColour } from './colour';
import type { SignInLimits } from './limits';

const SESSION_DAYS = 30;
const INVITE_DAYS = 7;
/** OWASP's first choice for argon2id: 19 MiB, two passes. */
const argon = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** People, their sessions and the one-time links by which they come in. */
export interface Accounts {
  /** A one-time link's token for the first admin, where there is nobody yet; else null. Each start makes a new one. */
  setUpToken(): Promise<string | null>;
  /** Spends a link: makes (or completes) the account. Failure `invite.spent` where it was used, has run out or never was. */
  acceptInvite(request: z.infer<typeof acceptInvite>): Promise<void>;
  /** Whom a link is for, so that the page can greet them; null where it is spent. */
  invited(token: string): Promise<{ kind: 'setup' | 'invite'; name: string; email: string } | null>;
  invite(request: z.infer<typeof invitePerson>): Promise<{ person: PersonReply; token: string }>;
  list(): Promise<PersonReply[]>;
  change(id: PersonId, change: { roles: Role[]; disabled?: boolean }): Promise<PersonReply>;
  /** Checks a password and opens a session. Null for a wrong pair; Failure `session.tooManyTries` over the limit. */
  signIn(request: {
    email: string;
    password: string;
    address: string;
  }): Promise<{ person: Person; sid: string } | null>;
  /** The person behind a session id, as their row says now; null when it was revoked, has run out, or they are disabled. */
  session(sid: string): Promise<Person | null>;
  signOut(sid: string): Promise<void>;
}

export function createAccounts(options: {
  db: Db;
  limits: SignInLimits;
  /** Their sockets are to be looked at again. */
  onAccessChanged(person: PersonId): Promise<void>;
}): Accounts {
  const { db, limits } = options;
  // Checked against when the address is unknown, so that an unknown account takes as long as a wrong password.
  const decoy = argon2(randomBytes(16).toString('hex'), argon);

  async function makeToken(trx: Db | Trx, kind: 'setup' | 'invite', person: PersonId | null) {
    const token = randomBytes(24).toString('base64url');
    const expires_at = new Date(Date.now() + INVITE_DAYS * 86_400_000);
    await trx
      .insertInto('invite')
      .values({ token_hash: tokenHash(token), kind, person_id: person, expires_at })
      .execute();
    return token;
  }

  return {
    async setUpToken() {
      const someone = await db
        .selectFrom('person')
        .select('id')
        .where('password_hash', 'is not', null)
        .limit(1)
        .executeTakeFirst();
      if (someone) return null;
      return db.transaction().execute(async (trx) => {
        await trx.deleteFrom('invite').where('kind', '=', 'setup').execute();
        return makeToken(trx, 'setup', null);
      });
    },

    async invited(token) {
      const row = await db
        .selectFrom('invite')
        .leftJoin('person', 'person.id', 'invite.person_id')
        .select(['invite.kind', 'person.name', 'person.email'])
        .where('token_hash', '=', tokenHash(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', new Date())
        .executeTakeFirst();
      return row ? { kind: row.kind, name: row.name ?? '', email: row.email ?? '' } : null;
    },

    async acceptInvite({ token, name, email, password }) {
      const password_hash = await argon2(password, argon);
      await db.transaction().execute(async (trx) => {
        // One statement both finds and spends the link: two tabs cannot both use it.
        const spent = await trx
          .updateTable('invite')
          .set({ used_at: new Date() })
          .where('token_hash', '=', tokenHash(token))
          .where('used_at', 'is', null)
          .where('expires_at', '>', new Date())
          .returning(['kind', 'person_id'])
          .executeTakeFirst();
        if (!spent)
          throw new Failure(
            'invite.spent',
            'This link was used already or has run out. Ask an admin for a new one.',
          );
        if (spent.person_id) {
          await trx
            .updateTable('person')
            .set({ name, password_hash })
            .where('id', '=', spent.person_id)
            .execute();
        } else {
          await insertPerson(trx, { name, email, roles: ['editor', 'admin'], password_hash });
        }
      });
    },

    async invite({ name, email, roles }) {
      return db.transaction().execute(async (trx) => {
        const person = await insertPerson(trx, { name, email, roles, password_hash: null });
        return { person, token: await makeToken(trx, 'invite', person.id) };
      });
    },

    async list() {
      const rows = await db.selectFrom('person').selectAll().orderBy('name').execute();
      return rows.map(personReplyOf);
    },

    async change(id, { roles, disabled }) {
      const row = await db
        .updateTable('person')
        .set({ roles, ...(disabled === undefined ? {} : { disabled_at: disabled ? new Date() : null }) })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      if (!row) throw new Failure('notFound', 'There is no such person.');
      await options.onAccessChanged(id);
      return personReplyOf(row);
    },

    async signIn({ email, password, address }) {
      await limits.check(email, address);
      const row = await db
        .selectFrom('person')
        .selectAll()
        .where('email', '=', email)
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      const right = await verify(row?.password_hash ?? (await decoy), password);
      if (!row?.password_hash || !right) {
        await limits.failed(email, address);
        return null;
      }
      await limits.succeeded(email);
      const sid = randomBytes(24).toString('base64url');
      await db.insertInto('session').values({ sid, person_id: row.id }).execute();
      return { person: personOf(row), sid };
    },

    async session(sid) {
      const row = await db
        .selectFrom('session')
        .innerJoin('person', 'person.id', 'session.person_id')
        .selectAll('person')
        .where('session.sid', '=', sid)
        .where('session.revoked_at', 'is', null)
        .where('session.created_at', '>', new Date(Date.now() - SESSION_DAYS * 86_400_000))
        .where('person.disabled_at', 'is', null)
        .executeTakeFirst();
      return row ? personOf(row) : null;
    },

    async signOut(sid) {
      const row = await db
        .updateTable('session')
        .set({ revoked_at: new Date() })
        .where('sid', '=', sid)
        .where('revoked_at', 'is', null)
        .returning('person_id')
        .executeTakeFirst();
      if (row) await options.onAccessChanged(row.person_id);
    },
  };
}

/** Only the hash is stored: whoever reads the table cannot use the link. */
const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/** Makes a person; Failure `person.exists` for an address that is taken. */
export async function insertPerson(
  trx: Db,
  person: { name: string; email: string; roles: Role[]; password_hash: string | null },
): Promise<PersonReply> {
  const { count } = await trx
    .selectFrom('person')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  const row = await trx
    .insertInto('person')
    .values({ id: personId.parse(uuidv7()), colour: nextColour(Number(count)), ...person })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Failure('person.exists', 'Somebody with this e-mail address is here already.');
  return personReplyOf(row);
}

/** Hashes a password as sign-in expects it (the demo newsroom seeds people with it). */
export const hashPassword = (password: string) => argon2(password, argon);

type Row = {
  id: PersonId;
  name: string;
  email: string;
  roles: Role[];
  colour: string;
  password_hash: string | null;
  disabled_at: Date | null;
};
const personOf = ({ id, name, email, roles, colour }: Row): Person => ({ id, name, email, roles, colour });
const personReplyOf = (row: Row): PersonReply => ({
  ...personOf(row),
  roles: row.roles,
  state: row.disabled_at ? 'disabled' : row.password_hash ? 'active' : 'invited',
});
