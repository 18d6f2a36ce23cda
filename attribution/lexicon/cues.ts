/**
 * Reporting verbs by the grammar that they take. From the reporting-verb lists of English grammars (Biber et al. 1999,
 * Quirk et al. 1985, 16.30 ff.), put in order of use by the published cue counts of the PolNeAR corpus (counts are
 * facts; no text of it is here).
 */
const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter(Boolean));

/** Speech verbs that report a clause, take a quotation, and can stand in a tail: "…, she said". */
export const speechVerbs =
  words(`say tell add note argue write ask state explain claim warn insist announce declare
  report acknowledge admit concede confirm allege assert contend maintain reply respond recall suggest tweet post
  predict promise vow pledge stress emphasize emphasise joke remark observe complain caution estimate conclude reveal
  disclose testify deny boast brag lament reiterate quip shout yell exclaim proclaim inform assure advise
  counter conclude continue retort recount elaborate opine muse theorize theorise speculate surmise reason
  relay mention repeat affirm reaffirm swear attest hint imply comment grumble groan whisper cry agree rule
  propose recommend urge demand stipulate instruct order clarify
  marvel gush fume bemoan snap blog text email e-mail read charge fret rant chide intone underscore
  tease sigh laugh interject object protest guess recite confess submit plead signal scoff chant rail radio advertise`);

/** Verbs whose subject may be a document, study or figure: "the filing shows". */
export const showingVerbs =
  words(`show find suggest indicate reveal say state report note conclude estimate read
  demonstrate list record claim allege describe detail accuse argue warn put confirm prove highlight document cite
  determine predict project forecast rank recommend call urge outline explain call give disclose add underscore
  mention specify stipulate contain identify quote write imply portray depict point tell criticize attribute`);

/** Mind and attitude: who holds it is said, but nobody is reported to have spoken. */
export const mindVerbs =
  words(`think believe know feel hope fear worry expect doubt suspect wonder consider assume
  understand realize realise see want wish regard view prefer imagine reckon figure recognize recognise anticipate
  appreciate remember forget love hate like dislike intend seek plan decide deem favor favour enjoy respect trust
  care mind desire value hear learn choose struggle pray dream`);

/** Verbs of judging or taking sides with a noun phrase: "X backs Y". Kept apart as attitude. */
export const stanceVerbs =
  words(`support endorse back oppose criticize criticise praise condemn slam blast attack hail
  mock ridicule applaud denounce decry dismiss reject defend tout champion embrace welcome question challenge blame
  thank commend laud salute honor honour disavow repudiate renounce lambaste lambast excoriate rip chastise rebuke scold
  admonish berate deride disparage belittle bash malign assail castigate vilify skewer trash knock target oppose
  favor favour advocate promote push disagree sympathize congratulate celebrate cheer bemoan protest
  minimize downplay trumpet extol recognize admire accept approve discredit disown shun resent boycott rebuff rebut refute`);

/** Speech acts with a noun phrase or infinitive: "denied the charge", "accused him of", "called it a lie". */
export const actVerbs =
  words(`accuse call describe deny blame cite discuss announce refuse decline threaten offer
  promise vow pledge urge request propose demand label dub brand portray depict characterize characterise refute rebut
  dispute contradict allege claim admit confess acknowledge concede reveal disclose mention reference reiterate
  repeat highlight underscore emphasize emphasise stress outline detail address apologize apologise criticize criticise
  warn predict forecast project report recount recall quote declare express voice raise issue recommend advise
  encourage implore beg plead invite appeal call compare liken attribute tell ask remind reassure assure persuade
  convince teach explain clarify confirm propose suggest question read tweet post share publish release echo invoke
  lament bemoan decry denounce condemn slam blast rip praise hail tout pitch
  petition endorse advise caution instruct order rule charge indict sue sentence convict interpret
  articulate illustrate preach name insinuate defy renew mock accept
  discourage dissuade forbid persuade summon challenge attack insult thank commend laud applaud defend dismiss reject
  nominate peg rate rank assess summarize summarise argue oppose list speculate respond react reply answer talk speak vote agree disagree
  object protest complain boast brag rail testify elaborate insist joke worry`);

/** Linking verbs that show how something looks to nobody in particular: agentless. */
export const seemVerbs = words(`seem appear`);

/** Verbs that continue the speech act of their infinitive: "went on to say". */
export const raisingVerbs = words(
  `go continue begin start proceed seek try want hasten rush come appear seem use decide`,
);

/** Verbs that take a preposition before what is said. */
export const prepositionalCues: Readonly<Record<string, ReadonlySet<string>>> = {
  call: words('for on upon'),
  talk: words('about of up'),
  speak: words('about of against to'),
  point: words('to out'),
  refer: words('to'),
  respond: words('to with by'),
  react: words('to with by'),
  reply: words('to with that'),
  allude: words('to'),
  object: words('to'),
  agree: words('that with to on'),
  disagree: words('with'),
  argue: words('for against'),
  push: words('for back'),
  ask: words('for about'),
  complain: words('about of'),
  boast: words('about of'),
  brag: words('about of'),
  rail: words('against about at'),
  worry: words('about that'),
  joke: words('about that'),
  apologize: words('for'),
  apologise: words('for'),
  comment: words('on'),
  elaborate: words('on'),
  lash: words('out'),
  speculate: words('about on that'),
  testify: words('about that'),
  insist: words('on that'),
  warn: words('of against that about'),
  vote: words('for against to'),
  advocate: words('for'),
  lobby: words('for against'),
  campaign: words('for against'),
  complain_: words('about'),
  protest: words('against'),
  hint: words('at that'),
  dream: words('of'),
  vouch: words('for'),
  weigh: words('in'),
  take: words('aim issue'),
  make: words('clear'),
  come: words('out'),
  side: words('with'),
  sympathize: words('with'),
  muse: words('about that'),
  lean: words('toward'),
  look: words('like at forward'),
  sound: words('like'),
  focus: words('on'),
  think: words('of about'),
  know: words('about of'),
  listen: words('to'),
  dwell: words('on'),
  touch: words('on'),
  zero: words('in'),
  believe: words('in'),
  hear: words('about of'),
  learn: words('about of that'),
  lay: words('out'),
  play: words('down up'),
  spell: words('out'),
  single: words('out'),
  rule: words('out'),
  call_: words('out'),
  go: words('after'),
  put: words('it'),
  pray: words('for that'),
  care: words('about'),
  long: words('for'),
  opt: words('for'),
  settle: words('on'),
};

/** Nouns that hold what somebody said: "the claim that", "her statement". */
export const sayingNouns =
  words(`claim statement allegation assertion accusation argument suggestion announcement
  promise pledge vow warning prediction admission declaration contention insistence complaint assurance remark
  comment belief view opinion notion idea conviction hope fear concern worry conclusion finding revelation report
  acknowledgment acknowledgement denial threat proposal call demand plea request testimony speculation
  criticism charge impression confidence theory rumor rumour sense feeling doubt suspicion recommendation
  indication evidence perception assessment estimate expectation understanding realization acceptance consensus
  support opposition endorsement backing attack backlash outrage anger praise condemnation reaction stance position
  vision assertion message description account explanation question response answer vow defense defence`);

/** Documents and collections of them that can be a source. */
export const documentNouns =
  words(`report study survey poll document documents records record filing filings papers
  paper affidavit lawsuit suit complaint indictment memo memorandum letter email e-mail emails e-mails statement
  statements release data figures statistics census analysis investigation inquiry audit transcript transcripts
  article editorial column story book memoir biography note research review assessment notice minutes
  tweet post video footage recording tape photograph photographs photo photos images website site page blog ad
  commercial advertisement speech testimony deposition warrant order ruling opinion decision verdict judgment judgement
  constitution bill act law legislation resolution amendment contract agreement brief motion petition
  account accounts ledger diary log logs spreadsheet database registry register certificate profile obituary
  manifesto platform plan proposal budget guidance guidelines advisory bulletin forecast index
  dossier cable cables transcript readout communique communiqué message messages text texts bio polls surveys studies
  reports numbers poster sign placard banner plaque headline caption email trial polling findings results survey`);

/** Groups without a face: a bare plural of these is a vague source. */
export const vagueGroups =
  words(`sources experts critics analysts officials doctors insiders observers scientists
  researchers economists supporters opponents commentators watchers activists aides allies detractors advocates
  strategists operatives pundits scholars historians skeptics sceptics proponents some many several others people
  friends colleagues witnesses authorities neighbors neighbours locals residents campaigners lawmakers politicians
  lawyers academics specialists studies they observers diplomats leaders members insider source expert critic analyst
  official observer those few most`);
