import { isVisible } from '../../../domain/text/visible';

it.each([
  ['nothing', ''],
  ['spaces', ' \t\n\u00a0\u2003\u3000'],
  ['zero-width space', '\u200b'],
  ['word joiner', '\u2060'],
  ['Hangul filler', '\u3164'],
  ['half-width and other Hangul fillers', '\uffa0\u115f\u1160'],
  ['soft hyphen', '\u00ad'],
  ['empty Braille cell', '\u2800'],
  ['lone combining marks', '\u0301\u0323'],
  ['marks on a space', ' \u0301'],
  ['joiners and direction marks', '\u200d\u200c\u200e\u202e\u2066\ufeff'],
  ['variation selectors and tags', '\ufe0f\u{e0020}\u{e0100}'],
  ['grapheme joiner and Khmer inherent vowel', '\u034f\u17b4'],
  ['controls', '\u0001\u0085'],
  ['all of them', '\u200b\u2060\u3164\u00ad\u2800\u0301 '],
])('%s: nobody sees anything', (_what, text) => {
  expect(isVisible(text)).toBe(false);
});

it.each(['a', '.', '-', '7', 'ữ', '\u200bx\u200b', '⠁', '한', '👍🏽', 'u\u031b'])('%j is seen', (text) => {
  expect(isVisible(text)).toBe(true);
});
