import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { codeOf } from '../start-failure';

/**
 * True while a process works. One that has ended but was never waited for (a container whose first process does not
 * reap) still answers signal 0, and PostgreSQL itself would take it for alive.
 */
export function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const state = told(pid, 'stat');
  return state !== '' && !state.startsWith('Z');
}

/** True if the process is a PostgreSQL, whoever's. */
export function isPostgres(pid: number): boolean {
  return /postgres/.test(told(pid, 'comm'));
}

/** State or name of a process; empty where there is none. Small images have no `ps`, so Linux is asked itself. */
function told(pid: number, field: 'stat' | 'comm'): string {
  if (process.platform === 'linux') {
    try {
      // "4711 (name) S …": the name may hold anything, even a parenthesis.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      return field === 'comm' ? stat.slice(stat.indexOf('(') + 1, end) : stat.slice(end + 2, end + 3);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return '';
      throw error;
    }
  }
  return spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
}
