import { money } from '../../commerce/money/money.ts';
import { ORIGINAL, pictureAddress } from '../../commerce/pictures/picture-form.ts';
import type { BackInStockRequest } from '../ports/back-in-stock.ts';
import type { ProductRecord, Translations, VariantRecord } from '../ports/catalogue.ts';
import type { Mail } from '../ports/mail.ts';
import type { PictureAddresses } from '../ports/pictures.ts';
import { backInStockWords } from './back-in-stock-words.ts';
import { mailAttributes, mailLanguage } from './mail-words.ts';
import { amountText, escapeHtml } from './order-mail.ts';

/** Wide enough for the mail's column on a dense screen. */
const PICTURE_WIDTH = 1000;

interface Facts {
  readonly request: BackInStockRequest;
  readonly product: ProductRecord;
  readonly variant: VariantRecord;
  /** Currency of the market they asked in; null where it has none any more. */
  readonly currency: string | null;
  readonly shop: { readonly name: string; readonly origin: string; readonly from: string };
  readonly pictures: PictureAddresses;
}

/** A field in a language, else as it was written. */
const said = (translations: Translations, language: string, field: string, original: string): string =>
  translations[language]?.[field] ?? original;

/** Query of a variant's page: its options by name, as the page itself writes it. */
function optionQuery({ options }: ProductRecord, variant: VariantRecord, language: string): string {
  const query = new URLSearchParams();
  for (const [place, option] of options.entries()) {
    const value = option.values.find((one) => one.name === variant.optionValues[place]);
    if (value && option.values.length > 1)
      query.set(
        said(option.translations, language, 'name', option.name),
        said(value.translations, language, 'name', value.name),
      );
  }
  return query.size > 0 ? `?${query}` : '';
}

function nameOf({ product, variant }: Facts, language: string): string {
  const values = product.options.flatMap((option, place) => {
    const value = option.values.find((one) => one.name === variant.optionValues[place]);
    return value && option.values.length > 1 ? [said(value.translations, language, 'name', value.name)] : [];
  });
  const title = said(product.translations, language, 'title', product.title);
  return [title, ...values].join(language === 'ja' ? '、' : language === 'ar' ? '، ' : ', ');
}

/** The one mail that says a variant can be bought again, in the language it was asked for where it is spoken here, else in English. */
export function backInStockMail(facts: Facts): Mail {
  const { request, product, variant, currency, shop, pictures } = facts;
  const language = mailLanguage(request.language);
  const words = backInStockWords[language];
  const market = `${shop.origin}/${language}-${request.country.toLowerCase()}`;
  const handle = said(product.translations, language, 'handle', product.handle);
  const url = `${market}/products/${encodeURIComponent(handle)}${optionQuery(product, variant, language)}`;
  const forgetUrl = `${market}/back-in-stock/forget?key=${request.key}`;
  const title = nameOf(facts, language);
  const price = variant.prices.find((one) => one.currency === currency);
  const cost = price ? amountText(money(price.amountMinor, price.currency), `${language}-${request.country}`) : null;
  const media =
    product.media.find((one) => one.id === variant.mediaId) ?? product.media.find((one) => one.kind === 'image');
  const address = media ? pictures.addressOf(media.url) : null;
  // Mail programs know JPEG; many know no WebP.
  const picture = address?.startsWith('/')
    ? shop.origin + pictureAddress(address, { ...ORIGINAL, width: PICTURE_WIDTH, format: 'jpg' })
    : address;
  const e = escapeHtml;
  return {
    messageId: `back-in-stock-${request.id}`,
    to: request.email,
    from: shop.from,
    subject: words.subject(title),
    text: [
      words.intro(title),
      ...(cost ? [cost] : []),
      words.notHeld,
      `${words.see}: ${url}`,
      shop.name,
      words.why,
      `${words.forget}: ${forgetUrl}`,
    ].join('\n\n'),
    html: `<!doctype html>
<html ${mailAttributes(language)}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${e(words.subject(title))}</title></head>
<body style="margin:0;background:#f6f3ec;color:#211f1a;font:16px/1.55 Georgia,serif"><div style="max-width:560px;margin:0 auto;padding:32px 16px">
<p style="margin:0 0 32px;letter-spacing:.04em">${e(shop.name)}</p>
<h1 style="font-size:26px;font-weight:400;margin:0 0 12px">${e(words.heading)}</h1>
<p style="margin:0 0 24px">${e(words.intro(title))}</p>
${picture ? `<p style="margin:0 0 16px"><a href="${e(url)}"><img src="${e(picture)}" alt="${e(title)}" width="500" style="display:block;width:100%;max-width:500px;height:auto;border:0"></a></p>` : ''}
<p style="margin:0 0 24px">${e(title)}${cost ? `<br>${e(cost)}` : ''}</p>
<p style="margin:0 0 24px;color:#5d584c">${e(words.notHeld)}</p>
<p style="margin:0 0 40px"><a href="${e(url)}" style="display:inline-block;background:#211f1a;color:#f6f3ec;padding:12px 24px;text-decoration:none">${e(words.see)}</a></p>
<p style="margin:0;border-top:1px solid #d9d4c7;padding:16px 0 0;font-size:13px;color:#5d584c">${e(words.why)}<br><a href="${e(forgetUrl)}" style="color:#5d584c">${e(words.forget)}</a></p>
</div></body></html>`,
  };
}
