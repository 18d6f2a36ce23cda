import type { SourceKind } from '../analysis';
import type { Relation } from '../find/relation';
import type { StoryBlock } from '../story';
import { namingOf, type Naming } from './names';

/** Who is behind a source phrase, for a reader of the whole story up to there. */
export interface Resolved {
  resolved: string | null;
  kind: SourceKind;
}

interface Speaker {
  name: string;
  kind: SourceKind;
  block: number;
}

/** The speakers of a story so far, in order of mention; the last one fits first. */
export class Registry {
  private speakers: Speaker[] = [];
  private lastPerson: Speaker | null = null;
  private lastBody: Speaker | null = null;

  resolve(block: StoryBlock, blockIndex: number, relation: Relation): Resolved {
    if (!relation.source) return { resolved: null, kind: 'none' };
    const { tokens, text } = block.facts;
    const first = tokens[relation.source.from];
    const last = tokens[relation.source.to - 1];
    if (!first || !last) return { resolved: null, kind: 'none' };
    const naming = namingOf(tokens, relation.source, text.slice(first.start, last.end));
    if (/^(?:he|she|him|her)$/.test(naming.head)) return this.same(this.lastPerson, 'person');
    if (naming.head === 'it') return this.same(this.lastBody, 'organization');
    if (naming.head === 'they') return this.same(this.lastBody ?? this.lastPerson, 'vague');
    if (/^(?:i|we)$/.test(naming.head)) return { resolved: null, kind: 'person' };
    return this.remember(naming, blockIndex);
  }

  private same(speaker: Speaker | null, otherwise: SourceKind): Resolved {
    return speaker ? { resolved: speaker.name, kind: speaker.kind } : { resolved: null, kind: otherwise };
  }

  private remember(naming: Naming, block: number): Resolved {
    const full = naming.name ? this.fullName(naming.name) : null;
    const name = full?.name ?? naming.name ?? naming.text.replace(/^(?:the|a|an)\s+/i, '');
    const kind = full?.kind ?? naming.kind;
    const speaker = { name, kind, block };
    this.speakers.push(speaker);
    if (kind === 'person' || kind === 'anonymous') this.lastPerson = speaker;
    if (kind === 'organization' || kind === 'outlet' || kind === 'document') this.lastBody = speaker;
    return { resolved: name, kind };
  }

  private fullName(name: string): Speaker | null {
    for (let index = this.speakers.length - 1; index >= 0; index -= 1) {
      const speaker = this.speakers[index];
      if (speaker && speaker.name !== name && speaker.name.endsWith(` ${name}`)) return speaker;
      if (speaker && speaker.name === name) return speaker;
    }
    return null;
  }
}
