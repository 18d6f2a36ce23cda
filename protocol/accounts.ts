import { z } from 'zod';
import { personId } from './ids';
import { role } from './permission';

export const email = z.string().trim().toLowerCase().pipe(z.email().max(254));
/** NIST SP 800-63B: length, not composition. */
export const password = z.string().min(10, 'Use at least 10 characters.').max(200);
export const personName = z.string().trim().min(1, 'Give a name.').max(100);

export const acceptInvite = z.strictObject({
  token: z.string().min(20).max(200),
  name: personName,
  email,
  password,
});
export const invitePerson = z.strictObject({
  name: personName,
  email,
  roles: z.array(role).min(1, 'Choose at least one role.').max(4),
});
export const changeRoles = z.strictObject({
  roles: z.array(role).min(1).max(4),
  disabled: z.boolean().optional(),
});

export const personReply = z.object({
  id: personId,
  name: z.string(),
  email: z.string(),
  roles: z.array(role),
  colour: z.string(),
  state: z.enum(['active', 'invited', 'disabled']),
});
export type PersonReply = z.infer<typeof personReply>;
/** The link is shown once: only its hash is stored. */
export const inviteReply = z.object({ person: personReply, link: z.string() });
