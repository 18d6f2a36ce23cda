import type { SourceKind } from '../analysis';
import type { Relation } from '../find/relation';
import type { Token } from '../tag/tagger';
import type { StoryBlock } from '../story';
import { namingOf, type Naming } from './names';
import type { Entity, Registry } from './registry';

/** Who is behind a source phrase, for a reader of the whole story up to there. */
export interface Resolved {
  resolved: string | null;
  kind: SourceKind;
  entity: Entity | null;
}

/** Resolves the source of one relation against what the story has said so far, and notes that it spoke. */
export function resolveSource(
  registry: Registry,
  block: StoryBlock,
  relation: Relation,
  sentence: number,
): Resolved {
  if (!relation.source) return { resolved: null, kind: 'none', entity: null };
  const { tokens, text } = block.facts;
  const first = tokens[relation.source.from];
  const last = tokens[relation.source.to - 1];
  if (!first || !last) return { resolved: null, kind: 'none', entity: null };
  const naming = namingOf(tokens, relation.source, text.slice(first.start, last.end));
  const found = entityOf(registry, tokens, naming, sentence);
  if (found.entity && relation.form !== 'attitude') {
    found.entity.spoke = sentence;
    found.entity.seen = sentence;
  }
  return found;
}

function entityOf(registry: Registry, tokens: readonly Token[], naming: Naming, sentence: number): Resolved {
  const of = (entity: Entity | null, otherwise: SourceKind): Resolved =>
    entity
      ? { resolved: entity.name, kind: entity.kind === 'none' ? otherwise : entity.kind, entity }
      : { resolved: null, kind: otherwise, entity: null };
  switch (naming.head) {
    case 'he':
    case 'him':
    case 'his':
      return of(registry.person('male', sentence), 'person');
    case 'she':
    case 'her':
    case 'hers':
      return of(registry.person('female', sentence), 'person');
    case 'it':
    case 'its':
      return of(registry.body(sentence, false), 'organization');
    case 'they':
    case 'them':
    case 'their':
      return of(registry.body(sentence, true) ?? registry.person(null, sentence), 'anonymous');
    case 'i':
    case 'we':
    case 'my':
    case 'our':
    case 'you':
      return { resolved: null, kind: 'person', entity: null };
    default:
      break;
  }
  if (naming.name && naming.kind !== 'document') {
    const entity = registry.meet(naming.name, naming.kind, sentence);
    if (entity) {
      if (entity.kind === 'none' || (naming.kind !== 'person' && entity.kind === 'person'))
        entity.kind = naming.kind;
      entity.gender ??= naming.gender;
      if (naming.head && !/^\p{Lu}/u.test(naming.text)) entity.roles.add(naming.head);
      return { resolved: entity.name, kind: naming.kind === 'outlet' ? 'outlet' : entity.kind, entity };
    }
  }
  if (naming.owner >= 0) {
    const owner = tokens[naming.owner]?.lower;
    const holder =
      owner === 'its'
        ? registry.body(sentence, false)
        : owner === 'their'
          ? registry.body(sentence, true)
          : registry.person(owner === 'her' ? 'female' : 'male', sentence);
    const rest = naming.text.replace(/^\S+\s+/, '');
    const text = holder ? `${holder.name}’s ${rest}` : naming.text;
    return of(registry.describe(text, naming.head, naming.kind, naming.gender, sentence), naming.kind);
  }
  if (naming.definite) {
    const before = registry.role(naming.head);
    const simple = naming.text.split(/\s+/).length <= 2;
    if (before && simple) {
      before.seen = sentence;
      return of(before, naming.kind);
    }
  }
  return of(
    registry.describe(cleaned(naming), naming.head, naming.kind, naming.gender, sentence),
    naming.kind,
  );
}

/** A descriptor without what only places it: "state court records", "A 2018 trial by the Norden Heart Institute". */
function cleaned(naming: Naming): string {
  return (
    naming.text
      .replace(/,.*$/s, '')
      .replace(/\s+(?:published|released|dated|obtained|seen|conducted|unsealed|filed)\b.*$/s, '')
      .trim() || naming.text
  );
}
