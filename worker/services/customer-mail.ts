import type { Mail } from '../ports/mail.ts';
import { type MailLanguage, mailAttributes, mailLanguage } from './mail-words.ts';
import { escapeHtml } from './order-mail.ts';

const words: Readonly<
  Record<MailLanguage, { subject: (shop: string) => string; intro: string; button: string; note: string }>
> = {
  en: {
    subject: (shop) => `A new password for ${shop}`,
    intro: 'With this link you choose a new password. It works once, within two hours.',
    button: 'Choose a new password',
    note: 'You did not ask for it? Then do nothing: your password stays as it is.',
  },
  de: {
    subject: (shop) => `Ein neues Passwort für ${shop}`,
    intro: 'Mit diesem Link wählst du ein neues Passwort. Er gilt einmal, innerhalb von zwei Stunden.',
    button: 'Neues Passwort wählen',
    note: 'Du hast das nicht angefordert? Dann tu nichts: Dein Passwort bleibt, wie es ist.',
  },
  fr: {
    subject: (shop) => `Un nouveau mot de passe pour ${shop}`,
    intro: 'Ce lien vous permet de choisir un nouveau mot de passe. Il sert une fois, dans les deux heures.',
    button: 'Choisir un mot de passe',
    note: 'Vous n’avez rien demandé ? Ne faites rien : votre mot de passe reste inchangé.',
  },
  ja: {
    subject: (shop) => `${shop}のパスワード再設定`,
    intro: 'このリンクから新しいパスワードを設定できます。リンクは2時間以内に一度だけ有効です。',
    button: '新しいパスワードを設定する',
    note: 'お心当たりがない場合は、何もなさらないでください。パスワードは変わりません。',
  },
  ar: {
    subject: (shop) => `كلمة مرور جديدة لمتجر ${shop}`,
    intro: 'بهذا الرابط تختار كلمة مرور جديدة. يعمل مرة واحدة خلال ساعتين.',
    button: 'اختيار كلمة مرور جديدة',
    note: 'لم تطلب ذلك؟ لا تفعل شيئًا: تبقى كلمة مرورك كما هي.',
  },
};

/** The mail with the link to a new password, in the language it was asked for where it is spoken here, else in English. */
export function recoveryMail(facts: {
  readonly messageId: string;
  readonly to: string;
  readonly from: string;
  readonly shop: string;
  readonly language: string;
  readonly url: string;
}): Mail {
  const language = mailLanguage(facts.language);
  const { subject, intro, button, note } = words[language];
  const e = escapeHtml;
  return {
    messageId: facts.messageId,
    to: facts.to,
    from: facts.from,
    subject: subject(facts.shop),
    text: [intro, `${button}: ${facts.url}`, note, facts.shop].join('\n\n'),
    html: `<!doctype html>
<html ${mailAttributes(language)}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${e(subject(facts.shop))}</title></head>
<body style="margin:0;background:#f6f3ec;color:#211f1a;font:16px/1.55 Georgia,serif"><div style="max-width:560px;margin:0 auto;padding:32px 16px">
<p style="margin:0 0 32px;letter-spacing:.04em">${e(facts.shop)}</p>
<p style="margin:0 0 24px">${e(intro)}</p>
<p style="margin:0 0 32px"><a href="${e(facts.url)}" style="display:inline-block;background:#211f1a;color:#f6f3ec;padding:12px 24px;text-decoration:none">${e(button)}</a></p>
<p style="margin:0;border-top:1px solid #d9d4c7;padding:16px 0 0;font-size:13px;color:#5d584c">${e(note)}</p>
</div></body></html>`,
  };
}
