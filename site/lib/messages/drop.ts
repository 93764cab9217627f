/** What a queue says, in English; other languages must have exactly these keys. */
const en = {
  title: (name: string) => `Queue for ${name}`,
  onSaleFrom: (moment: string) => `On sale from ${moment}`,
  opensIn: 'Opens in',
  queueFrom: (moment: string) => `The queue opens ${moment}.`,
  rule: (limit: number, minutes: number) =>
    `First come, first served. ${limit === 1 ? 'One piece' : `At most ${limit} pieces`} per customer; when it is your turn you have ${minutes === 1 ? 'one minute' : `${minutes} minutes`} to check out.`,
  email: 'Email',
  emailHint: 'Your place belongs to this address; the order goes to it too.',
  join: 'Join the queue',
  joinAgain: 'Join again at the end',
  inQueue: 'You are in the queue',
  yourPlace: 'Your place',
  next: 'You are next.',
  stay: 'You may close this page and come back: your place stays yours.',
  refreshes: 'This page looks again by itself.',
  leave: 'Give my place back',
  yourTurn: 'It is your turn',
  yours: (count: number) =>
    count === 1
      ? 'One piece is set aside for you until the time is up.'
      : `${count} pieces are set aside for you until the time is up.`,
  timeLeft: 'Time left',
  buy: 'Buy now',
  buying: 'Your purchase is underway',
  finish: 'Go to checkout',
  bought: 'It is yours',
  boughtNote: 'The confirmation comes by email.',
  lapsed: 'Your turn has passed',
  lapsedNote: 'The time was up before the order was placed, so the piece went to the next in the queue.',
  soldOut: 'Sold out',
  soldOutNote: 'Every piece has found somebody. Thank you for waiting.',
  over: 'The sale is over',
  overNote: 'Nobody is let in any more. What you had in your bag is still there.',
  seeQueue: 'See your place',
  toProduct: 'Back to the piece',
  problems: {
    LIMIT_REACHED: 'You have bought as many as one customer can have.',
    JOINED_ELSEWHERE: 'This address is in the queue already, from another device. Use that one, or another address.',
    INVALID: 'Enter an email address, such as anna@example.org.',
    TOO_EARLY: 'The queue is not open yet.',
    ENDED: 'The sale is over.',
    FULL: 'The queue is full.',
    NOT_FOUND: 'This piece is not sold by queue.',
    TOO_MANY_FROM_NETWORK: 'Too many people have joined from your network.',
    UNAVAILABLE: 'The queue did not answer. Please try again.',
  },
};

export type DropMessages = typeof en;

const de: DropMessages = {
  title: (name: string) => `Warteschlange für ${name}`,
  onSaleFrom: (moment: string) => `Im Verkauf ab ${moment}`,
  opensIn: 'Beginnt in',
  queueFrom: (moment: string) => `Anstellen ab ${moment}.`,
  rule: (limit: number, minutes: number) =>
    `Wer zuerst kommt, kauft zuerst. ${limit === 1 ? 'Ein Stück' : `Höchstens ${limit} Stück`} pro Person; sind Sie an der Reihe, haben Sie ${minutes === 1 ? 'eine Minute' : `${minutes} Minuten`} zum Bestellen.`,
  email: 'E-Mail',
  emailHint: 'Ihr Platz gehört zu dieser Adresse; auch die Bestellung läuft über sie.',
  join: 'Anstellen',
  joinAgain: 'Hinten wieder anstellen',
  inQueue: 'Sie stehen an',
  yourPlace: 'Ihr Platz',
  next: 'Sie sind als Nächstes dran.',
  stay: 'Sie können die Seite schließen und wiederkommen: Ihr Platz bleibt Ihnen.',
  refreshes: 'Diese Seite sieht von selbst wieder nach.',
  leave: 'Meinen Platz aufgeben',
  yourTurn: 'Sie sind an der Reihe',
  yours: (count: number) =>
    count === 1
      ? 'Ein Stück liegt für Sie bereit, bis die Zeit um ist.'
      : `${count} Stück liegen für Sie bereit, bis die Zeit um ist.`,
  timeLeft: 'Verbleibende Zeit',
  buy: 'Jetzt kaufen',
  buying: 'Ihr Kauf läuft',
  finish: 'Zur Kasse',
  bought: 'Es gehört Ihnen',
  boughtNote: 'Die Bestätigung kommt per E-Mail.',
  lapsed: 'Ihre Zeit ist abgelaufen',
  lapsedNote: 'Die Zeit war um, bevor bestellt wurde; das Stück ging an die nächste Person.',
  soldOut: 'Ausverkauft',
  soldOutNote: 'Jedes Stück hat jemanden gefunden. Danke fürs Warten.',
  over: 'Der Verkauf ist vorbei',
  overNote: 'Es wird niemand mehr eingelassen. Ihr Warenkorb bleibt, wie er ist.',
  seeQueue: 'Ihren Platz ansehen',
  toProduct: 'Zurück zum Stück',
  problems: {
    LIMIT_REACHED: 'Sie haben so viele gekauft, wie eine Person haben kann.',
    JOINED_ELSEWHERE:
      'Diese Adresse steht schon an, von einem anderen Gerät. Nehmen Sie jenes oder eine andere Adresse.',
    INVALID: 'Geben Sie eine E-Mail-Adresse ein, etwa anna@example.org.',
    TOO_EARLY: 'Anstellen ist noch nicht möglich.',
    ENDED: 'Der Verkauf ist vorbei.',
    FULL: 'Die Schlange ist voll.',
    NOT_FOUND: 'Dieses Stück wird nicht über eine Schlange verkauft.',
    TOO_MANY_FROM_NETWORK: 'Aus Ihrem Netz stehen schon zu viele an.',
    UNAVAILABLE: 'Die Warteschlange hat nicht geantwortet. Bitte versuchen Sie es noch einmal.',
  },
};

const languages: Readonly<Record<string, DropMessages>> = { en, de };

/** What a queue says in a language; English where it does not speak it yet. */
export const dropMessages = (language: string): DropMessages => languages[language] ?? en;
