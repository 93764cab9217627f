/** What the mails about an order say, in every language of the shop. */
export interface MailWords {
  readonly subject: (shop: string, number: string) => string;
  readonly thanks: string;
  readonly intro: (number: string) => string;
  /** Where it is collected, and so never leaves. */
  readonly introCollected: (number: string) => string;
  readonly arrives: (days: string) => string;
  readonly between: (from: string, to: string) => string;
  readonly subtotal: string;
  readonly discount: string;
  readonly delivery: string;
  readonly free: string;
  readonly taxOnTop: string;
  readonly taxInside: string;
  readonly total: string;
  readonly to: string;
  /** Before the place where an order is collected. */
  readonly collectAt: string;
  readonly comesAt: (hours: string) => string;
  readonly collectFrom: (day: string) => string;
  readonly readySubject: (number: string) => string;
  readonly ready: (number: string) => string;
  readonly showCode: (code: string) => string;
  readonly keptFor: (days: number) => string;
  readonly goesWith: string;
  readonly see: string;
  /** The invoice as a PDF. */
  readonly invoice: string;
  readonly shippedSubject: (number: string) => string;
  readonly shipped: (number: string) => string;
  readonly track: string;
  readonly tracking: (company: string, code: string) => string;
  readonly refundedSubject: (number: string) => string;
  readonly refunded: (amount: string, number: string) => string;
}

const named = (company: string, code: string) => [company, code].filter(Boolean).join(' ');
/** Keeps a number or code of the other direction in one piece. */
const isolated = (text: string) => `\u2068${text}\u2069`;

const words = {
  en: {
    subject: (shop, number) => `Your order ${number} at ${shop}`,
    thanks: 'Thank you for your order.',
    intro: (number) =>
      `We have received order ${number} and your payment. This is what happens next: we pack it, and write again when it leaves.`,
    introCollected: (number) => `We have received order ${number} and your payment.`,
    arrives: (days) => `It arrives ${days}.`,
    between: (from, to) => (from === to ? `on ${from}` : `between ${from} and ${to}`),
    subtotal: 'Items',
    discount: 'Discount',
    delivery: 'Delivery',
    free: 'Free',
    taxOnTop: 'Tax',
    taxInside: 'of which tax',
    total: 'Total',
    to: 'Delivered to',
    collectAt: 'Collect it at',
    comesAt: (hours) => `We bring it ${hours}.`,
    collectFrom: (day) => `We write as soon as it is ready to collect, expected ${day}.`,
    readySubject: (number) => `Your order ${number} is ready to collect`,
    ready: (number) => `Order ${number} lies ready for you.`,
    showCode: (code) => `Please show this code at the counter: ${code}`,
    keptFor: (days) => `We keep it for ${days} days.`,
    goesWith: 'Goes with it',
    see: 'See your order',
    invoice: 'Your invoice (PDF)',
    shippedSubject: (number) => `Your order ${number} is on its way`,
    shipped: (number) => `Part or all of order ${number} has left us:`,
    track: 'Follow the parcel',
    tracking: (company, code) => `Parcel number: ${named(company, code)}`,
    refundedSubject: (number) => `Money back for order ${number}`,
    refunded: (amount, number) =>
      `We have paid ${amount} back for order ${number}, the way you paid. Banks take up to ten working days to show it.`,
  },
  de: {
    subject: (shop, number) => `Deine Bestellung ${number} bei ${shop}`,
    thanks: 'Danke für deine Bestellung.',
    intro: (number) =>
      `Bestellung ${number} und deine Zahlung sind bei uns angekommen. So geht es weiter: Wir packen alles ein und schreiben dir, sobald es unterwegs ist.`,
    introCollected: (number) => `Bestellung ${number} und deine Zahlung sind bei uns angekommen.`,
    arrives: (days) => `Sie kommt ${days} an.`,
    between: (from, to) => (from === to ? `am ${from}` : `zwischen ${from} und ${to}`),
    subtotal: 'Artikel',
    discount: 'Rabatt',
    delivery: 'Lieferung',
    free: 'Kostenlos',
    taxOnTop: 'Steuer',
    taxInside: 'darin enthaltene MwSt.',
    total: 'Gesamt',
    to: 'Lieferung an',
    collectAt: 'Abholen bei',
    comesAt: (hours) => `Wir bringen sie ${hours}.`,
    collectFrom: (day) => `Wir schreiben dir, sobald sie abholbereit ist, voraussichtlich ${day}.`,
    readySubject: (number) => `Deine Bestellung ${number} liegt bereit`,
    ready: (number) => `Bestellung ${number} liegt für dich bereit.`,
    showCode: (code) => `Zeig bitte diesen Code an der Ausgabe: ${code}`,
    keptFor: (days) => `Wir heben sie ${days} Tage lang auf.`,
    goesWith: 'Dazu passt',
    see: 'Zur Bestellung',
    invoice: 'Deine Rechnung (PDF)',
    shippedSubject: (number) => `Deine Bestellung ${number} ist unterwegs`,
    shipped: (number) => `Von Bestellung ${number} ist unterwegs:`,
    track: 'Sendung verfolgen',
    tracking: (company, code) => `Sendungsnummer: ${named(company, code)}`,
    refundedSubject: (number) => `Geld zurück für Bestellung ${number}`,
    refunded: (amount, number) =>
      `Wir haben dir ${amount} für Bestellung ${number} zurückgezahlt, auf dem Weg, auf dem du bezahlt hast. Banken brauchen bis zu zehn Werktage, bis man es sieht.`,
  },
  fr: {
    subject: (shop, number) => `Votre commande ${number} chez ${shop}`,
    thanks: 'Merci pour votre commande.',
    intro: (number) =>
      `Nous avons reçu la commande ${number} et votre paiement. La suite : nous l’emballons et vous écrivons à son départ.`,
    introCollected: (number) => `Nous avons reçu la commande ${number} et votre paiement.`,
    arrives: (days) => `Elle arrive ${days}.`,
    between: (from, to) => (from === to ? `le ${from}` : `entre le ${from} et le ${to}`),
    subtotal: 'Articles',
    discount: 'Remise',
    delivery: 'Livraison',
    free: 'Offerte',
    taxOnTop: 'Taxe',
    taxInside: 'dont TVA',
    total: 'Total',
    to: 'Livraison à',
    collectAt: 'À retirer à',
    comesAt: (hours) => `Nous l’apportons ${hours}.`,
    collectFrom: (day) => `Nous vous écrivons dès qu’elle est prête, sans doute ${day}.`,
    readySubject: (number) => `Votre commande ${number} est prête`,
    ready: (number) => `La commande ${number} vous attend.`,
    showCode: (code) => `Montrez ce code au comptoir : ${code}`,
    keptFor: (days) => `Nous la gardons ${days} jours.`,
    goesWith: 'Va bien avec',
    see: 'Voir votre commande',
    invoice: 'Votre facture (PDF)',
    shippedSubject: (number) => `Votre commande ${number} est en route`,
    shipped: (number) => `Ceci a quitté notre entrepôt pour la commande ${number} :`,
    track: 'Suivre le colis',
    tracking: (company, code) => `Numéro du colis : ${named(company, code)}`,
    refundedSubject: (number) => `Remboursement de la commande ${number}`,
    refunded: (amount, number) =>
      `Nous avons remboursé ${amount} pour la commande ${number}, par le moyen de votre paiement. Les banques mettent jusqu’à dix jours ouvrés à l’afficher.`,
  },
  ja: {
    subject: (shop, number) => `${shop} ご注文 ${number} の確認`,
    thanks: 'ご注文ありがとうございます。',
    intro: (number) => `ご注文 ${number} とお支払いを承りました。これから梱包し、発送のときにもう一度お知らせします。`,
    introCollected: (number) => `ご注文 ${number} とお支払いを承りました。`,
    arrives: (days) => `お届けは${days}です。`,
    between: (from, to) => (from === to ? from : `${from}から${to}のあいだ`),
    subtotal: '商品',
    discount: '割引',
    delivery: '送料',
    free: '無料',
    taxOnTop: '税',
    taxInside: 'うち消費税',
    total: '合計',
    to: 'お届け先',
    collectAt: 'お受け取り場所',
    comesAt: (hours) => `${hours}にお届けします。`,
    collectFrom: (day) => `ご用意ができ次第お知らせします（${day}の予定）。`,
    readySubject: (number) => `ご注文 ${number} のご用意ができました`,
    ready: (number) => `ご注文 ${number} をお受け取りいただけます。`,
    showCode: (code) => `窓口でこの番号をお見せください：${code}`,
    keptFor: (days) => `${days}日間お預かりします。`,
    goesWith: '合わせて使うもの',
    see: 'ご注文を見る',
    invoice: '請求書 (PDF)',
    shippedSubject: (number) => `ご注文 ${number} を発送しました`,
    shipped: (number) => `ご注文 ${number} のうち、次の品を発送しました：`,
    track: '荷物を追跡',
    tracking: (company, code) => `お問い合わせ番号：${named(company, code)}`,
    refundedSubject: (number) => `ご注文 ${number} の返金`,
    refunded: (amount, number) =>
      `ご注文 ${number} について、お支払いと同じ方法で ${amount} を返金しました。反映まで最長十営業日かかることがあります。`,
  },
  ar: {
    subject: (shop, number) => `طلبك ${isolated(number)} من ${isolated(shop)}`,
    thanks: 'شكرًا لطلبك.',
    intro: (number) => `استلمنا الطلب ${isolated(number)} ودفعتك. والخطوة التالية: نغلّفه ونكتب إليك حين يخرج.`,
    introCollected: (number) => `استلمنا الطلب ${isolated(number)} ودفعتك.`,
    arrives: (days) => `يصل ${days}.`,
    between: (from, to) => (from === to ? `في ${from}` : `بين ${from} و${to}`),
    subtotal: 'القطع',
    discount: 'الخصم',
    delivery: 'التوصيل',
    free: 'مجانًا',
    taxOnTop: 'الضريبة',
    taxInside: 'منها ضريبة',
    total: 'الإجمالي',
    to: 'التوصيل إلى',
    collectAt: 'الاستلام من',
    comesAt: (hours) => `نحضره إليك ${isolated(hours)}.`,
    collectFrom: (day) => `نكتب إليك حالما يجهز للاستلام، والمتوقع ${day}.`,
    readySubject: (number) => `طلبك ${isolated(number)} جاهز للاستلام`,
    ready: (number) => `الطلب ${isolated(number)} جاهز وينتظرك.`,
    showCode: (code) => `أظهر هذا الرمز عند الاستلام: ${isolated(code)}`,
    keptFor: (days) => `نحتفظ به ${days} يومًا.`,
    goesWith: 'يناسبه',
    see: 'عرض طلبك',
    invoice: 'فاتورتك (PDF)',
    shippedSubject: (number) => `طلبك ${isolated(number)} في الطريق`,
    shipped: (number) => `خرج من عندنا من الطلب ${isolated(number)}:`,
    track: 'تتبّع الطرد',
    tracking: (company, code) => `رقم الطرد: ${isolated(named(company, code))}`,
    refundedSubject: (number) => `إعادة مبلغ الطلب ${isolated(number)}`,
    refunded: (amount, number) =>
      `أعدنا ${isolated(amount)} عن الطلب ${isolated(number)} بالطريقة التي دفعت بها. قد تحتاج المصارف إلى عشرة أيام عمل لإظهاره.`,
  },
} as const satisfies Record<string, MailWords>;

export type MailLanguage = keyof typeof words;

/** Language an order's mails are written in: its own where we speak it, else English. */
export function mailLanguage(locale: string): MailLanguage {
  const base = locale.slice(0, 2).toLowerCase();
  const found = (Object.keys(words) as MailLanguage[]).find((one) => one === base);
  return found ?? 'en';
}

/** The words of a language. */
export function mailWords(language: MailLanguage): MailWords {
  return words[language];
}

/** Attributes of a mail's `html` element: language and direction. */
export function mailAttributes(language: MailLanguage): string {
  return `lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`;
}
