import type { SourceKind } from '../analysis';
import { isOutlet, bodyNouns } from '../lexicon/outlets';
import { isTitle, type Gender } from '../lexicon/titles';
import type { Token } from '../tag/tagger';
import { isTime } from '../find/phrases';
import { nameRun, type Name } from './names';

/** Somebody or something that the story has spoken of so far. */
export interface Entity {
  name: string;
  kind: SourceKind;
  gender: Gender | null;
  /** Common nouns under which a later mention can mean it: "mayor", "company", "papers". */
  roles: Set<string>;
  /** Index of the sentence of its last mention, whether that was as subject, and as source. */
  seen: number;
  subject: number;
  spoke: number;
  mentions: number;
  titled: boolean;
  /** Place in the order of first mention. */
  order: number;
}

/** The people, bodies and documents of a story in order of mention: who can "he" be, which company is "the company". */
export class Registry {
  readonly entities: Entity[] = [];
  private byKey = new Map<string, Entity>();
  /** Entities by the first and the last word of their name. */
  private byWord = new Map<string, Entity[]>();

  /** Notes the names in one sentence outside quotations; `from` and `to` are tokens of its block. */
  notice(tokens: readonly Token[], from: number, to: number, quoted: Int32Array, sentence: number): void {
    let first = true;
    for (let at = from; at < to; at += 1) {
      const token = tokens[at];
      if (!token || token.pos !== 'PROPN' || (quoted[at] ?? -1) >= 0) continue;
      let start = at;
      while (start > from && isTitle(tokens[start - 1]?.text ?? '')) start -= 1;
      const name = nameRun(tokens, start, to);
      if (!name) continue;
      if (isTime(token)) continue;
      // "in Ohio", "the Fellside Herald", "Dayton, Ohio": places and things, until they speak.
      const before = tokens[start - 1];
      const afterIn =
        /^(?:in|at|from|near|on|the|a|an|to|of|outside|across|around|near|through)$/.test(
          before?.lower ?? '',
        ) ||
        (before?.text === ',' &&
          tokens[start - 2]?.pos === 'PROPN' &&
          !name.titled &&
          !name.text.includes(' '));
      const entity = this.meet(name, kindOfName(name), sentence, !afterIn);
      if (entity && first && isSubjectPlace(tokens, name, from)) {
        entity.subject = sentence;
        first = false;
      }
      if (entity) roleNouns(tokens, name, from, to).forEach((role) => entity.roles.add(role));
      at = Math.max(at, name.to - 1);
    }
  }

  /** The entity of a name: a full name, its surname, its first name after "Sir", or a body's short name. */
  meet(name: Name, kind: SourceKind, sentence: number, asPerson = true): Entity | null {
    const found = this.find(name.text);
    if (found) {
      found.seen = sentence;
      found.mentions += 1;
      found.gender ??= name.gender;
      found.titled ||= name.titled;
      if (found.kind === 'none' && kind === 'person' && asPerson && (name.titled || name.text.includes(' ')))
        found.kind = 'person';
      if (
        name.text.length > found.name.length &&
        found.kind === 'person' &&
        name.text.endsWith(` ${found.name}`)
      ) {
        this.byKey.set(name.text.toLowerCase(), found);
        found.name = name.text;
        this.index(found);
      }
      return found;
    }
    if (/^\d|^[^\p{L}]/u.test(name.text)) return null;
    const place = kind === 'person' && !asPerson && !name.titled;
    const entity: Entity = {
      name: name.text,
      kind: place ? 'none' : kind,
      gender: name.gender,
      roles: new Set(),
      seen: sentence,
      subject: -1,
      spoke: -1,
      mentions: 1,
      titled: name.titled,
      order: this.entities.length,
    };
    this.entities.push(entity);
    this.index(entity);
    this.byKey.set(name.text.toLowerCase(), entity);
    return entity;
  }

  /** An unnamed source, so that a later "the adviser", "the papers" can mean it. */
  describe(text: string, head: string, kind: SourceKind, gender: Gender | null, sentence: number): Entity {
    const known = this.byKey.get(text.toLowerCase());
    if (known) {
      known.seen = sentence;
      return known;
    }
    const entity: Entity = {
      name: text,
      kind,
      gender,
      roles: new Set([head]),
      seen: sentence,
      subject: sentence,
      spoke: -1,
      mentions: 1,
      titled: false,
      order: this.entities.length,
    };
    this.entities.push(entity);
    this.index(entity);
    this.byKey.set(text.toLowerCase(), entity);
    return entity;
  }

  private index(entity: Entity): void {
    const words = entity.name.toLowerCase().split(' ');
    for (const word of new Set([words[0] ?? '', words.at(-1) ?? ''])) {
      const list = this.byWord.get(word);
      if (!list) this.byWord.set(word, [entity]);
      else if (!list.includes(entity)) list.push(entity);
    }
  }

  private find(text: string): Entity | null {
    const key = text.toLowerCase();
    const exact = this.byKey.get(key);
    const bare = key.replace(/^(?:sir|dame|lord|lady|baroness)\s+/, '');
    const single = !bare.includes(' ');
    if (exact && (!single || exact.name.includes(' '))) return exact;
    const words = bare.split(' ');
    // By its words, not by a walk over everybody: a long story holds thousands of names.
    const near = [
      ...(this.byWord.get(words.at(-1) ?? '') ?? []),
      ...(single ? (this.byWord.get(key.split(' ')[0] ?? '') ?? []) : []),
    ];
    near.sort((left, right) => right.order - left.order);
    for (const entity of near) {
      if (entity.kind === 'document') continue;
      const other = entity.name.toLowerCase();
      if (other === bare || other.endsWith(` ${bare}`)) return remember(this.byKey, key, entity);
      const short = entity.kind === 'organization' || entity.kind === 'outlet' || key !== bare;
      if (single && short && (other.startsWith(`${bare} `) || other.startsWith(`${key} `))) {
        return remember(this.byKey, key, entity);
      }
      // A full name after the surname alone was seen (headline, dek).
      if (!single && entity.kind === 'person' && bare.endsWith(` ${other}`)) return entity;
    }
    return exact ?? null;
  }

  /** Who "he" or "she" is: the nearest person who fits, subjects and speakers first. */
  person(gender: Gender | null, sentence: number): Entity | null {
    let best: Entity | null = null;
    let score = -Infinity;
    for (const entity of this.entities) {
      if (entity.kind !== 'person' && entity.kind !== 'anonymous') continue;
      if (gender && entity.gender && entity.gender !== gender) continue;
      // One word that never spoke and has no title may be a place or a brand.
      if (entity.spoke < 0 && entity.gender === null && !entity.titled && !entity.name.includes(' '))
        continue;
      const near = Math.max(entity.subject * 1 + 0.6, entity.spoke + 0.8, entity.seen);
      const fits =
        near + (entity.gender && entity.gender === gender ? 0.5 : 0) + Math.min(entity.mentions, 4) * 0.05;
      if (sentence - entity.seen > 30) continue;
      if (fits > score) {
        score = fits;
        best = entity;
      }
    }
    if (best && gender) best.gender ??= gender;
    return best;
  }

  /** What "it", "they" or "the company" is: the nearest body that spoke or acted. */
  body(sentence: number, plural: boolean): Entity | null {
    let best: Entity | null = null;
    let score = -Infinity;
    for (const entity of this.entities) {
      const fits =
        entity.kind === 'organization' ||
        entity.kind === 'document' ||
        entity.kind === 'outlet' ||
        (plural && (entity.kind === 'anonymous' || entity.kind === 'vague'));
      if (!fits || sentence - entity.seen > 30) continue;
      const near = Math.max(entity.subject + 0.5, entity.spoke + 0.8, entity.seen);
      if (near > score) {
        score = near;
        best = entity;
      }
    }
    return best;
  }

  /** Who was called that before: "the minister", "the Ledger", "the authority", "the papers". */
  role(head: string): Entity | null {
    let best: Entity | null = null;
    for (const entity of this.entities) {
      const words = entity.name.toLowerCase().split(' ');
      if (!(
        entity.roles.has(head) ||
        (words.length > 1 && words[words.length - 1] === head) ||
        (words.length > 2 && words.includes(head) && entity.kind === 'organization')
      ))
        continue;
      if (!best || entity.seen >= best.seen) best = entity;
    }
    if (best) return best;
    if (/^(?:company|firm|group|corporation|carmaker|bank|retailer|maker)$/.test(head))
      return this.mainBody();
    return null;
  }

  private mainBody(): Entity | null {
    let best: Entity | null = null;
    for (const entity of this.entities) {
      if (
        entity.kind !== 'organization' ||
        /\b(?:ministry|council|court|police|department|senate|congress|board|authority)\b/i.test(entity.name)
      )
        continue;
      if (!best || entity.mentions > best.mentions) best = entity;
    }
    return best;
  }
}

function remember(index: Map<string, Entity>, key: string, entity: Entity): Entity {
  index.set(key, entity);
  return entity;
}

function kindOfName(name: Name): SourceKind {
  if (isOutlet(name.text)) return 'outlet';
  const words = name.text.split(' ');
  if (
    !name.titled &&
    (/^[A-Z]{2,6}$/.test(name.text) || words.some((word) => bodyNouns.has(word.toLowerCase())))
  )
    return 'organization';
  return 'person';
}

function isSubjectPlace(tokens: readonly Token[], name: Name, from: number): boolean {
  for (let index = name.from - 1; index >= from; index -= 1)
    if (tokens[index]?.pos === 'VERB' || tokens[index]?.pos === 'AUX') return false;
  return true;
}

/** "Mayor Josip Keller", "Josip Keller, the mayor": the nouns that a later "the mayor" takes up. */
function roleNouns(tokens: readonly Token[], name: Name, from: number, to: number): string[] {
  const roles: string[] = [];
  for (let index = name.from - 1; index >= Math.max(from, name.from - 4); index -= 1) {
    const token = tokens[index];
    if (!token || token.text === ',') {
      if (token && index === name.from - 1 && tokens[index - 1]?.pos === 'NOUN')
        roles.push(tokens[index - 1]?.lower ?? '');
      break;
    }
    if (token.pos === 'NOUN' || isTitle(token.text)) roles.push(token.lower.replace(/\.$/, ''));
    else if (token.pos !== 'PROPN' && token.pos !== 'ADJ') break;
  }
  if (tokens[name.to]?.text === ',' && name.to + 1 < to) {
    for (let index = name.to + 1; index < Math.min(to, name.to + 6); index += 1) {
      const token = tokens[index];
      if (!token || token.pos === 'ADP' || token.text === ',' || token.pos === 'VERB') break;
      if (token.pos === 'NOUN') roles.push(token.lower);
    }
  }
  return roles.filter(Boolean);
}
