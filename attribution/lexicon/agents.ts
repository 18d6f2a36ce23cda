import { documentNouns } from './cues';

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter(Boolean));

/** Nouns for people and bodies that act and speak; written down from general English, not taken from a corpus. */
export const agentNouns =
  words(`people man woman men women boy girl family group company firm party team campaign
  government administration ministry department agency office council committee commission board court union police
  army military navy force forces troops city state country nation congress senate house parliament cabinet president
  minister spokesman spokeswoman spokesperson official officials chief staff aide aides mother father wife husband son
  daughter brother sister friend friends crowd public media press newspaper paper network candidates candidate rival
  rivals opponents supporters voters democrats republicans conservatives liberals member members leader leaders many
  some others most half majority children parents students prosecution defense defence coalition organization
  organisation association institute university school hospital bank charity church authority authorities embassy mayor
  governor senator judge attorney lawyers lawyer prosecutors analysts experts investors pair couple duo trio both crew
  camp side body watchdog regulator panel jury nominee billionaire mogul businessman veteran veterans critics groups
  guest host anchor pundit activists activist elite establishment base electorate leadership delegation kremlin
  administration regime militants rebels insurgents neighbors residents teachers doctors nurses scientists researchers
  economists teenager teen victim victims survivor witness defendant plaintiff suspect colleague colleagues
  conservative liberal democrat republican moderate populist communist socialist lobby tribe clan duke king queen pope
  few several each none neither everyone everybody anyone nobody someone somebody`);

/** Common nouns that are often the first, capitalised word of a sentence. */
export const commonHeads =
  words(`police court prosecutors officials residents voters supporters opponents investigators
  detectives officers troops protesters demonstrators lawmakers republicans democrats aides campaign hospital school
  council polls results data studies reports media critics experts analysts sources others some many most several both
  neighbours neighbors friends relatives parents teachers doctors scientists researchers economists investors
  shares stocks revenue sales profits prices oil gold video footage documents records emails e-mails papers filings
  talks negotiations rescuers firefighters paramedics soldiers fighters rebels militants activists campaigners
  shareholders creditors unions workers staff students pupils patients nurses passengers families lawyers attorneys jurors
  magistrates members councillors ministers deputies dozens hundreds thousands millions people men women children
  authorities military army government opposition insiders observers diplomats leaders executives managers companies
  banks local state federal national foreign senior former current top new another`);

export function isAgentNoun(lower: string): boolean {
  return (
    agentNouns.has(lower) ||
    documentNouns.has(lower) ||
    /(?:man|woman|men|women|person|people|ists?|ians?|crats?|[^aeiou]ers?|[^f]ors?|ees?|ants?)$/.test(lower)
  );
}
