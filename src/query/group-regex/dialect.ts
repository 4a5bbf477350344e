/** In what Java's and Oniguruma's (Ruby's) regular expressions differ. */
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
}

const digit = /* @__PURE__ */ range(0x30, 0x39);
const letter = /* @__PURE__ */ either([/* @__PURE__ */ range(0x41, 0x5a), /* @__PURE__ */ range(0x61, 0x7a)]);
const word = /* @__PURE__ */ either([letter, digit, /* @__PURE__ */ oneOf('_')]);
const space = /* @__PURE__ */ either([/* @__PURE__ */ range(0x09, 0x0d), /* @__PURE__ */ oneOf(' ')]);
const hexDigit = /* @__PURE__ */ either([digit, /* @__PURE__ */ oneOf('abcdefABCDEF')]);

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
};

/** https://github.com/kkos/oniguruma/blob/master/doc/RE */
export const oniguruma: Dialect = {
  name: 'oniguruma',
  linewise: true,
  dotAllFlag: 'm',
  newline: /* @__PURE__ */ oneOf('\n'),
  asciiCase: false,
  classes: {
    d: /* @__PURE__ */ unicode(digit, 'Nd'),
    w: /* @__PURE__ */ unicode(word, 'L', 'M', 'Nd', 'Pc'),
    s: /* @__PURE__ */ unicode(space, 'White_Space'),
    h: hexDigit,
  },
};

/** POSIX' classes, `[[:alpha:]]` and `\p{Alpha}`: of ASCII. */
export const posix: Readonly<Record<string, CharSet>> = {
  alnum: /* @__PURE__ */ either([letter, digit]),
  alpha: letter,
  ascii: /* @__PURE__ */ range(0, 127),
  blank: /* @__PURE__ */ oneOf(' \t'),
  cntrl: /* @__PURE__ */ either([/* @__PURE__ */ range(0, 31), /* @__PURE__ */ range(127, 127)]),
  digit,
  graph: /* @__PURE__ */ range(0x21, 0x7e),
  lower: /* @__PURE__ */ range(0x61, 0x7a),
  print: /* @__PURE__ */ range(0x20, 0x7e),
  punct: /* @__PURE__ */ oneOf('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
  space,
  upper: /* @__PURE__ */ range(0x41, 0x5a),
  word,
  xdigit: hexDigit,
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
