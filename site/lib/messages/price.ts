/** What the bag says about promotions and gift cards, in English; other languages must have exactly these keys. */
const en = {
  why: 'Why this price',
  applied: 'Counts',
  outdone: 'Does not count: it cannot be combined with what saves you more.',
  reasons: {
    DISCOUNT_NOT_FOUND: 'Nobody knows this code.',
    DISCOUNT_CURRENTLY_INACTIVE: 'Not at this time.',
    DISCOUNT_USAGE_LIMIT_REACHED: 'Used up.',
    DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED: 'You have used it as often as you may.',
    DISCOUNT_ELIGIBLE_CUSTOMER_MISSING: 'Tell us your email at checkout to see whether it is for you.',
    DISCOUNT_CUSTOMER_NOT_ELIGIBLE: 'It is for other customers.',
    DISCOUNT_PURCHASE_NOT_IN_RANGE: 'The bag is below its minimum.',
    DISCOUNT_QUANTITY_NOT_IN_RANGE: 'There are too few of the items it is for.',
    DISCOUNT_NO_ENTITLED_LINE_ITEMS: 'Nothing in the bag is what it is for.',
    DISCOUNT_CODE_NOT_HONOURED: 'It is not for this bag.',
  },
  haveGiftCard: 'Pay with a gift card',
  giftCardCode: 'Gift card code',
  giftCard: (last: string) => `Gift card ending in ${last}`,
  removeGiftCard: (last: string) => `Take off the gift card ending in ${last}`,
  giftCardUnknown: 'This gift card code is unknown, used up or expired.',
  leftToPay: 'Left to pay',
  nothingToPay: 'Your gift card pays for everything.',
  placeOrder: 'Place order',
};

export type PriceMessages = typeof en;

const de: PriceMessages = {
  why: 'Warum dieser Preis',
  applied: 'Gilt',
  outdone: 'Gilt nicht: lässt sich nicht mit dem verbinden, was Ihnen mehr spart.',
  reasons: {
    DISCOUNT_NOT_FOUND: 'Diesen Code kennt niemand.',
    DISCOUNT_CURRENTLY_INACTIVE: 'Nicht zu dieser Zeit.',
    DISCOUNT_USAGE_LIMIT_REACHED: 'Aufgebraucht.',
    DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED: 'Sie haben ihn so oft benutzt, wie es geht.',
    DISCOUNT_ELIGIBLE_CUSTOMER_MISSING: 'Geben Sie an der Kasse Ihre E-Mail an, dann sehen wir, ob er für Sie gilt.',
    DISCOUNT_CUSTOMER_NOT_ELIGIBLE: 'Gilt für andere Kundinnen und Kunden.',
    DISCOUNT_PURCHASE_NOT_IN_RANGE: 'Der Warenkorb liegt unter dem Mindestwert.',
    DISCOUNT_QUANTITY_NOT_IN_RANGE: 'Es sind zu wenige der passenden Stücke.',
    DISCOUNT_NO_ENTITLED_LINE_ITEMS: 'Nichts im Warenkorb ist dafür vorgesehen.',
    DISCOUNT_CODE_NOT_HONOURED: 'Gilt für diesen Warenkorb nicht.',
  },
  haveGiftCard: 'Mit Geschenkkarte zahlen',
  giftCardCode: 'Code der Geschenkkarte',
  giftCard: (last) => `Geschenkkarte mit Ende ${last}`,
  removeGiftCard: (last) => `Geschenkkarte mit Ende ${last} entfernen`,
  giftCardUnknown: 'Dieser Code ist unbekannt, aufgebraucht oder abgelaufen.',
  leftToPay: 'Noch zu zahlen',
  nothingToPay: 'Ihre Geschenkkarte zahlt alles.',
  placeOrder: 'Bestellen',
};

const fr: PriceMessages = {
  why: 'Pourquoi ce prix',
  applied: 'Pris en compte',
  outdone: 'Pas pris en compte : ne se cumule pas avec ce qui vous fait économiser davantage.',
  reasons: {
    DISCOUNT_NOT_FOUND: 'Ce code est inconnu.',
    DISCOUNT_CURRENTLY_INACTIVE: 'Pas à ce moment.',
    DISCOUNT_USAGE_LIMIT_REACHED: 'Épuisé.',
    DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED: 'Vous l’avez utilisé autant de fois que possible.',
    DISCOUNT_ELIGIBLE_CUSTOMER_MISSING: 'Indiquez votre e-mail lors du paiement pour savoir s’il vous est destiné.',
    DISCOUNT_CUSTOMER_NOT_ELIGIBLE: 'Réservé à d’autres clients.',
    DISCOUNT_PURCHASE_NOT_IN_RANGE: 'Le panier est en dessous du minimum.',
    DISCOUNT_QUANTITY_NOT_IN_RANGE: 'Il y a trop peu d’articles concernés.',
    DISCOUNT_NO_ENTITLED_LINE_ITEMS: 'Rien dans le panier n’est concerné.',
    DISCOUNT_CODE_NOT_HONOURED: 'Ne vaut pas pour ce panier.',
  },
  haveGiftCard: 'Payer avec une carte cadeau',
  giftCardCode: 'Code de la carte cadeau',
  giftCard: (last) => `Carte cadeau se terminant par ${last}`,
  removeGiftCard: (last) => `Retirer la carte cadeau se terminant par ${last}`,
  giftCardUnknown: 'Ce code est inconnu, épuisé ou expiré.',
  leftToPay: 'Reste à payer',
  nothingToPay: 'Votre carte cadeau paie tout.',
  placeOrder: 'Commander',
};

const ja: PriceMessages = {
  why: 'この価格の理由',
  applied: '適用',
  outdone: '適用外：よりお得な割引と併用できません。',
  reasons: {
    DISCOUNT_NOT_FOUND: 'このコードはありません。',
    DISCOUNT_CURRENTLY_INACTIVE: '現在は使えません。',
    DISCOUNT_USAGE_LIMIT_REACHED: '利用枠が終了しました。',
    DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED: 'ご利用回数の上限に達しました。',
    DISCOUNT_ELIGIBLE_CUSTOMER_MISSING: 'ご購入手続きでメールアドレスを入力すると確認できます。',
    DISCOUNT_CUSTOMER_NOT_ELIGIBLE: '対象のお客様ではありません。',
    DISCOUNT_PURCHASE_NOT_IN_RANGE: '最低金額に達していません。',
    DISCOUNT_QUANTITY_NOT_IN_RANGE: '対象商品の数が足りません。',
    DISCOUNT_NO_ENTITLED_LINE_ITEMS: '対象商品がありません。',
    DISCOUNT_CODE_NOT_HONOURED: 'このカートでは使えません。',
  },
  haveGiftCard: 'ギフトカードで支払う',
  giftCardCode: 'ギフトカード番号',
  giftCard: (last) => `ギフトカード（末尾 ${last}）`,
  removeGiftCard: (last) => `末尾 ${last} のギフトカードを外す`,
  giftCardUnknown: 'この番号は無効か、残高がないか、期限切れです。',
  leftToPay: 'お支払い額',
  nothingToPay: '全額をギフトカードでお支払いいただけます。',
  placeOrder: '注文する',
};

const ar: PriceMessages = {
  why: 'لماذا هذا السعر',
  applied: 'محتسب',
  outdone: 'غير محتسب: لا يجتمع مع ما يوفّر لك أكثر.',
  reasons: {
    DISCOUNT_NOT_FOUND: 'هذا الرمز غير معروف.',
    DISCOUNT_CURRENTLY_INACTIVE: 'ليس في هذا الوقت.',
    DISCOUNT_USAGE_LIMIT_REACHED: 'نفد استخدامه.',
    DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED: 'استخدمته بقدر ما يُسمح لك.',
    DISCOUNT_ELIGIBLE_CUSTOMER_MISSING: 'أدخل بريدك الإلكتروني عند الدفع لنعرف إن كان لك.',
    DISCOUNT_CUSTOMER_NOT_ELIGIBLE: 'مخصص لعملاء آخرين.',
    DISCOUNT_PURCHASE_NOT_IN_RANGE: 'السلة دون الحد الأدنى.',
    DISCOUNT_QUANTITY_NOT_IN_RANGE: 'عدد القطع المشمولة قليل.',
    DISCOUNT_NO_ENTITLED_LINE_ITEMS: 'لا شيء في السلة مشمول.',
    DISCOUNT_CODE_NOT_HONOURED: 'لا يسري على هذه السلة.',
  },
  haveGiftCard: 'الدفع ببطاقة هدايا',
  giftCardCode: 'رمز بطاقة الهدايا',
  giftCard: (last) => `بطاقة هدايا تنتهي بـ ${last}`,
  removeGiftCard: (last) => `إزالة بطاقة الهدايا المنتهية بـ ${last}`,
  giftCardUnknown: 'هذا الرمز غير معروف أو مستنفد أو منتهٍ.',
  leftToPay: 'المتبقي للدفع',
  nothingToPay: 'بطاقة هداياك تغطي كل شيء.',
  placeOrder: 'إتمام الطلب',
};

const languages: Readonly<Record<string, PriceMessages>> = { en, de, fr, ja, ar };

/** What is said about a price in a language; English where it does not speak it yet. */
export const priceMessages = (language: string): PriceMessages => languages[language.split('-')[0] ?? ''] ?? en;
