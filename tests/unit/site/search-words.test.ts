import { describe, expect, it } from 'vitest';
import { heardIn, recogniserOf } from '../../../site/lib/client/voice.ts';
import { brandAddress, searchAddress, shortWords } from '../../../site/lib/search-words.ts';

describe('words of an address', () => {
  it('lose blanks around them, control characters, and what is too long, but no half letters', () => {
    expect(shortWords(null)).toBe('');
    expect(shortWords('  vase\u0000\u0007x \n')).toBe('vase x');
    expect(shortWords('x'.repeat(10_000))).toHaveLength(120);
    expect(shortWords(`${'x'.repeat(119)}😀`)).toBe('x'.repeat(119));
  });

  it('go back into addresses whatever they hold', () => {
    expect(searchAddress({ prefix: 'en-us' }, 'a&b=c #1')).toBe('/en-us/search?q=a%26b%3Dc+%231');
    expect(brandAddress({ prefix: 'de-de' }, 'Töpferei & Co')).toBe('/de-de/search?vendor=T%C3%B6pferei+%26+Co');
  });
});

describe('what was heard', () => {
  it('is the best reading of every part', () => {
    const event = { results: { length: 2, 0: { 0: { transcript: 'blue ' } }, 1: { 0: { transcript: ' vase' } } } };
    expect(heardIn(event)).toBe('blue vase');
    expect([heardIn({}), heardIn({ results: null }), heardIn({ results: { length: 1, 0: {} } })]).toEqual(['', '', '']);
  });

  it('needs a browser that listens, under its old name too', () => {
    class Recogniser extends EventTarget {}
    expect(recogniserOf({})).toBeNull();
    expect(recogniserOf({ webkitSpeechRecognition: Recogniser })).toBe(Recogniser);
  });
});
