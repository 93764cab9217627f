import type { WriteOnce } from './idempotency.ts';

/** What pages and articles have in common, as staff see it. */
export interface EditableContent {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly bodyHtml: string;
  /** What search engines are told; null: title and text of the content itself. */
  readonly seoTitle: string | null;
  readonly seoDescription: string | null;
  /** Null: not visible. May lie ahead: visible from then on. */
  readonly publishedAtMs: number | null;
  readonly updatedAtMs: number;
}

/** A page as staff see and change it, hidden ones included. */
export interface EditablePage extends EditableContent {
  readonly createdAtMs: number;
}

export interface EditableBlog {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
}

/** An article as staff see and change it. */
export interface EditableArticle extends EditableContent {
  readonly blog: EditableBlog;
  readonly authorName: string;
  readonly excerptHtml: string | null;
  readonly tags: readonly string[];
}

/** When content is visible: from a moment on, from now on (an earlier moment stays), or not at all. */
export type Publication = { readonly atMs: number } | 'now' | 'hidden';

/** Fields of a page to write; absent ones stay, or take their default on a new page. */
export interface PageDraft {
  readonly handle?: string | undefined;
  readonly title?: string | undefined;
  readonly bodyHtml?: string | undefined;
  readonly seoTitle?: string | null | undefined;
  readonly seoDescription?: string | null | undefined;
  readonly publication?: Publication | undefined;
}

/** Fields of an article to write; absent ones stay. */
export interface ArticleDraft extends PageDraft {
  readonly blogId?: number | undefined;
  readonly authorName?: string | undefined;
  readonly excerptHtml?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

export type ContentWrite =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly reason: 'not_found' | 'handle_taken' };

/** Which part of a list: by id, those behind `afterId` in the chosen direction. */
export interface ContentQuery {
  readonly limit: number;
  readonly newestFirst: boolean;
  readonly afterId: number | null;
}

/** A part of a list. */
export interface ContentList<T> {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
}

/** Pages and articles as staff change them. */
export interface ContentEditor {
  page(id: number): Promise<EditablePage | null>;
  pages(query: ContentQuery): Promise<ContentList<EditablePage>>;
  /** Creates when id is null; then title and handle must be given. With `once`, a repetition answers what the first call wrote. */
  writePage(id: number | null, draft: PageDraft, once: WriteOnce | null): Promise<ContentWrite>;
  article(id: number): Promise<EditableArticle | null>;
  articles(query: ContentQuery): Promise<ContentList<EditableArticle>>;
  /** Creates when id is null; then blog, title, handle and author must be given. `once` as for pages. */
  writeArticle(id: number | null, draft: ArticleDraft, once: WriteOnce | null): Promise<ContentWrite>;
  /** All blogs by id. */
  blogs(): Promise<readonly EditableBlog[]>;
}
