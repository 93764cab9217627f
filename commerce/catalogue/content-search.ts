import { wordsOf } from './listing.ts';
import {
  compareMoment,
  readSearch,
  type SearchPredicate,
  type SearchTerm,
  textHolds,
  textMatches,
} from './search-syntax.ts';
import { holdsWords } from './word-search.ts';

/** What searches look at in a page, blog, article or collection, in the buyer's language. */
export interface SearchableContent {
  readonly title: string;
  readonly handle: string;
  /** Plain text that bare words are looked for in, beside the title. */
  readonly text: string;
  readonly tags?: readonly string[];
  readonly author?: string;
  readonly blogTitle?: string;
  /** ISO 8601; absent where the content has no such moment, which then matches no condition on it. */
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly publishedAt?: string;
}

const MOMENTS = { created_at: 'createdAt', updated_at: 'updatedAt', published_at: 'publishedAt' } as const;

function contentTerm({ field, comparator, value }: SearchTerm): SearchPredicate<SearchableContent> {
  switch (field) {
    case 'title':
      return (content) => textHolds(content.title, value);
    case 'handle':
      return (content) => textMatches(content.handle, value);
    case 'tag':
      return (content) => content.tags?.some((tag) => textMatches(tag, value)) ?? false;
    case 'tag_not':
      return (content) => !content.tags?.some((tag) => textMatches(tag, value));
    case 'author':
      return (content) => content.author !== undefined && textMatches(content.author, value);
    case 'blog_title':
      return (content) => content.blogTitle !== undefined && textMatches(content.blogTitle, value);
    case 'created_at':
    case 'updated_at':
    case 'published_at':
      return (content) => {
        const moment = content[MOMENTS[field]];
        return moment !== undefined && compareMoment(moment, comparator, value);
      };
    default: {
      const words = wordsOf(value.replace(/\*$/, ''));
      return (content) => holdsWords([content.title, content.text, ...(content.tags ?? [])].join(' '), words);
    }
  }
}

/** Parses a query over pages, blogs, articles and collections. */
export const readContentSearch = (query: string): SearchPredicate<SearchableContent> => readSearch(query, contentTerm);
