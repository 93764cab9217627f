import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Mailbox, startMailbox } from '../../dev/mailbox.ts';

const mail = {
  messageId: 'order-1@shop.example',
  to: 'ada@shop.example',
  from: 'orders@shop.example',
  subject: 'Thanks <b>Ada</b>',
  text: 'Hi',
  html: '<p>Hi</p>',
};

let folder: string;
let mailbox: Mailbox;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mailbox-'));
  mailbox = await startMailbox({ file: path.join(folder, 'mails.jsonl') });
});

afterEach(async () => {
  await mailbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function send(body: unknown): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${mailbox.url}/send`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, answer: await response.json() };
}

async function list(query = ''): Promise<unknown> {
  return (await fetch(`${mailbox.url}/api/messages${query}`)).json();
}

it('keeps a message once, whoever sends it again', async () => {
  expect(await send(mail)).toEqual({ status: 200, answer: { number: 1, duplicate: false } });
  expect(await send({ ...mail, subject: 'again' })).toEqual({ status: 200, answer: { number: 1, duplicate: true } });
  expect(await list()).toMatchObject({ messages: [{ subject: mail.subject, to: mail.to }] });
});

it('names the field that is wrong and keeps nothing', async () => {
  const { status, answer } = await send({ ...mail, to: 7 });
  expect(status).toBe(400);
  expect(JSON.stringify(answer)).toContain('to');
  expect(await list()).toEqual({ messages: [] });
});

it('remembers after a restart, also when the last line was cut off', async () => {
  await send(mail);
  await mailbox.close();
  appendFileSync(path.join(folder, 'mails.jsonl'), '{"messageId":"half');
  mailbox = await startMailbox({ file: path.join(folder, 'mails.jsonl') });
  expect(await send(mail)).toMatchObject({ answer: { number: 1, duplicate: true } });
  await send({ ...mail, messageId: 'order-2@shop.example' });
  await mailbox.close();
  mailbox = await startMailbox({ file: path.join(folder, 'mails.jsonl') });
  expect(await list('?to=ada@shop.example')).toMatchObject({ messages: [{ number: 2 }, { number: 1 }] });
  expect(await list('?to=nobody@shop.example')).toEqual({ messages: [] });
});

it('shows mails without letting them run anything', async () => {
  await send(mail);
  const page = await (await fetch(`${mailbox.url}/`)).text();
  expect(page).toContain('Thanks &lt;b&gt;Ada&lt;/b&gt;');
  const body = await fetch(`${mailbox.url}/mails/1/html`);
  expect(body.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await body.text()).toBe('<p>Hi</p>');
  expect((await fetch(`${mailbox.url}/mails/2`)).status).toBe(404);
});
