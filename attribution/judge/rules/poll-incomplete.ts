import type { Finding, Rule } from '../rule';

const POLL = /\b(?:poll|polls|polling|survey|surveys)\b/i;
const FIGURE =
  /\b\d[\d.,]*\s?(?:%|percent|per cent|points?)|\b(?:at|to|by) \d\d\b|\b(?:majority|one in|two-thirds|half of)\b/i;
const NAMED =
  /(?:\p{Lu}[\p{L}’'&/.-]+(?: (?:University|News|Research|Institute|College|School))? (?:\p{L}+ )?(?:poll|survey)|(?:poll|survey) (?:\p{L}+ ){0,3}(?:by|from|for|of) (?:the )?\p{Lu}|by (?:\p{Lu}[\p{L}/&-]+ ?)+(?:found|shows|showed))/u;
const HOW_MANY =
  /\b\d[\d,]* (?:\p{L}+[- ]){0,3}(?:voters|adults|people|respondents|americans|residents|households|members|students|parents|britons|doctors|readers|republicans|democrats|customers)\b/iu;
const MARGIN = /\bmargin of (?:sampling )?error\b/i;
const WHEN =
  /\b(?:conducted|taken|fielded|carried out|between|from|released|published|last week|this week|this month|(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.? \d|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/;

/** Once a poll, judged on the whole story: a poll that is complete somewhere needs nothing elsewhere. */
export const pollIncomplete: Rule = {
  id: 'poll.incomplete',
  title: 'Poll without its particulars',
  severity: 'warn',
  help: 'A poll figure needs who asked, how many, when, and the margin of error.',
  standard: 'AP Stylebook practice on polls; BBC Editorial Guidelines (polls and surveys)',
  fixes: ['poll-card', 'link-source'],
  fires: [
    { text: 'A new poll puts her at 46 percent.' },
    { text: 'A survey found that 72 per cent of residents want the pool kept open.' },
  ],
  nearMisses: [
    {
      text: 'In a Tallis Research poll of 1,204 likely voters conducted Oct. 3-7, Holcomb led 47 percent to 44 percent. It had a margin of error of 3 points.',
    },
    { text: 'The polls close at 8 p.m.' },
  ],
  test(story) {
    const findings: Finding[] = [];
    const seen = new Set<string>();
    const complete = MARGIN.test(story.text) && HOW_MANY.test(story.text);
    for (const sentence of story.sentences) {
      if (sentence.kind === 'quote' || sentence.kind === 'boilerplate' || sentence.graf === 0) continue;
      const match = POLL.exec(sentence.text);
      if (!match || !FIGURE.test(sentence.text)) continue;
      const names = NAMED.exec(sentence.text);
      const named =
        names &&
        !/^(?:A|An|Another|The|One|New|Recent|In|That|This|Some|Most|Several|Two|Three|Polls?|Surveys?)\b(?: \p{Ll}+)? (?:poll|survey)/u.test(
          names[0],
        )
          ? names
          : null;
      const key = named
        ? named[0].toLowerCase().replace(/ (?:poll|survey).*/, '')
        : `unnamed ${sentence.index}`;
      if (seen.has(key)) continue;
      seen.add(key);
      // "The survey …" goes on about a poll that was named before.
      const goesOn =
        /\b(?:the|that|this|its) (?:\p{L}+ )?(?:poll|survey)\b/iu.test(sentence.text) &&
        NAMED.test(story.text);
      if (
        goesOn ||
        (named &&
          (complete ||
            HOW_MANY.test(sentence.block.text) ||
            (MARGIN.test(story.text) && WHEN.test(sentence.block.text))))
      )
        continue;
      const start = sentence.start + match.index;
      const lacks = named
        ? 'how many were asked and the margin of error'
        : 'who asked, how many, when, and the margin of error';
      findings.push({
        sentence: sentence.index,
        start,
        end: start + match[0].length,
        message: `This poll lacks ${lacks}.`,
        cause: `poll:${key}`,
        severity: named ? 'info' : 'warn',
      });
    }
    return findings;
  },
};
