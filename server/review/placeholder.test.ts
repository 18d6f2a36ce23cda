import { describe, expect, it } from 'vitest';
import { findPlaceholders } from './placeholder';

const found = (text: string) => findPlaceholders(text).map((p) => `${p.severity}: ${p.text}`);

describe('placeholders', () => {
  it.each([
    ['The mayor, TKTK, said so.', 'block: TKTK'],
    ['It cost TK pounds.', 'block: TK'],
    ['He was born in TK.', 'block: TK'],
    ['The vote was 12 to 9 [check].', 'block: [check]'],
    ['[CHECK with council]', 'block: [CHECK with council]'],
    ['Lorem ipsum dolor sit amet', 'block: Lorem ipsum'],
    ['Councillor TK Smith said', 'warn: TK'],
    ['About XX people came.', 'warn: XX'],
    ['It cost £XXX.', 'warn: XXX'],
    ['She is 43 ??? and lives there', 'warn: ???'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]));

  it.each([
    'He works at TK Maxx.',
    'Super Bowl XXX was played in Tempe.',
    'Women have XX chromosomes.',
    'His whole reply was "???"',
    'The band TKTK CQ plays on Friday.',
    'The ATK party and Atkins.',
    'What? No!',
  ])('not: %s', (text) => expect(found(text)).toEqual([]));
});
