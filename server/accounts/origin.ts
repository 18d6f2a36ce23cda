/** The headers that say where a request comes from. */
export type Origins = { origin: string | undefined; site: string | undefined };

/**
 * Requests with a cookie that change something, and upgrades: an `Origin` must be ours, and `Sec-Fetch-Site: cross-site` is refused.
 * Where a browser would have sent either and neither is there, it was no browser: allowed.
 *
 * @param own the public origin of this install (NEXTAUTH_URL), or null while it is reached by loopback names on `port`
 */
export function originAllowed({ origin, site }: Origins, own: string | null, port: number): boolean {
  if (site === 'cross-site') return false;
  if (origin === undefined) return true;
  const ours = own === null ? [`http://localhost:${port}`, `http://127.0.0.1:${port}`] : [own];
  return ours.includes(origin);
}
