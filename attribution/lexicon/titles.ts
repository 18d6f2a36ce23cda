/** Titles and forms of address of English-language news, and what words say about who is meant. */
export type Gender = 'male' | 'female';

const titles = new Set(
  (
    'mr mrs ms miss mx dr gen general rep reps representative sen sens senator gov governor lt col colonel sgt sergeant capt captain ' +
    'maj major adm admiral rev reverend hon pres president prof professor cllr councillor councilor sheriff detective det insp inspector ' +
    'supt superintendent chief secretary minister ambassador judge justice chancellor mayor king queen prince princess pope archbishop ' +
    'bishop cardinal father sister deputy attorney officer spokesman spokeswoman spokesperson prime vice foreign coach chairman ' +
    'chairwoman chair director executive financial operating ceo cfo coo candidate nominee republican democrat democratic commander ' +
    'former pm mp msp congressman congresswoman premier brigadier marshal corporal cpl private pvt first lady state acting interim ' +
    'uncle aunt lawyer leader analyst historian economist campaign manager press'
  ).split(' '),
);

/** Titles that belong to the name and stay with it. */
export const keptTitles: ReadonlySet<string> = new Set(
  'sir dame lord lady baroness baron viscount earl countess'.split(' '),
);

export function isTitle(word: string): boolean {
  return titles.has(word.toLowerCase().replace(/\.$/, ''));
}

const male = new Set(
  'mr sir lord king prince pope father archbishop baron viscount earl he him his man boy husband son brother uncle grandfather spokesman chairman businessman congressman policeman statesman actor salesman widower nephew dad fisherman gentleman stepfather grandson godfather monk'.split(
    ' ',
  ),
);
const female = new Set(
  'mrs ms miss dame lady queen princess sister baroness countess she her hers woman girl wife daughter aunt grandmother spokeswoman chairwoman businesswoman congresswoman policewoman stateswoman actress widow niece mother mum mom stepmother granddaughter nun'.split(
    ' ',
  ),
);

/** What a word says about the gender of the person that it stands for, where it says so at all. */
export function genderOfWord(word: string): Gender | null {
  if (male.has(word)) return 'male';
  return female.has(word) ? 'female' : null;
}
