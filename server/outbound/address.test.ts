import { describe, expect, it } from 'vitest';
import { kindOfAddress, PrivateRule } from './address';

describe('kindOfAddress', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['1.1.1.1', 'public'],
    ['172.32.0.1', 'public'],
    ['100.128.0.1', 'public'],
    ['2606:4700:4700::1111', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['127.0.0.1', 'private'],
    ['127.8.9.10', 'private'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['::ffff:127.0.0.1', 'private'],
    ['::ffff:7f00:1', 'private'],
    ['0:0:0:0:0:ffff:c0a8:0101', 'private'],
    ['0.0.0.0', 'never'],
    ['169.254.169.254', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['::ffff:a9fe:a9fe', 'never'],
    ['224.0.0.1', 'never'],
    ['240.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['198.18.0.1', 'never'],
    ['203.0.113.7', 'never'],
    ['::', 'never'],
    ['fe80::1', 'never'],
    ['fe80::1%eth0', 'never'],
    ['ff02::1', 'never'],
    ['64:ff9b::7f00:1', 'never'],
    ['2002:7f00:1::', 'never'],
    ['2001:0:53aa::1', 'never'],
    ['2001:db8::1', 'never'],
  ])('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });

  it('refuses what is no address', () => {
    expect(() => kindOfAddress('localhost')).toThrow(RangeError);
  });
});

describe('PrivateRule', () => {
  it('lets an admin reach the private address that they typed', () => {
    const rule = new PrivateRule();
    expect(rule.admits('192.168.1.9', '192.168.1.9')).toBe(true);
    expect(rule.admits('localhost', '127.0.0.1')).toBe(true);
    expect(rule.admits('[::1]', '::1')).toBe(true);
  });

  it('refuses a name that turns out to be private, unless the operator listed the name or its range', () => {
    expect(new PrivateRule().admits('cms.example.com', '10.0.0.5')).toBe(false);
    expect(new PrivateRule(['cms.example.com']).admits('cms.example.com', '10.0.0.5')).toBe(true);
    expect(new PrivateRule(['cms.example.com']).admits('evil.example', '10.0.0.5')).toBe(false);
    expect(new PrivateRule([' 10.0.0.0/8', '']).admits('anything.example', '10.0.0.5')).toBe(true);
    expect(new PrivateRule(['10.0.0.0/8']).admits('anything.example', '192.168.0.1')).toBe(false);
    expect(new PrivateRule(['fd00::/8']).admits('anything.example', 'fd00::5')).toBe(true);
  });

  it('never reaches link-local, not even when it is typed or listed', () => {
    const rule = new PrivateRule(['169.254.0.0/16', 'metadata.internal']);
    expect(rule.admits('169.254.169.254', '169.254.169.254')).toBe(false);
    expect(rule.admits('metadata.internal', '169.254.169.254')).toBe(false);
  });

  it('knows by the spelling which URLs stay inside', () => {
    const rule = new PrivateRule(['cms.newsroom.lan']);
    for (const inside of [
      'http://localhost:8080/',
      'http://127.0.0.1/',
      'http://[::1]:1/',
      'http://cms.newsroom.lan/',
    ])
      expect(rule.staysInside(new URL(inside))).toBe(true);
    for (const outside of ['http://example.com/', 'http://8.8.8.8/', 'http://localhost.example.com/'])
      expect(rule.staysInside(new URL(outside))).toBe(false);
    // The URL parser itself undoes the disguises.
    expect(rule.staysInside(new URL('http://0x7f.1/'))).toBe(true);
  });

  it('stops at an entry that is none of name, address, range', () => {
    expect(() => new PrivateRule(['10.0.0.0/99'])).toThrow(RangeError);
    expect(() => new PrivateRule(['http://cms.lan/'])).toThrow(RangeError);
  });
});
