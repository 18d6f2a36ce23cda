import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

/**
 * Where an address stands. `public` is what the open internet can route; `private` is this machine or its own
 * network; `never` is what no destination may be: multicast, reserved, and link-local, where clouds keep the
 * credentials of the machine (169.254.169.254).
 * Source: the IANA special-purpose address registries (RFC 6890 and updates).
 */
export type AddressKind = 'public' | 'private' | 'never';

const privateRanges = new BlockList();
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  privateRanges.addSubnet(net, prefix, 'ipv4');
privateRanges.addAddress('::1', 'ipv6');
privateRanges.addSubnet('fc00::', 7, 'ipv6');

const neverRanges = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  neverRanges.addSubnet(net, prefix, 'ipv4');
// Inside 2000::/3: Teredo and other protocol assignments, documentation, 6to4. They carry a second address within.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  neverRanges.addSubnet(net, prefix, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** @param address an IPv4 or IPv6 literal, without brackets; throws a RangeError for anything else */
export function kindOfAddress(address: string): AddressKind {
  const version = isIP(address);
  if (version === 0) throw new RangeError(`not an IP address: ${address}`);
  if (version === 4) {
    if (neverRanges.check(address, 'ipv4')) return 'never';
    return privateRanges.check(address, 'ipv4') ? 'private' : 'public';
  }
  const mapped = /^::ffff:(?:0:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(canonical(address));
  if (mapped?.[1]) return kindOfAddress(mapped[1]);
  if (privateRanges.check(address, 'ipv6')) return 'private';
  if (!globalUnicast.check(address, 'ipv6') || neverRanges.check(address, 'ipv6')) return 'never';
  return 'public';
}

/** `::ffff:7f00:1` → `::ffff:127.0.0.1`: one spelling for IPv4 addresses that hide in IPv6. */
function canonical(address: string): string {
  const bare = address.split('%')[0] ?? address;
  const hexadecimal = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(hexadecimal);
  if (!mapped?.[1] || !mapped[2]) return hexadecimal;
  const [high, low] = [parseInt(mapped[1], 16), parseInt(mapped[2], 16)];
  return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

const network = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);
const hostName = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i);

/**
 * Which private addresses may be reached. The rule: a private address that an admin typed as such (a literal, or
 * `localhost`) is the destination; a *name* that resolves into a private range is refused, unless the operator of the
 * server listed the name or the range, for then only the network decides what the name means tomorrow.
 */
export class PrivateRule {
  readonly #names = new Set<string>();
  readonly #ranges = new BlockList();

  /** @param allowed host names, addresses and CIDR ranges; an entry that is none of them throws a RangeError */
  constructor(allowed: readonly string[] = []) {
    for (const entry of allowed.map((text) => text.trim().toLowerCase()).filter((text) => text.length > 0)) {
      if (network.safeParse(entry).success) {
        const [address, prefix] = entry.split('/');
        const family = isIP(address ?? '') === 6 ? 'ipv6' : 'ipv4';
        this.#ranges.addSubnet(address ?? '', Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
      } else if (hostName.safeParse(entry).success) this.#names.add(entry);
      else throw new RangeError(`ONRECORD_ALLOW_PRIVATE: "${entry}" is no host name, address or CIDR range.`);
    }
  }

  /** True where this URL's host may be at this address. */
  admits(host: string, address: string): boolean {
    const kind = kindOfAddress(address);
    if (kind !== 'private') return kind === 'public';
    const name = bareHost(host);
    if (isIP(name) !== 0 || name === 'localhost') return true;
    return this.#names.has(name) || this.#ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }

  /** True where a URL's host is private by its own spelling: the text that crosses to it stays in the house. */
  staysInside(url: URL): boolean {
    const name = bareHost(url.hostname);
    if (name === 'localhost' || this.#names.has(name)) return true;
    return isIP(name) !== 0 && kindOfAddress(name) === 'private';
  }
}

/** The host of a URL without the brackets of IPv6 and without the root's dot. */
export function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
