import { shownMessages } from './marked.ts';

/** What asking for a thing that is sold out says, in English; other languages have exactly these keys. */
const en = {
  title: 'Tell me when it is back',
  email: 'Email',
  consent:
    'We write to this address once, when it can be bought again, and use it for nothing else. Every mail has a link that deletes it at once; after a month, or a year of waiting, it goes by itself.',
  ask: 'Tell me',
  asked: 'Noted. We will write as soon as it is back.',
  askedHint: 'Who asked first hears first. Nothing is set aside.',
  back: 'Back to the piece',
  pageTitle: (name: string) => `When ${name} is back`,
  forSale: 'It can be bought now.',
  forgetTitle: 'Delete your address?',
  forgetText:
    'We then forget everything you are waiting for, and write no more about it. For thirty days nobody can enter the address here again.',
  forget: 'Delete',
  forgotten: 'Your address is deleted.',
  problems: {
    INVALID: 'This email address is incomplete. It needs a name, an @ and a domain, such as anna@example.org.',
    TOO_MANY_REQUESTS: 'That was too often in a short time. Please try again in a minute.',
    UNAVAILABLE: 'That did not work just now. Please try again.',
  },
};

export type BackInStockMessages = typeof en;

const de: BackInStockMessages = {
  title: 'Sag mir, wenn es wieder da ist',
  email: 'E-Mail',
  consent:
    'Wir schreiben einmal an diese Adresse, sobald es wieder zu haben ist, und nutzen sie für nichts anderes. In der Mail steht ein Link, der sie sofort löscht; nach einem Monat, oder einem Jahr des Wartens, geht sie von selbst.',
  ask: 'Bescheid geben',
  asked: 'Notiert. Wir schreiben, sobald es wieder da ist.',
  askedHint: 'Wer zuerst gefragt hat, erfährt es zuerst. Zurückgelegt wird nichts.',
  back: 'Zurück zum Stück',
  pageTitle: (name: string) => `Wenn ${name} wieder da ist`,
  forSale: 'Es ist schon zu haben.',
  forgetTitle: 'Adresse löschen?',
  forgetText:
    'Wir vergessen dann alles, worauf du wartest, und schreiben dazu nicht mehr. Dreißig Tage lang kann niemand die Adresse hier wieder eintragen.',
  forget: 'Löschen',
  forgotten: 'Deine Adresse ist gelöscht.',
  problems: {
    INVALID:
      'Diese E-Mail-Adresse ist unvollständig. Sie braucht einen Namen, ein @ und eine Domain, etwa anna@example.org.',
    TOO_MANY_REQUESTS: 'Das war zu oft in kurzer Zeit. Bitte versuche es in einer Minute wieder.',
    UNAVAILABLE: 'Das hat gerade nicht geklappt. Bitte versuche es noch einmal.',
  },
};

const fr: BackInStockMessages = {
  title: 'Me prévenir de son retour',
  email: 'E-mail',
  consent:
    'Nous écrivons une seule fois à cette adresse, dès que l’article est de nouveau disponible, et ne l’utilisons pour rien d’autre. Un lien dans le message l’efface aussitôt ; après un mois, ou un an d’attente, elle s’efface d’elle-même.',
  ask: 'Me prévenir',
  asked: 'C’est noté. Nous écrirons dès son retour.',
  askedHint: 'Qui a demandé en premier est prévenu en premier. Rien n’est mis de côté.',
  back: 'Retour à l’article',
  pageTitle: (name: string) => `Au retour de ${name}`,
  forSale: 'Il est déjà disponible.',
  forgetTitle: 'Effacer votre adresse ?',
  forgetText:
    'Nous oublierons alors tout ce que vous attendez et n’écrirons plus à ce sujet. Pendant trente jours, personne ne pourra saisir cette adresse ici.',
  forget: 'Effacer',
  forgotten: 'Votre adresse est effacée.',
  problems: {
    INVALID:
      'Cette adresse e-mail est incomplète. Il lui faut un nom, un @ et un domaine, par exemple anna@example.org.',
    TOO_MANY_REQUESTS: 'C’était trop souvent en peu de temps. Réessayez dans une minute, s’il vous plaît.',
    UNAVAILABLE: 'Cela n’a pas fonctionné. Réessayez, s’il vous plaît.',
  },
};

const ja: BackInStockMessages = {
  title: '再入荷をメールで知らせる',
  email: 'メールアドレス',
  consent:
    'またお求めいただけるようになったとき、このアドレスに一度だけお知らせします。ほかの目的には使いません。メールのリンクからすぐに削除でき、お知らせの一か月後、または一年お待ちいただいた後には自動で削除されます。',
  ask: '知らせてもらう',
  asked: '承りました。再入荷しだいメールでお知らせします。',
  askedHint: 'お申し込みの順にお知らせします。お取り置きはいたしません。',
  back: '商品に戻る',
  pageTitle: (name: string) => `${name} の再入荷のお知らせ`,
  forSale: 'ただいまお求めいただけます。',
  forgetTitle: 'メールアドレスを削除しますか？',
  forgetText:
    'お待ちの商品の記録をすべて削除し、以後お知らせをお送りしません。30日間は、このメールアドレスを再び登録することは誰にもできません。',
  forget: '削除する',
  forgotten: 'メールアドレスを削除しました。',
  problems: {
    INVALID: 'メールアドレスが正しくありません。anna@example.org のように、名前、@、ドメインが必要です。',
    TOO_MANY_REQUESTS: '短い時間に何度も送信されました。一分ほどおいてからもう一度お試しください。',
    UNAVAILABLE: 'ただいま受け付けられませんでした。もう一度お試しください。',
  },
};

const ar: BackInStockMessages = {
  title: 'أخبرني حين يعود',
  email: 'البريد الإلكتروني',
  consent:
    'نكتب إلى هذا العنوان مرة واحدة حين يتوفر من جديد، ولا نستعمله لغير ذلك. في الرسالة رابط يحذفه فورًا، ويُحذف من تلقاء نفسه بعد شهر منها أو بعد سنة من الانتظار.',
  ask: 'أخبرني',
  asked: 'سجّلنا طلبك، وسنكتب إليك فور عودته.',
  askedHint: 'من سأل أولًا يعلم أولًا. ولا نحجز شيئًا لأحد.',
  back: 'العودة إلى القطعة',
  pageTitle: (name: string) => `حين يعود \u2068${name}\u2069`,
  forSale: 'يمكن شراؤه الآن.',
  forgetTitle: 'هل تريد حذف عنوانك؟',
  forgetText:
    'ننسى عندئذ كل ما تنتظره ولا نكتب إليك عنه. ولن يتمكن أحد من إدخال هذا العنوان هنا مرة أخرى لمدة ثلاثين يومًا.',
  forget: 'حذف',
  forgotten: 'حُذف عنوانك.',
  problems: {
    INVALID: 'عنوان البريد غير مكتمل. يلزمه اسم وعلامة @ ونطاق، مثل anna@example.org.',
    TOO_MANY_REQUESTS: 'تكرر الطلب كثيرًا في وقت قصير. حاول مرة أخرى بعد دقيقة.',
    UNAVAILABLE: 'لم ينجح ذلك الآن. حاول مرة أخرى من فضلك.',
  },
};

const languages: Readonly<Record<string, BackInStockMessages>> = { en, de, fr, ja, ar };

/** What asking for a thing that is sold out says in a language; English where it does not speak it. */
export const backInStockMessages = (language: string): BackInStockMessages =>
  shownMessages(languages[language.split('-')[0] ?? ''] ?? en);
