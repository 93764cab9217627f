import { articles, blogs, menuItems, menus, pages, policies, urlRedirects } from '../schema/shop.ts';
import { demoArticles, demoBlog } from './demo/articles.ts';
import { type DemoMenuItem, demoMenus } from './demo/menus.ts';
import { demoPages } from './demo/pages.ts';
import { demoPolicies } from './demo/policies.ts';
import { demoRedirects } from './demo/shop.ts';
import { contentIn } from './demo/texts/demo-language.ts';
import { demoPicture } from './demo-picture.ts';
import { known, onlyRow, type SeedTransaction, type TranslationSheet } from './seed-context.ts';
import { setText } from './text-setting.ts';

type Ids = ReadonlyMap<string, number>;
interface LinkTargets {
  readonly collections: Ids;
  readonly pages: Ids;
  readonly blogs: Ids;
  readonly policies: Ids;
}

const OPENED = new Date('2026-01-05T08:00:00Z');

async function writePages(tx: SeedTransaction, sheet: TranslationSheet): Promise<Ids> {
  const ids = new Map<string, number>();
  for (const page of demoPages) {
    const body = setText(page.body);
    const { id } = onlyRow(
      await tx
        .insert(pages)
        .values({
          handle: page.handle,
          title: page.title.en,
          bodyHtml: body.en,
          seoTitle: page.title.en,
          seoDescription: page.seoDescription.en,
          publishedAt: OPENED,
          createdAt: OPENED,
          updatedAt: OPENED,
        })
        .returning({ id: pages.id }),
    );
    ids.set(page.handle, id);
    sheet.add(
      'page',
      id,
      {
        title: page.title,
        body_html: body,
        seo_title: page.title,
        seo_description: page.seoDescription,
      },
      (language) => {
        const text = contentIn(language, `pages/${page.handle}`);
        return { title: text.title, body_html: text.body, seo_title: text.title, seo_description: text.summary ?? '' };
      },
    );
    sheet.addHandles('page', id, page.handle);
  }
  return ids;
}

async function writeBlog(tx: SeedTransaction, sheet: TranslationSheet): Promise<Ids> {
  const { id: blogId } = onlyRow(
    await tx
      .insert(blogs)
      .values({
        handle: demoBlog.handle,
        title: demoBlog.title.en,
        seoTitle: demoBlog.title.en,
        seoDescription: demoBlog.seoDescription.en,
      })
      .returning({ id: blogs.id }),
  );
  sheet.add(
    'blog',
    blogId,
    {
      title: demoBlog.title,
      seo_title: demoBlog.title,
      seo_description: demoBlog.seoDescription,
    },
    (language) => {
      const text = contentIn(language, `blogs/${demoBlog.handle}`);
      return { title: text.title, seo_title: text.title, seo_description: text.summary ?? '' };
    },
  );
  sheet.addHandles('blog', blogId, demoBlog.handle);
  for (const article of demoArticles) {
    const body = setText(article.body);
    const publishedAt = new Date(`${article.publishedOn}T08:00:00Z`);
    const { id } = onlyRow(
      await tx
        .insert(articles)
        .values({
          blogId,
          handle: article.handle,
          title: article.title.en,
          seoTitle: article.title.en,
          seoDescription: article.seoDescription.en,
          authorName: article.author,
          bodyHtml: body.en,
          excerptHtml: article.excerpt.en,
          imageUrl: demoPicture(article.imageUrl),
          imageAlt: article.imageAlt.en,
          imageWidth: 800,
          imageHeight: 1000,
          tags: [...article.tags],
          publishedAt,
          updatedAt: publishedAt,
        })
        .returning({ id: articles.id }),
    );
    sheet.add(
      'article',
      id,
      {
        title: article.title,
        body_html: body,
        excerpt_html: article.excerpt,
        image_alt: article.imageAlt,
        seo_title: article.title,
        seo_description: article.seoDescription,
      },
      (language) => {
        const text = contentIn(language, `articles/${article.handle}`);
        const summary = text.summary ?? '';
        return {
          title: text.title,
          body_html: text.body,
          excerpt_html: `<p>${summary}</p>`,
          image_alt: text.title,
          seo_title: text.title,
          seo_description: summary,
        };
      },
    );
    sheet.addHandles('article', id, article.handle);
  }
  return new Map([[demoBlog.handle, blogId]]);
}

async function writePolicies(tx: SeedTransaction, sheet: TranslationSheet): Promise<Ids> {
  const ids = new Map<string, number>();
  for (const policy of demoPolicies) {
    const { id } = onlyRow(
      await tx
        .insert(policies)
        .values({ kind: policy.kind, handle: policy.handle, title: policy.title.en, bodyHtml: policy.body.en })
        .returning({ id: policies.id }),
    );
    ids.set(policy.handle, id);
    sheet.add('policy', id, { title: policy.title, body_html: policy.body }, (language) => {
      const text = contentIn(language, `policies/${policy.handle}`);
      return { title: text.title, body_html: text.body };
    });
  }
  return ids;
}

function linkOf(
  item: DemoMenuItem,
  targets: LinkTargets,
): { type: string; resourceId: number | null; url: string | null } {
  const { opens } = item;
  if ('collection' in opens)
    return { type: 'COLLECTION', resourceId: known(targets.collections, opens.collection), url: null };
  if ('page' in opens) return { type: 'PAGE', resourceId: known(targets.pages, opens.page), url: null };
  if ('blog' in opens) return { type: 'BLOG', resourceId: known(targets.blogs, opens.blog), url: null };
  if ('policy' in opens) return { type: 'SHOP_POLICY', resourceId: known(targets.policies, opens.policy), url: null };
  return { type: 'HTTP', resourceId: null, url: opens.path };
}

async function writeMenus(tx: SeedTransaction, sheet: TranslationSheet, targets: LinkTargets): Promise<void> {
  const writeItems = async (menuId: number, parentId: number | null, items: readonly DemoMenuItem[]): Promise<void> => {
    for (const [position, item] of items.entries()) {
      const { id } = onlyRow(
        await tx
          .insert(menuItems)
          .values({ menuId, parentId, title: item.title.en, position, ...linkOf(item, targets) })
          .returning({ id: menuItems.id }),
      );
      sheet.add('menu_item', id, { title: item.title });
      await writeItems(menuId, id, item.items ?? []);
    }
  };
  for (const menu of demoMenus) {
    const { id } = onlyRow(
      await tx.insert(menus).values({ handle: menu.handle, title: menu.title }).returning({ id: menus.id }),
    );
    await writeItems(id, null, menu.items);
  }
}

/** Writes pages, blog, policies, menus and redirects; menus come last because they point at everything else. */
export async function writeContent(tx: SeedTransaction, sheet: TranslationSheet, collectionIds: Ids): Promise<void> {
  const targets = {
    collections: collectionIds,
    pages: await writePages(tx, sheet),
    blogs: await writeBlog(tx, sheet),
    policies: await writePolicies(tx, sheet),
  };
  await writeMenus(tx, sheet, targets);
  await tx.insert(urlRedirects).values([...demoRedirects]);
}
