import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';

/** What a page and an article have in common, as the admin asks for them. */
export interface AdminContent {
  readonly id: string;
  readonly title: string;
  readonly handle: string;
  readonly body: string;
  readonly isPublished: boolean;
  readonly updatedAt: string;
}
export interface AdminBlog {
  readonly id: string;
  readonly title: string;
  readonly handle: string;
}
export interface AdminArticle extends AdminContent {
  readonly author: { readonly name: string } | null;
  readonly summary: string | null;
  readonly tags: readonly string[];
  readonly blog: AdminBlog;
}

const CONTENT = 'id title handle body isPublished updatedAt';
/** One page. */
export const PAGE_QUERY = `query Page($id: ID!) { page(id: $id) { ${CONTENT} } }`;
const ARTICLE = `${CONTENT} author { name } summary tags blog { id title handle }`;
/** One article, and the blogs it may be moved to. */
export const ARTICLE_QUERY = `query Article($id: ID!) { article(id: $id) { ${ARTICLE} } blogs(first: 250) { nodes { id title handle } } }`;
/** The blogs a new article may go to. */
export const BLOGS_QUERY = 'query Blogs { blogs(first: 250) { nodes { id title handle } } }';

const ERRORS = 'userErrors { field message }';
const PAGE_CREATE = `mutation Make($page: PageCreateInput!) { saved: pageCreate(page: $page) { made: page { id } ${ERRORS} } }`;
const PAGE_UPDATE = `mutation Change($id: ID!, $page: PageUpdateInput!) { saved: pageUpdate(id: $id, page: $page) { made: page { id } ${ERRORS} } }`;
const ARTICLE_CREATE = `mutation Make($article: ArticleCreateInput!) { saved: articleCreate(article: $article) { made: article { id } ${ERRORS} } }`;
const ARTICLE_UPDATE = `mutation Change($id: ID!, $article: ArticleUpdateInput!) { saved: articleUpdate(id: $id, article: $article) { made: article { id } ${ERRORS} } }`;

/** The saved content's id, or why it was refused. */
export type Saved =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly problems: readonly string[] };

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

const common = (form: FormData) => ({
  title: text(form, 'title'),
  ...(text(form, 'handle') ? { handle: text(form, 'handle') } : {}),
  body: text(form, 'body'),
  isPublished: form.get('visible') === 'on',
});

async function save(page: AdminPageContext, query: string, variables: Record<string, unknown>): Promise<Saved> {
  const answer = await askAdmin<{ saved: { made: { id: string } | null; userErrors: readonly UserError[] } | null }>(
    page,
    query,
    variables,
  );
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const { saved } = answer.data;
  return saved?.made ? { ok: true, id: saved.made.id } : { ok: false, problems: sentences(saved?.userErrors ?? []) };
}

/** Writes a page from its form; makes a new one when id is null. */
export function savePage(page: AdminPageContext, id: string | null, form: FormData): Promise<Saved> {
  const variables = { page: common(form) };
  return id === null ? save(page, PAGE_CREATE, variables) : save(page, PAGE_UPDATE, { id, ...variables });
}

/** Writes an article from its form; makes a new one when id is null. */
export function saveArticle(page: AdminPageContext, id: string | null, form: FormData): Promise<Saved> {
  const article = {
    ...common(form),
    author: { name: text(form, 'author') },
    summary: text(form, 'summary') || null,
    tags: text(form, 'tags')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    blogId: text(form, 'blog') || null,
  };
  return id === null ? save(page, ARTICLE_CREATE, { article }) : save(page, ARTICLE_UPDATE, { id, article });
}
