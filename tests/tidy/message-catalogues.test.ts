import { expect, it } from 'vitest';
import { sourcesIn } from './sources.ts';

it('catalogues of messages go through the pseudo-locale', () => {
  const catalogues = sourcesIn('site').filter(
    ({ file, code }) => file.startsWith('site/lib/messages/') && /\blanguages\[language/.test(code),
  );
  expect(catalogues.length).toBeGreaterThan(3);
  expect(catalogues.filter(({ code }) => !code.includes('shownMessages(')).map(({ file }) => file)).toEqual([]);
});
