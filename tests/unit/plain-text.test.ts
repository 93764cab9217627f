import { expect, test } from 'vitest';
import { plainText } from '../../commerce/catalogue/plain-text.ts';

test.each([
  ['<p>One</p><p>two<br>three</p>', 'One two three'],
  [
    'It&rsquo;s a caf&eacute;&nbsp;table, 40&#215;60&nbsp;cm &#x2014; M&uuml;ller &amp; S&ouml;hne',
    'It’s a café table, 40×60 cm — Müller & Söhne',
  ],
  ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ['&unknown; &#0; &#99999999; AT&T', '&unknown; &#0; &#99999999; AT&T'],
  ['<style>p { color: red }</style>a<!-- not\nshown -->b<script>alert(1)</script>', 'a b'],
  ['5 < 6 and 7 > 6', '5 < 6 and 7 > 6'],
])('%j reads %j', (html, text) => {
  expect(plainText(html)).toBe(text);
});

test('is cut with an ellipsis within the length, never through a sign', () => {
  expect(plainText('A long sentence', 8)).toBe('A long…');
  expect(plainText('A long sentence', 15)).toBe('A long sentence');
  expect(plainText('ab😀cd', 4)).toBe('ab…');
});
