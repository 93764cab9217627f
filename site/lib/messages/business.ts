import { shownMessages } from './marked.ts';

/** What the checkout asks of a business, in English; other languages must have exactly these keys. */
const en = {
  isBusiness: 'Buying for a business?',
  vatNumber: 'VAT number',
  hint: 'It is checked with the EU register and printed on the invoice. Business in another EU country: no VAT is charged once it is confirmed.',
  unverified: 'The register does not answer at the moment: VAT is charged for now.',
  reverseCharge: 'No VAT: reverse charge',
  errors: {
    unknownCountry: 'Begin with the country, such as DE or FR.',
    wrongForm: 'This is not how VAT numbers of this country are written.',
    wrongCheckDigit: 'There is a slip in this number. Compare it with your papers.',
    notRegistered: 'The EU register does not know this number. Leave it out to buy without it.',
  },
};

export type BusinessMessages = typeof en;

const de: BusinessMessages = {
  isBusiness: 'Kaufst du für ein Unternehmen?',
  vatNumber: 'USt-IdNr.',
  hint: 'Wir prüfen sie beim EU-Register und drucken sie auf die Rechnung. Für Unternehmen in einem anderen EU-Land entfällt die Umsatzsteuer, sobald sie bestätigt ist.',
  unverified: 'Das Register antwortet gerade nicht: Vorerst wird Umsatzsteuer berechnet.',
  reverseCharge: 'Ohne Umsatzsteuer: Steuerschuldnerschaft des Leistungsempfängers',
  errors: {
    unknownCountry: 'Beginne mit dem Land, etwa DE oder FR.',
    wrongForm: 'So sehen USt-IdNrn. dieses Landes nicht aus.',
    wrongCheckDigit: 'In dieser Nummer steckt ein Tippfehler. Vergleiche sie mit deinen Unterlagen.',
    notRegistered: 'Das EU-Register kennt diese Nummer nicht. Lass sie weg, um ohne sie zu kaufen.',
  },
};

const fr: BusinessMessages = {
  isBusiness: 'Vous achetez pour une entreprise ?',
  vatNumber: 'Numéro de TVA',
  hint: 'Nous le vérifions auprès du registre de l’UE et l’imprimons sur la facture. Entreprise d’un autre pays de l’UE : la TVA n’est plus due dès qu’il est confirmé.',
  unverified: 'Le registre ne répond pas pour le moment : la TVA est facturée en attendant.',
  reverseCharge: 'Sans TVA : autoliquidation',
  errors: {
    unknownCountry: 'Commencez par le pays, par exemple DE ou FR.',
    wrongForm: 'Les numéros de TVA de ce pays ne s’écrivent pas ainsi.',
    wrongCheckDigit: 'Ce numéro contient une faute de frappe. Comparez-le avec vos documents.',
    notRegistered: 'Le registre de l’UE ne connaît pas ce numéro. Laissez le champ vide pour acheter sans lui.',
  },
};

const ja: BusinessMessages = {
  isBusiness: '法人としてのご購入ですか？',
  vatNumber: 'VAT番号',
  hint: 'EUの登録簿で確認し、請求書に記載します。EU内の別の国の法人のお客様は、確認が済みしだい付加価値税がかかりません。',
  unverified: '登録簿が応答していません。ひとまず付加価値税を含めた金額になります。',
  reverseCharge: '付加価値税なし（リバースチャージ）',
  errors: {
    unknownCountry: 'DEやFRなど、国を表す文字から入力してください。',
    wrongForm: 'この国のVAT番号の形式ではありません。',
    wrongCheckDigit: '番号に誤りがあるようです。書類とお確かめください。',
    notRegistered: 'EUの登録簿にこの番号はありません。番号なしでご購入の場合は空欄にしてください。',
  },
};

const ar: BusinessMessages = {
  isBusiness: 'هل تشتري لشركة؟',
  vatNumber: 'الرقم الضريبي (VAT)',
  hint: 'نتحقق منه في سجل الاتحاد الأوروبي ونطبعه على الفاتورة. للشركات في دولة أخرى من الاتحاد: لا تُحتسب الضريبة بعد تأكيده.',
  unverified: 'السجل لا يستجيب الآن: تُحتسب الضريبة مؤقتًا.',
  reverseCharge: 'بدون ضريبة: احتساب عكسي',
  errors: {
    unknownCountry: 'ابدأ برمز الدولة، مثل DE أو FR.',
    wrongForm: 'هذه ليست صيغة الأرقام الضريبية في هذه الدولة.',
    wrongCheckDigit: 'في الرقم خطأ. قارنه بأوراقك.',
    notRegistered: 'سجل الاتحاد الأوروبي لا يعرف هذا الرقم. اتركه فارغًا لتشتري بدونه.',
  },
};

const languages: Readonly<Record<string, BusinessMessages>> = { en, de, fr, ja, ar };

/** What is said to a business in a language; English where it does not speak it yet. */
export const businessMessages = (language: string): BusinessMessages =>
  shownMessages(languages[language.split('-')[0] ?? ''] ?? en);
