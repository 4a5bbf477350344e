/** In what Java's and Oniguruma's regular expressions differ, the latter as Elasticsearch's `GROK` has them: Ruby's. */
import { type CharSet, either, not, oneOf, property, range } from './char-set.ts';

export interface Dialect {
  readonly name: 'java' | 'oniguruma';
  /** `^` and `$` stand at each line's ends without being asked to. */
  readonly linewise: boolean;
  /** The flag with which `.` matches newlines, too. */
  readonly dotAllFlag: string;
  /** What `.` does not match. */
  readonly newline: CharSet;
  /** Whether only ASCII letters have case. */
  readonly asciiCase: boolean;
  /** `\d` and so on; a capital letter is the opposite. */
  readonly classes: Readonly<Record<string, CharSet>>;
  /** What `\b` takes for words. */
  readonly word: CharSet;
  /** POSIX' classes, `[[:alpha:]]` and `\p{Alpha}`. */
  readonly posix: Readonly<Record<string, CharSet>>;
}

const digit = /* @__PURE__ */ range(0x30, 0x39);
const letter = /* @__PURE__ */ either([/* @__PURE__ */ range(0x41, 0x5a), /* @__PURE__ */ range(0x61, 0x7a)]);
const word = /* @__PURE__ */ either([letter, digit, /* @__PURE__ */ oneOf('_')]);
const space = /* @__PURE__ */ either([/* @__PURE__ */ range(0x09, 0x0d), /* @__PURE__ */ oneOf(' ')]);
const hexDigit = /* @__PURE__ */ either([digit, /* @__PURE__ */ oneOf('abcdefABCDEF')]);
const alnum = /* @__PURE__ */ either([letter, digit]);
const lower = /* @__PURE__ */ range(0x61, 0x7a);
const upper = /* @__PURE__ */ range(0x41, 0x5a);
const blank = /* @__PURE__ */ oneOf(' \t');
const control = /* @__PURE__ */ either([/* @__PURE__ */ range(0, 31), /* @__PURE__ */ range(127, 127)]);
const graph = /* @__PURE__ */ range(0x21, 0x7e);
const print = /* @__PURE__ */ range(0x20, 0x7e);
const punct = /* @__PURE__ */ oneOf('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');
const unicodeWord = /* @__PURE__ */ unicode(word, 'Alphabetic', 'M', 'Nd', 'Pc');

const asciiPosix: Readonly<Record<string, CharSet>> = {
  alnum,
  alpha: letter,
  ascii: /* @__PURE__ */ range(0, 127),
  blank,
  cntrl: control,
  digit,
  graph,
  lower,
  print,
  punct,
  space,
  upper,
  word,
  xdigit: hexDigit,
};

/** https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html */
export const java: Dialect = {
  name: 'java',
  linewise: false,
  dotAllFlag: 's',
  newline: /* @__PURE__ */ oneOf('\n\r\u0085\u2028\u2029'),
  asciiCase: true,
  classes: {
    d: digit,
    w: word,
    s: space,
    h: /* @__PURE__ */ oneOf(
      ' \t\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
    ),
    v: /* @__PURE__ */ oneOf('\n\x0b\f\r\u0085\u2028\u2029'),
  },
  word,
  posix: asciiPosix,
};

/**
 * https://github.com/k-takata/Onigmo/blob/master/doc/RE, syntax ONIG_SYNTAX_RUBY: `\w` and its like are of ASCII, while
 * POSIX' classes and `\b` are of Unicode.
 */
export const oniguruma: Dialect = {
  name: 'oniguruma',
  linewise: true,
  dotAllFlag: 'm',
  newline: /* @__PURE__ */ oneOf('\n'),
  asciiCase: false,
  classes: { d: digit, w: word, s: space, h: hexDigit },
  word: unicodeWord,
  posix: {
    ...asciiPosix,
    alnum: /* @__PURE__ */ unicode(alnum, 'Alphabetic', 'Nd'),
    alpha: /* @__PURE__ */ unicode(letter, 'Alphabetic'),
    blank: /* @__PURE__ */ unicode(blank, 'Zs'),
    cntrl: /* @__PURE__ */ unicode(control, 'Cc'),
    digit: /* @__PURE__ */ unicode(digit, 'Nd'),
    graph: /* @__PURE__ */ unicode(graph, 'L', 'M', 'N', 'P', 'S', 'Cf', 'Co'),
    lower: /* @__PURE__ */ unicode(lower, 'Lowercase'),
    print: /* @__PURE__ */ unicode(print, 'L', 'M', 'N', 'P', 'S', 'Cf', 'Co', 'Zs'),
    punct: /* @__PURE__ */ unicode(punct, 'P'),
    space: /* @__PURE__ */ unicode(space, 'White_Space'),
    upper: /* @__PURE__ */ unicode(upper, 'Uppercase'),
    word: unicodeWord,
  },
};

/** @returns the set of a letter behind a backslash */
export function classOf(letter: string, dialect: Dialect): CharSet | undefined {
  const small = letter.toLowerCase();
  const set = Object.hasOwn(dialect.classes, small) ? dialect.classes[small] : undefined;
  return set === undefined || letter === small ? set : not(set);
}

function unicode(ascii: CharSet, ...properties: readonly string[]): CharSet {
  const others = either(properties.map((name) => property(name) as CharSet));
  return (code) => (code < 128 ? ascii(code) : others(code));
}
