/** A page as staff see and change it, hidden ones included. */
export interface EditablePage {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly bodyHtml: string;
  /** Null: not visible. May lie ahead: visible from then on. */
  readonly publishedAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface EditableBlog {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
}

/** An article as staff see and change it. */
export interface EditableArticle {
  readonly id: number;
  readonly blog: EditableBlog;
  readonly handle: string;
  readonly title: string;
  readonly authorName: string;
  readonly bodyHtml: string;
  readonly excerptHtml: string | null;
  readonly tags: readonly string[];
  /** Null: not visible. May lie ahead: visible from then on. */
  readonly publishedAtMs: number | null;
  readonly updatedAtMs: number;
}

/** When content is visible: from a moment on, from now on (an earlier moment stays), or not at all. */
export type Publication = { readonly atMs: number } | 'now' | 'hidden';

/** Fields of a page to write; absent ones stay, or take their default on a new page. */
export interface PageDraft {
  readonly handle?: string | undefined;
  readonly title?: string | undefined;
  readonly bodyHtml?: string | undefined;
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

/** One page of a list, newest first. */
export interface ContentList<T> {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
}

/** Pages and articles as staff change them. */
export interface ContentEditor {
  page(id: number): Promise<EditablePage | null>;
  /** Those with a smaller id than `beforeId`, newest first. */
  pages(limit: number, beforeId: number | null): Promise<ContentList<EditablePage>>;
  /** Creates when id is null; then title and handle must be given. */
  writePage(id: number | null, draft: PageDraft): Promise<ContentWrite>;
  article(id: number): Promise<EditableArticle | null>;
  articles(limit: number, beforeId: number | null): Promise<ContentList<EditableArticle>>;
  /** Creates when id is null; then blog, title, handle and author must be given. */
  writeArticle(id: number | null, draft: ArticleDraft): Promise<ContentWrite>;
  /** All blogs by id. */
  blogs(): Promise<readonly EditableBlog[]>;
}
