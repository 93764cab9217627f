import { collatorOf } from './collation.ts';

/** A state or prefecture: the code the API takes and the name people read. */
export interface Region {
  readonly code: string;
  readonly name: string;
}

const pairs = (text: string): Region[] =>
  text.split('|').map((pair) => {
    const [code = '', name = ''] = pair.split(':');
    return { code, name };
  });

const unitedStates = pairs(
  'AL:Alabama|AK:Alaska|AZ:Arizona|AR:Arkansas|CA:California|CO:Colorado|CT:Connecticut|DE:Delaware|DC:District of Columbia|FL:Florida|GA:Georgia|HI:Hawaii|ID:Idaho|IL:Illinois|IN:Indiana|IA:Iowa|KS:Kansas|KY:Kentucky|LA:Louisiana|ME:Maine|MD:Maryland|MA:Massachusetts|MI:Michigan|MN:Minnesota|MS:Mississippi|MO:Missouri|MT:Montana|NE:Nebraska|NV:Nevada|NH:New Hampshire|NJ:New Jersey|NM:New Mexico|NY:New York|NC:North Carolina|ND:North Dakota|OH:Ohio|OK:Oklahoma|OR:Oregon|PA:Pennsylvania|RI:Rhode Island|SC:South Carolina|SD:South Dakota|TN:Tennessee|TX:Texas|UT:Utah|VT:Vermont|VA:Virginia|WA:Washington|WV:West Virginia|WI:Wisconsin|WY:Wyoming',
);
const japan = pairs(
  'JP-01:Hokkaido|JP-02:Aomori|JP-03:Iwate|JP-04:Miyagi|JP-05:Akita|JP-06:Yamagata|JP-07:Fukushima|JP-08:Ibaraki|JP-09:Tochigi|JP-10:Gunma|JP-11:Saitama|JP-12:Chiba|JP-13:Tokyo|JP-14:Kanagawa|JP-15:Niigata|JP-16:Toyama|JP-17:Ishikawa|JP-18:Fukui|JP-19:Yamanashi|JP-20:Nagano|JP-21:Gifu|JP-22:Shizuoka|JP-23:Aichi|JP-24:Mie|JP-25:Shiga|JP-26:Kyoto|JP-27:Osaka|JP-28:Hyogo|JP-29:Nara|JP-30:Wakayama|JP-31:Tottori|JP-32:Shimane|JP-33:Okayama|JP-34:Hiroshima|JP-35:Yamaguchi|JP-36:Tokushima|JP-37:Kagawa|JP-38:Ehime|JP-39:Kochi|JP-40:Fukuoka|JP-41:Saga|JP-42:Nagasaki|JP-43:Kumamoto|JP-44:Oita|JP-45:Miyazaki|JP-46:Kagoshima|JP-47:Okinawa',
);

const japanInJapanese: Region[] =
  '北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県'
    .split('|')
    .map((name, place) => ({ code: `JP-${String(place + 1).padStart(2, '0')}`, name }));
const emirates = pairs('AZ:Abu Dhabi|AJ:Ajman|DU:Dubai|FU:Fujairah|RK:Ras Al Khaimah|SH:Sharjah|UQ:Umm Al Quwain');
const emiratesInArabic = pairs('AZ:أبوظبي|AJ:عجمان|DU:دبي|FU:الفجيرة|RK:رأس الخيمة|SH:الشارقة|UQ:أم القيوين');

/** Regions by country, then by language; `other` is for every language without names of its own. */
const regions: Readonly<
  Record<string, { readonly other: readonly Region[] } & Readonly<Record<string, readonly Region[]>>>
> = {
  US: { other: unitedStates },
  JP: { other: japan, ja: japanInJapanese },
  AE: { other: emirates, ar: emiratesInArabic },
};

/**
 * States of a country whose addresses need one, named in a language; empty for all others. Japan's stand from north to south, as everyone there
 * learns them, the others in the language's alphabetical order.
 */
export function regionsOf(country: string, language: string): readonly Region[] {
  const known = regions[country];
  if (!known) return [];
  const list = known[language] ?? known.other;
  if (country === 'JP') return list;
  const collator = collatorOf(language);
  return [...list].sort((a, b) => collator.compare(a.name, b.name));
}

/** What stands for a region in an address: its name in the reader's language, in the United States its code; null when there is none. */
export function regionName(country: string, code: string | null, language: string): string | null {
  if (!code || country === 'US') return code || null;
  return regionsOf(country, language).find((one) => one.code === code)?.name ?? code;
}
