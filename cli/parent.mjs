import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often the parent is looked for, in milliseconds. There is no event for the death of a parent. */
const period = 300;

/**
 * Calls `gone` when the process that started us has ended. npm does not wait for its script after a SIGTERM, and a
 * killed npm tells nobody: without this the server would go on for ever. Where npm started us through a shell, it is
 * npm that counts.
 *
 * @param {() => void} gone
 * @returns {() => void} stops looking
 */
export function followParent(gone) {
  // Without npm there may be no parent to follow: `nohup node cli/launch.mjs start &` and service managers mean it.
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const shell = process.ppid;
  const npm = isShell(shell) ? parentOf(shell) : null;
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === null || parentOf(shell) === npm)) return;
    clearInterval(timer);
    gone();
  }, period);
  timer.unref();
  return () => clearInterval(timer);
}

function isShell(pid) {
  return /^-?(ba|da|z|k|a)?sh$|^busybox$/.test(told(pid, 'comm').replace(/^.*\//, ''));
}

function parentOf(pid) {
  return Number(told(pid, 'ppid'));
}

/** Name or parent of a process; empty where there is none. Small images have no `ps`, so Linux is asked itself. */
function told(pid, field) {
  if (process.platform === 'linux') {
    try {
      // "4711 (name) S 42 …": the name may hold anything, even a parenthesis.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      return field === 'comm' ? stat.slice(stat.indexOf('(') + 1, end) : stat.slice(end + 2).split(' ')[1];
    } catch {
      return '';
    }
  }
  const run = spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : '';
}
