/** What a reader of JSON (RFC 8259) has to make of a text. */
export type Verdict =
  /** It is an object, and what it says of the name is taken. */
  | 'taken'
  /** It is an object that says of the name what cannot be. */
  | 'refused'
  /** It is no JSON, or no object. */
  | 'malformed'

const utf8 = (text: string) => new TextEncoder().encode(text)
const bytes = (...parts: (string | readonly number[])[]) =>
  new Uint8Array(parts.flatMap((part) => [...(typeof part === 'string' ? utf8(part) : part)]))
const nested = (open: string, close: string, times: number) => `${open.repeat(times)}${close.repeat(times)}`

/** A body of a PATCH whose name is called `key`, to the byte. */
type Text = (key: string) => string | Uint8Array<ArrayBuffer>

export const jsonTexts: readonly (readonly [what: string, verdict: Verdict, text: Text])[] = [
  // Texts that are JSON.
  ['an empty object', 'taken', () => '{}'],
  ['white space of all four kinds around everything', 'taken', (key) => ` \t\r\n{ "${key}"\n:\t"A"\r} \n`],
  ['a key in escapes', 'taken', (key) => `{"${escaped(key)}":"A"}`],
  ['every short escape', 'taken', (key) => `{"${key}":"a\\"\\\\\\/\\b\\f\\n\\r\\t"}`],
  ['an escape in upper case', 'taken', (key) => `{"${key}":"\\u00E9"}`],
  ['a pair of surrogates in escapes', 'taken', (key) => `{"${key}":"\\uD83D\\uDE80"}`],
  ['a sign beyond the basic plane as it is', 'taken', (key) => `{"${key}":"🚀"}`],
  ['DEL and the separators U+2028 and U+2029 as they are', 'taken', (key) => `{"${key}":"a\u007f\u2028\u2029"}`],
  ['noncharacters', 'taken', (key) => `{"${key}":"a\uffff\u{10ffff}\ufdd0"}`],
  ['a byte order mark within a text', 'taken', (key) => `{"${key}":"a\ufeff"}`],
  ['null', 'taken', (key) => `{"${key}":null}`],
  ['an empty key', 'taken', () => '{"":0}'],
  ['a key of U+0000, which nobody looks at', 'taken', () => '{"\\u0000":0}'],
  ['a key of half a pair, which nobody looks at', 'taken', () => '{"\\ud83d":0}'],
  [
    'numbers of every form beside it',
    'taken',
    () => '{"x":[0,-0,1,-1,0.5,1e5,1E+5,1e-5,-1.5e300,123456789012345678901234567890]}',
  ],
  ['a number beyond every double', 'taken', () => '{"x":1e400,"y":-1e400}'],
  ['a number too small for any', 'taken', () => '{"x":1e-400}'],
  ['a very long number', 'taken', () => `{"x":${'9'.repeat(5_000)}}`],
  ['a very long fraction', 'taken', () => `{"x":0.${'1'.repeat(5_000)}}`],
  ['__proto__ beside it', 'taken', () => '{"__proto__":{"admin":true},"constructor":{"prototype":1}}'],
  ['sixty lists within one another', 'taken', () => `{"x":${nested('[', ']', 60)}}`],
  ['many keys', 'taken', () => `{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":0`).join(',')}}`],
  // What the name cannot be.
  ['a number', 'refused', (key) => `{"${key}":0}`],
  ['a number beyond every double as the name', 'refused', (key) => `{"${key}":1e400}`],
  ['true', 'refused', (key) => `{"${key}":true}`],
  ['a list', 'refused', (key) => `{"${key}":["A"]}`],
  ['an object', 'refused', (key) => `{"${key}":{"A":"A"}}`],
  ['an empty text', 'refused', (key) => `{"${key}":""}`],
  ['U+0000 in an escape', 'refused', (key) => `{"${key}":"a\\u0000"}`],
  ['a first half in an escape', 'refused', (key) => `{"${key}":"\\ud83d"}`],
  ['a second half in an escape', 'refused', (key) => `{"${key}":"\\ude80"}`],
  ['two first halves', 'refused', (key) => `{"${key}":"\\ud83d\\ud83d"}`],
  ['the halves the wrong way round', 'refused', (key) => `{"${key}":"\\ude80\\ud83d"}`],
  ['a first half and an escape that is none of its kind', 'refused', (key) => `{"${key}":"\\ud83d\\u0041"}`],
  // JSON, and no object.
  ['a list around it', 'malformed', (key) => `[{"${key}":"A"}]`],
  ['a text alone', 'malformed', () => '"A"'],
  ['an empty text alone', 'malformed', () => '""'],
  ['a number alone', 'malformed', () => '0'],
  ['null alone', 'malformed', () => 'null'],
  ['true alone', 'malformed', () => 'true'],
  // Texts that are not JSON.
  ['nothing', 'malformed', () => ''],
  ['white space alone', 'malformed', () => ' '],
  ['a trailing comma in an object', 'malformed', (key) => `{"${key}":"A",}`],
  ['a trailing comma in a list', 'malformed', () => '{"x":[1,]}'],
  ['a leading comma', 'malformed', (key) => `{,"${key}":"A"}`],
  ['two commas', 'malformed', (key) => `{"${key}":"A",,"x":1}`],
  ['no comma', 'malformed', (key) => `{"${key}":"A" "x":1}`],
  ['no colon', 'malformed', (key) => `{"${key}" "A"}`],
  ['two colons', 'malformed', (key) => `{"${key}"::"A"}`],
  ['no value', 'malformed', (key) => `{"${key}":}`],
  ['a key alone', 'malformed', (key) => `{"${key}"}`],
  ['a key without quotes', 'malformed', (key) => `{${key}:"A"}`],
  ['a key in single quotes', 'malformed', (key) => `{'${key}':"A"}`],
  ['a key that is a number', 'malformed', () => '{1:"A"}'],
  ['a text in single quotes', 'malformed', (key) => `{"${key}":'A'}`],
  ['a text in backticks', 'malformed', (key) => `{"${key}":\`A\`}`],
  ['a text that does not end', 'malformed', (key) => `{"${key}":"A`],
  ['an object that does not end', 'malformed', (key) => `{"${key}":"A"`],
  ['an object that ends twice', 'malformed', (key) => `{"${key}":"A"}}`],
  ['an object that ends as a list', 'malformed', (key) => `{"${key}":"A"]`],
  ['a second value behind it', 'malformed', (key) => `{"${key}":"A"}{}`],
  ['letters behind it', 'malformed', (key) => `{"${key}":"A"}x`],
  ['a comment behind it', 'malformed', (key) => `{"${key}":"A"}//x`],
  ['a comment within it', 'malformed', (key) => `{/*x*/"${key}":"A"}`],
  ['a comment of a shell', 'malformed', (key) => `#x\n{"${key}":"A"}`],
  ['NaN', 'malformed', () => '{"x":NaN}'],
  ['Infinity', 'malformed', () => '{"x":Infinity}'],
  ['minus Infinity', 'malformed', () => '{"x":-Infinity}'],
  ['undefined', 'malformed', (key) => `{"${key}":undefined}`],
  ['NULL', 'malformed', (key) => `{"${key}":NULL}`],
  ['True', 'malformed', () => '{"x":True}'],
  ['a leading zero', 'malformed', () => '{"x":01}'],
  ['a leading plus', 'malformed', () => '{"x":+1}'],
  ['a fraction without a whole', 'malformed', () => '{"x":.5}'],
  ['a fraction without digits', 'malformed', () => '{"x":1.}'],
  ['an exponent without digits', 'malformed', () => '{"x":1e}'],
  ['two minus signs', 'malformed', () => '{"x":--1}'],
  ['a minus sign alone', 'malformed', () => '{"x":-}'],
  ['a hexadecimal number', 'malformed', () => '{"x":0x1F}'],
  ['a number with a separator', 'malformed', () => '{"x":1_000}'],
  ['a bigint', 'malformed', () => '{"x":1n}'],
  ['digits of full width', 'malformed', () => '{"x":１}'],
  ['a line break within a text', 'malformed', (key) => `{"${key}":"A\nB"}`],
  ['a tab within a text', 'malformed', (key) => `{"${key}":"A\tB"}`],
  ['U+0000 within a text', 'malformed', (key) => `{"${key}":"A\0"}`],
  ['U+001F within a text', 'malformed', (key) => `{"${key}":"A\u001f"}`],
  ['U+0000 behind it', 'malformed', (key) => `{"${key}":"A"}\0`],
  ['an escape nobody knows', 'malformed', (key) => `{"${key}":"\\x41"}`],
  ['an escape of an apostrophe', 'malformed', (key) => `{"${key}":"\\'"}`],
  ['an escape in braces', 'malformed', (key) => `{"${key}":"\\u{41}"}`],
  ['an escape of three digits', 'malformed', (key) => `{"${key}":"\\u041"}`],
  ['an escape that is no number', 'malformed', (key) => `{"${key}":"\\u00zz"}`],
  ['an escape of nothing', 'malformed', (key) => `{"${key}":"\\"}`],
  ['a line continued', 'malformed', (key) => `{"${key}":"A\\\nB"}`],
  ['no-break spaces', 'malformed', (key) => `{\u00a0"${key}":"A"}`],
  ['a form feed', 'malformed', (key) => `{\f"${key}":"A"}`],
  ['spread', 'malformed', () => '{...x}'],
  ['a form', 'malformed', (key) => `${key}=A`],
  ['XML', 'malformed', (key) => `<${key}>A</${key}>`],
  ['YAML', 'malformed', (key) => `${key}: A`],
  ['two lines of JSON', 'malformed', (key) => `{"${key}":"A"}\n{"${key}":"B"}`],
  ['nothing but openings', 'malformed', () => '['.repeat(50_000)],
  // Bytes that are not UTF-8 (RFC 8259 section 8.1).
  ['UTF-16, little end first', 'malformed', (key) => new Uint8Array(Buffer.from(`{"${key}":"A"}`, 'utf16le'))],
  [
    'UTF-16 with its mark',
    'malformed',
    (key) => new Uint8Array(Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(`{"${key}":"A"}`, 'utf16le')])),
  ],
  ['UTF-16, big end first', 'malformed', (key) => new Uint8Array(Buffer.from(`{"${key}":"A"}`, 'utf16le').swap16())],
  ['UTF-32', 'malformed', () => new Uint8Array([0x7b, 0, 0, 0, 0x7d, 0, 0, 0])],
  ['Latin 1', 'malformed', (key) => new Uint8Array(Buffer.from(`{"${key}":"é"}`, 'latin1'))],
  ['a sign cut off', 'malformed', (key) => bytes(`{"${key}":"`, [0xf0, 0x9f, 0x9a], '"}')],
  ['a continuation alone', 'malformed', (key) => bytes(`{"${key}":"`, [0x80], '"}')],
  ['an overlong slash', 'malformed', (key) => bytes(`{"${key}":"`, [0xc0, 0xaf], '"}')],
  ['an overlong U+0000', 'malformed', (key) => bytes(`{"${key}":"`, [0xc0, 0x80], '"}')],
  ['a surrogate in three bytes', 'malformed', (key) => bytes(`{"${key}":"`, [0xed, 0xa0, 0x80], '"}')],
  ['CESU-8', 'malformed', (key) => bytes(`{"${key}":"`, [0xed, 0xa0, 0xbd, 0xed, 0xba, 0x80], '"}')],
  ['beyond U+10FFFF', 'malformed', (key) => bytes(`{"${key}":"`, [0xf4, 0x90, 0x80, 0x80], '"}')],
  ['a byte that never occurs', 'malformed', (key) => bytes(`{"${key}":"`, [0xff], '"}')],
  ['bad bytes in a key nobody looks at', 'malformed', () => bytes('{"', [0xfe], '":0}')],
  ['bad bytes behind it', 'malformed', (key) => bytes(`{"${key}":"A"}`, [0x80])],
  ['a byte order mark in the middle', 'malformed', (key) => bytes('{', [0xef, 0xbb, 0xbf], `"${key}":"A"}`)],
  ['half a byte order mark', 'malformed', () => bytes([0xef, 0xbb], '{}')],
  // What RFC 8259 leaves to the reader (our decision).
  ['a byte order mark before it', 'taken', (key) => bytes([0xef, 0xbb, 0xbf], `{"${key}":"A"}`)],
  ['one key twice', 'malformed', (key) => `{"${key}":"A","${key}":"B"}`],
  ['one key twice, once in escapes', 'malformed', (key) => `{"${key}":"A","${escaped(key)}":"B"}`],
  ['an unknown key twice', 'malformed', () => '{"x":0,"x":1}'],
  ['five hundred lists within one another', 'malformed', () => `{"x":${nested('[', ']', 500)}}`],
  ['forty thousand lists within one another', 'malformed', () => `{"x":${nested('[', ']', 40_000)}}`],
  ['fifteen thousand objects within one another', 'malformed', () => `${'{"x":'.repeat(15_000)}0${'}'.repeat(15_000)}`],
]

/** Each character as `\uXXXX`. */
function escaped(text: string): string {
  return [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
}
