import { anySearch } from '../../commerce/search/search-request.ts';
import type { Clock } from '../ports/clock.ts';
import type { MailSender } from '../ports/mail.ts';
import type { ReplenishmentRecords } from '../ports/replenishment.ts';
import type { Search } from '../ports/search.ts';
import type { SearchOutage, SearchOutages } from '../ports/search-outages.ts';
import type { WebhookSender } from '../ports/webhook-sender.ts';
import { configureSearch, type IndexSearchDeps, indexProducts } from './index-search.ts';
import { escapeHtml } from './order-mail.ts';

/** What looking after a search cluster needs. */
export interface SearchOutageDeps extends IndexSearchDeps {
  readonly clock: Clock;
  readonly searchEngines: { readonly cluster: Search | null; readonly embedded: Search };
  readonly searchOutages: SearchOutages;
  readonly replenishment: Pick<ReplenishmentRecords, 'settings'>;
  readonly webhooks: WebhookSender;
  readonly orderMail: {
    readonly mail: MailSender;
    readonly from: string;
    readonly origin: string;
    shopName(): Promise<string>;
  };
}

/** A cluster counts as back when nobody's search failed for so long; isolates tell of failures once a minute. */
const CALM_MS = 90_000;
/** A node that starts anew is no reason to write to anybody. */
const TOLD_AFTER_MS = 120_000;
const MISSED_TOGETHER = 200;
/** Of one round; the next minute has the rest. */
const MOST_MISSED = 5_000;

/**
 * The minute's look at the search cluster: asks it as a shopper would, notes an outage and tells staff of it once, and when it is back brings it up to
 * date before the outage ends. Without a cluster nothing is asked. Rejects when the records, the mail or the webhook cannot be reached.
 */
export async function watchSearchCluster(deps: SearchOutageDeps): Promise<'none' | 'away' | 'settling' | 'back'> {
  const { cluster } = deps.searchEngines;
  if (cluster === null) return 'none';
  const { primary } = await deps.shopLocales();
  const answer = await cluster.search({ ...anySearch(primary, ''), limit: 1 });
  const nowMs = deps.clock.nowMs();
  if (!answer.ok) {
    const problem = answer.reason === 'empty' ? `it has no index of ${primary} yet` : (answer.problem ?? 'no answer');
    await deps.searchOutages.failed(problem, nowMs);
    const outage = await deps.searchOutages.current();
    if (outage && nowMs - outage.beganAtMs >= TOLD_AFTER_MS) await tellOutage(deps, outage);
    return 'away';
  }
  const outage = await deps.searchOutages.current();
  if (outage === null) return 'none';
  if (nowMs - outage.lastFailedAtMs < CALM_MS) return 'settling';
  const straight = { ...deps, search: cluster };
  if (!(await writeMissed(straight))) return 'settling';
  await configureSearch(straight);
  await deps.searchOutages.end(outage.id, nowMs);
  return 'back';
}

/** Writes what changed meanwhile to the cluster; false when there is more than a round does. */
async function writeMissed(deps: SearchOutageDeps): Promise<boolean> {
  for (let done = 0; done < MOST_MISSED; done += MISSED_TOGETHER) {
    const missed = await deps.searchOutages.nextMissed(MISSED_TOGETHER);
    if (missed.ids.length === 0) return true;
    await indexProducts(deps, missed.ids);
    await deps.searchOutages.forgetMissed(missed);
  }
  return false;
}

/** What answers instead of the cluster: the shop's own engine, or the catalogue while that has no index. */
export async function answeredBy(deps: SearchOutageDeps): Promise<'EMBEDDED' | 'CATALOGUE'> {
  const { primary } = await deps.shopLocales();
  return (await deps.searchEngines.embedded.status(primary)).builtAtMs === null ? 'CATALOGUE' : 'EMBEDDED';
}

/** The outage that lasts, for staff; null where there is none or no cluster. */
export function currentOutage(deps: SearchOutageDeps): Promise<SearchOutage | null> {
  return deps.searchEngines.cluster === null ? Promise.resolve(null) : deps.searchOutages.current();
}

const ANSWERS = { EMBEDDED: 'the shop’s own engine', CATALOGUE: 'the catalogue' } as const;

/** Tells staff by mail and another system by webhook, where low stock is told, each once per outage. */
async function tellOutage(deps: SearchOutageDeps, outage: SearchOutage): Promise<void> {
  if (outage.mailedAtMs !== null && outage.hookedAtMs !== null) return;
  const settings = await deps.replenishment.settings();
  const instead = await answeredBy(deps);
  const nowMs = deps.clock.nowMs();
  const name = `search-outage-${outage.id}`;
  const told = await Promise.allSettled([
    (async () => {
      if (settings.alertEmail === '' || outage.mailedAtMs !== null) return;
      await mailOutage(deps, settings.alertEmail, outage, ANSWERS[instead]);
      await deps.searchOutages.markTold(outage.id, 'mail', nowMs);
    })(),
    (async () => {
      if (settings.webhookUrl === '' || outage.hookedAtMs !== null) return;
      await deps.webhooks.send({
        url: settings.webhookUrl,
        secret: settings.webhookSecret,
        topic: 'search/unavailable',
        webhookId: name,
        body: JSON.stringify({
          id: outage.id,
          began_at: new Date(outage.beganAtMs).toISOString(),
          problem: outage.problem,
          answered_by: instead.toLowerCase(),
        }),
      });
      await deps.searchOutages.markTold(outage.id, 'webhook', nowMs);
    })(),
  ]);
  for (const one of told) if (one.status === 'rejected') throw one.reason;
}

async function mailOutage(deps: SearchOutageDeps, to: string, outage: SearchOutage, instead: string): Promise<void> {
  const { mail, from, origin, shopName } = deps.orderMail;
  const shop = await shopName();
  const since = `${new Date(outage.beganAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const lines = [
    `The search cluster has not answered since ${since}. Until it does, ${instead} answers; shoppers notice nothing.`,
    `Last failure: ${outage.problem}`,
    'This ends by itself when the cluster answers again.',
  ];
  const url = `${origin}/admin`;
  await mail.send({
    messageId: `search-outage-${outage.id}`,
    to,
    from,
    subject: 'Search cluster does not answer',
    text: [...lines, '', url, shop].join('\n'),
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Search cluster does not answer</title></head>
<body style="font:16px/1.5 Georgia,serif;color:#211f1a"><p>${escapeHtml(shop)}</p>
${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<p><a href="${escapeHtml(url)}">Open the admin</a></p></body></html>`,
  });
}
