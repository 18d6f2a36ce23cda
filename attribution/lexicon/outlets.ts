/**
 * Names of newsrooms, as readers meet them in credits: national and international titles, agencies, broadcasters. The
 * list is only a help; a name built with a newspaper's noun ("the Pike County Ledger") is known by that noun.
 */
const names =
  'associated press|ap|reuters|afp|agence france-presse|bloomberg|upi|xinhua|tass|interfax|kyodo|dpa|ansa|efe|' +
  'new york times|times|nyt|washington post|wapo|post|wall street journal|wsj|journal|usa today|los angeles times|chicago tribune|' +
  'boston globe|guardian|observer|independent|telegraph|daily telegraph|sunday times|daily mail|mail on sunday|sun|mirror|daily mirror|' +
  'express|financial times|ft|economist|bbc|itv|sky news|channel 4|channel 4 news|cnn|cnbc|msnbc|nbc|nbc news|abc|abc news|cbs|cbs news|fox|fox news|' +
  'npr|pbs|politico|axios|the hill|vox|buzzfeed|buzzfeed news|huffington post|huffpost|breitbart|daily caller|daily beast|daily wire|national review|' +
  'washington examiner|washington times|new yorker|atlantic|time|newsweek|vanity fair|rolling stone|mother jones|slate|salon|the intercept|propublica|' +
  'le monde|le figaro|der spiegel|spiegel|die zeit|bild|el pais|el país|la repubblica|corriere della sera|al jazeera|aljazeera|al-jazeera|haaretz|' +
  'jerusalem post|times of israel|south china morning post|global times|nikkei|asahi shimbun|yonhap|kommersant|novaya gazeta|rt|sputnik|kyiv independent|' +
  'globe and mail|toronto star|cbc|sydney morning herald|age|australian|scotsman|herald|irish times|rte|hindu|times of india|dawn|miami herald|' +
  'dallas morning news|denver post|seattle times|san francisco chronicle|houston chronicle|philadelphia inquirer|detroit news|detroit free press|' +
  'des moines register|arizona republic|tampa bay times|union leader|new york post|new york daily news|daily news|tmz|gawker|wikileaks|mediaite|c-span|univision|telemundo';

const outlets = new Set(names.split('|'));
/** Abbreviations and everyday words that name an outlet only with a capital letter and an article or on their own. */
const shortNames = new Set(
  'times post journal sun mirror express age star herald dawn time hill mail news rt ft fox abc'.split(' '),
);

const OUTLET_NOUN =
  /\b(?:News|Times|Post|Gazette|Herald|Tribune|Chronicle|Ledger|Courier|Journal|Telegraph|Guardian|Mail|Globe|Inquirer|Examiner|Observer|Mirror|Register|Dispatch|Bulletin|Newspaper|Magazine|Wire|Weekly|Daily|Press|TV|Television|Radio|Broadcasting|Newswire|Review|Argus|Echo|Standard|Sentinel|Advertiser|Monitor|Star-?\w*|Bee|Sun)\b(?: News)?$/;

export const newsNouns: ReadonlySet<string> = new Set(
  'newspaper outlet broadcaster network tabloid daily magazine website newswire agency'
    .split(' ')
    .filter((word) => word !== 'agency' && word !== 'website'),
);

/** Is this name, with or without its article, one under which a newsroom publishes? */
export function isOutlet(name: string): boolean {
  const bare = name
    .replace(/^(?:the|The)\s+/, '')
    .replace(/['’]s?$/, '')
    .trim();
  const lower = bare.toLowerCase();
  if (outlets.has(lower) && (/\p{Lu}/u.test(bare) || lower.length > 4)) return true;
  const trimmed = lower.replace(
    /\s+(?:news(?:paper)?|agency|news agency|report|newswire|magazine|website)$/,
    '',
  );
  if (trimmed !== lower && outlets.has(trimmed) && !shortNames.has(trimmed)) return true;
  return (
    /\s/.test(bare) &&
    OUTLET_NOUN.test(bare) &&
    !/\b(?:Washington Post Company|Times Square|Press (?:Secretary|Association))\b/.test(bare)
  );
}

/** Heads of names and phrases that stand for a body, not a person. */
export const bodyNouns: ReadonlySet<string> = new Set(
  (
    'ministry department office agency council committee commission board court police army military navy government administration company ' +
    'corporation inc corp ltd plc group bank university college institute institution foundation association union federation party campaign congress senate ' +
    'house parliament cabinet embassy authority bureau service services center centre coalition alliance league club team hospital school trust charity ' +
    'society organization organisation regulator watchdog force forces brigade firm startup think-tank church diocese district county city state kremlin pentagon ' +
    'white-house treasury nato fbi cia nsa dnc rnc epa fda cdc irs un eu who imf opec fed tribunal inquest jury prosecution defence defense family network ' +
    'democrats republicans conservatives liberals labour troops partners associates lawyers prosecutors detectives officers troopers deputies firefighters paramedics ' +
    'airline railway port airport museum theatre festival fund instruments pharma industries holdings technologies systems labs'
  ).split(' '),
);
