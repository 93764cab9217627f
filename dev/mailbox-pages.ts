import type { StoredMail } from './mailbox.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.4rem }
  table { width: 100%; border-collapse: collapse }
  td, th { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
  td:first-child { white-space: nowrap }
  iframe { width: 100%; height: 40rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); background: white }
  pre { white-space: pre-wrap; padding: 1rem; background: color-mix(in srgb, currentColor 6%, transparent) }
</style>
<main>${body}</main></html>`;
}

function time(mail: StoredMail): string {
  return new Date(mail.receivedAtMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** The list of mails, newest first; an empty mailbox says so. */
export function listPage(mails: readonly StoredMail[], note = ''): string {
  const rows = mails.map(
    (mail) =>
      `<tr><td><time>${time(mail)}</time><td>${escaped(mail.to)}<td><a href="/mails/${mail.number}">${escaped(mail.subject || '(no subject)')}</a>`,
  );
  const list =
    rows.length > 0
      ? `<table><tr><th>Received (UTC)<th>To<th>Subject${rows.join('')}</table>`
      : '<p>Nothing was sent yet.</p>';
  return page('Mailbox', `<h1>Mailbox</h1>${note ? `<p role="alert">${escaped(note)}</p>` : ''}${list}`);
}

/** One mail: who, when, the HTML body in a frame without scripts, and the text body. */
export function mailPage(mail: StoredMail): string {
  const frame = mail.html ? `<iframe sandbox title="HTML body" src="/mails/${mail.number}/html"></iframe>` : '';
  return page(
    mail.subject,
    `<p><a href="/">All mails</a></p><h1>${escaped(mail.subject)}</h1>
<p>From ${escaped(mail.from)} to ${escaped(mail.to)}, <time>${time(mail)}</time> UTC</p>
${frame}<h2>Text</h2><pre>${escaped(mail.text)}</pre>`,
  );
}

/** The HTML body as it was sent, or the text where there is none. */
export function bodyAlone(mail: StoredMail): string {
  return mail.html || `<pre>${escaped(mail.text)}</pre>`;
}
