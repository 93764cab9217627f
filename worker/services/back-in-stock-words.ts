import type { MailLanguage } from './mail-words.ts';

/** What the mail about a thing that is back says, in every language of the shop. */
export interface BackInStockWords {
  readonly subject: (title: string) => string;
  readonly heading: string;
  readonly intro: (title: string) => string;
  /** Said honestly: nothing is set aside. */
  readonly notHeld: string;
  readonly see: string;
  /** Why this mail came, and that it is the only one. */
  readonly why: string;
  readonly forget: string;
}

/** Keeps a name of the other direction in one piece. */
const isolated = (text: string) => `\u2068${text}\u2069`;

export const backInStockWords: Readonly<Record<MailLanguage, BackInStockWords>> = {
  en: {
    subject: (title) => `${title} is back`,
    heading: 'It is back.',
    intro: (title) => `You asked us to write when ${title} can be bought again. Now it can.`,
    notHeld: 'Others asked too, and nothing is set aside, so the first to order have it.',
    see: 'Have a look',
    why: 'You get this mail because you asked for it on our page. It is the only one: we do not write again unless you ask again.',
    forget: 'Delete my address',
  },
  de: {
    subject: (title) => `${title} ist wieder da`,
    heading: 'Es ist wieder da.',
    intro: (title) => `Du wolltest wissen, wann es ${title} wieder gibt. Jetzt ist es so weit.`,
    notHeld: 'Auch andere haben danach gefragt, und zurückgelegt ist nichts: Wer zuerst bestellt, bekommt es.',
    see: 'Ansehen',
    why: 'Diese Mail kommt, weil du auf unserer Seite darum gebeten hast. Es bleibt bei dieser einen, außer du fragst wieder.',
    forget: 'Meine Adresse löschen',
  },
  fr: {
    subject: (title) => `${title} est de retour`,
    heading: 'De retour.',
    intro: (title) => `Vous vouliez savoir quand ${title} serait de nouveau disponible. C’est le cas.`,
    notHeld: 'D’autres l’ont demandé aussi et rien n’est mis de côté : les premiers à commander l’auront.',
    see: 'Voir l’article',
    why: 'Vous recevez ce message parce que vous l’avez demandé sur notre site. C’est le seul : nous n’écrirons plus, sauf nouvelle demande.',
    forget: 'Effacer mon adresse',
  },
  ja: {
    subject: (title) => `${title} が再入荷しました`,
    heading: '再入荷しました。',
    intro: (title) => `お待ちいただいていた ${title} を、またお求めいただけるようになりました。`,
    notHeld: 'ほかにもお待ちの方がいらっしゃいます。お取り置きはしておりませんので、ご注文の早い順となります。',
    see: '商品を見る',
    why: 'このメールは、当店のページでお申し込みいただいた方に一度だけお送りしています。あらためてお申し込みがないかぎり、続けてお送りすることはありません。',
    forget: 'メールアドレスを削除する',
  },
  ar: {
    subject: (title) => `عاد ${isolated(title)}`,
    heading: 'لقد عاد.',
    intro: (title) => `طلبت أن نكتب إليك حين يتوفر ${isolated(title)} من جديد، وقد توفر الآن.`,
    notHeld: 'طلبه آخرون أيضًا ولم نحجز شيئًا لأحد، فهو لمن يطلب أولًا.',
    see: 'عرض القطعة',
    why: 'وصلتك هذه الرسالة لأنك طلبتها في صفحتنا. وهي الوحيدة: لن نكتب مرة أخرى إلا إذا طلبت ذلك.',
    forget: 'حذف عنواني',
  },
};
