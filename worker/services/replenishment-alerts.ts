import { lowStockStep } from '../../commerce/replenishment/low-stock.ts';
import type { Clock } from '../ports/clock.ts';
import type { Mail, MailSender } from '../ports/mail.ts';
import type { AlertRecord, ReplenishmentRecords } from '../ports/replenishment.ts';
import type { WebhookSender } from '../ports/webhook-sender.ts';
import { escapeHtml } from './order-mail.ts';

/** Alerts of one statement and of one mail. */
const TOGETHER = 100;

/**
 * Raises and resolves low-stock alerts of variants by what the records say now, not by what a message said: it may be called repeatedly and out
 * of order. Answers how many were raised; telling about them is left in the outbox with them.
 */
export async function checkCrossings(
  records: Pick<ReplenishmentRecords, 'crossings' | 'raise' | 'resolve'>,
  variantIds: readonly number[],
  nowMs: number,
): Promise<number> {
  const facts = await records.crossings(variantIds);
  const stepOf = (one: (typeof facts)[number]) =>
    lowStockStep(one.openAlertId !== null, one.available, one.reorderPoint);
  const falling = facts.filter((one) => stepOf(one) === 'raise');
  const risen = facts.filter((one) => stepOf(one) === 'resolve');
  if (risen.length > 0) await records.resolve(risen, nowMs);
  let raised = 0;
  for (let at = 0; at < falling.length; at += TOGETHER)
    raised += (await records.raise(falling.slice(at, at + TOGETHER), nowMs)).length;
  return raised;
}

/** What telling about alerts needs. */
export interface AlertDeps {
  readonly clock: Clock;
  readonly replenishment: Pick<ReplenishmentRecords, 'settings' | 'alertsById' | 'markTold'>;
  readonly webhooks: WebhookSender;
  readonly orderMail: {
    readonly mail: MailSender;
    readonly from: string;
    readonly origin: string;
    shopName(): Promise<string>;
  };
}

/**
 * Tells staff by mail and another system by webhook that stock is low, each once per alert. Rejects when one of the two could not be reached, the other
 * being noted as done; the queue then calls again. Alerts that are resolved by now are told all the same: they happened.
 */
export async function tellLowStock(deps: AlertDeps, alertIds: readonly number[]): Promise<void> {
  const [settings, alerts] = await Promise.all([
    deps.replenishment.settings(),
    deps.replenishment.alertsById(alertIds),
  ]);
  const told = await Promise.allSettled([
    settings.alertEmail === ''
      ? null
      : mailAlerts(
          deps,
          settings.alertEmail,
          alerts.filter((one) => one.mailedAtMs === null),
        ),
    settings.webhookUrl === ''
      ? null
      : hookAlerts(
          deps,
          settings.webhookUrl,
          settings.webhookSecret,
          alerts.filter((one) => one.hookedAtMs === null),
        ),
  ]);
  for (const one of told) if (one.status === 'rejected') throw one.reason;
}

const nameOf = (alert: AlertRecord): string =>
  [alert.productTitle, alert.variantTitle === 'Default Title' ? '' : alert.variantTitle].filter(Boolean).join(', ');

const idOf = (alerts: readonly AlertRecord[]): string =>
  `low-stock-${Math.min(...alerts.map((one) => one.id))}-${Math.max(...alerts.map((one) => one.id))}`;

async function mailAlerts(deps: AlertDeps, to: string, alerts: readonly AlertRecord[]): Promise<void> {
  const [first] = alerts;
  if (!first) return;
  const { mail, from, origin, shopName } = deps.orderMail;
  const rows = alerts.map(
    (one) =>
      `${nameOf(one)} (${one.sku ?? one.variantId}) in ${one.warehouseName}: ${one.available} left, reorder at ${one.reorderPoint}`,
  );
  const url = `${origin}/admin/replenishment`;
  const subject = alerts.length === 1 ? `Low stock: ${nameOf(first)}` : `Low stock: ${alerts.length} items`;
  const shop = await shopName();
  const message: Mail = {
    messageId: idOf(alerts),
    to,
    from,
    subject,
    text: [...rows, '', `What to order: ${url}`, shop].join('\n'),
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font:16px/1.5 Georgia,serif;color:#211f1a"><p>${escapeHtml(shop)}</p>
<ul>${rows.map((row) => `<li>${escapeHtml(row)}</li>`).join('')}</ul>
<p><a href="${escapeHtml(url)}">What to order</a></p></body></html>`,
  };
  await mail.send(message);
  await deps.replenishment.markTold(
    alerts.map((one) => one.id),
    'mail',
    deps.clock.nowMs(),
  );
}

async function hookAlerts(deps: AlertDeps, url: string, secret: string, alerts: readonly AlertRecord[]): Promise<void> {
  if (alerts.length === 0) return;
  const body = {
    alerts: alerts.map((one) => ({
      id: one.id,
      inventory_item_id: one.variantId,
      location_id: one.warehouseId,
      sku: one.sku,
      title: nameOf(one),
      location: one.warehouseName,
      available: one.available,
      reorder_point: one.reorderPoint,
      raised_at: new Date(one.raisedAtMs).toISOString(),
    })),
  };
  await deps.webhooks.send({
    url,
    secret,
    topic: 'inventory_levels/low',
    webhookId: idOf(alerts),
    body: JSON.stringify(body),
  });
  await deps.replenishment.markTold(
    alerts.map((one) => one.id),
    'webhook',
    deps.clock.nowMs(),
  );
}
