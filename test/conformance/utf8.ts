/**
 * Section 6: UTF-8 in text messages. The octets stand in a JSON message whose answer quotes them, so that what is valid
 * must come back as it was. The sequences are those of Markus Kuhn's "UTF-8 decoder capability and stress test".
 */
import { apart, type Case, quoting, type Step, together } from "./case.ts";
import { cut, more, opcodes, text } from "./frames.ts";

const octets = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

const greeting = "Hello-µ@ßöäüàá-UTF-8!!";
const kosme = octets("ceba e1bdb9 cf83 cebc ceb5");
/** Valid, then past the last code point, then valid again. */
const broken = Buffer.concat([kosme, octets("eda080"), Buffer.from("edited")]);
const failFast = [
  Buffer.concat([octets("7b226576656e74223a22"), kosme]),
  octets("f4908080"),
  Buffer.from('edited"}'),
] as const;
const earlier = [failFast[0], octets("f490"), Buffer.concat([octets("8080"), failFast[2]])] as const;

function valid(id: string, sends: string, payload: Uint8Array | string, script?: readonly Step[]): Case {
  const said = Buffer.from(payload).toString();
  return {
    id,
    rule: "W1",
    sends,
    script: script ?? together(text(quoting(payload))),
    text: said,
    expected: "text back",
  };
}

function invalid(id: string, sends: string, payload: Uint8Array, script?: readonly Step[]): Case {
  return { id, rule: "W8", sends, script: script ?? together(text(quoting(payload))), expected: "close 1007" };
}

const empty: Case[] = [
  ["text without payload", together(text(""))],
  ["3 fragments without payload", together(text("", false), more(""), more("", true))],
].map(([sends, script], index) => ({
  id: `6.1.${index + 1}`,
  rule: "W1",
  sends: sends as string,
  script: script as Step[],
  expected: "error bad-message",
}));
empty.push(
  valid(
    "6.1.3",
    "3 fragments, only the middle one with payload",
    "Hello",
    together(text("", false), more(quoting("Hello")), more("", true)),
  ),
);

const message = quoting(greeting);
const atCodePoint = Buffer.byteLength('{"event":"Hello-µ@ßöä');

const fragmented: Case[] = [
  valid("6.2.1", "valid text in one frame", greeting),
  valid(
    "6.2.2",
    "valid text in 2 fragments, between code points",
    greeting,
    apart(text(message.subarray(0, atCodePoint), false), more(message.subarray(atCodePoint), true)),
  ),
  valid("6.2.3", "valid text in fragments of 1 octet", greeting, apart(...cut(opcodes.text, message, 1))),
  valid("6.2.4", "κόσμε in fragments of 1 octet", kosme, apart(...cut(opcodes.text, quoting(kosme), 1))),
  invalid("6.3.1", "invalid text in one frame", broken),
  invalid("6.3.2", "invalid text in fragments of 1 octet", broken, apart(...cut(opcodes.text, quoting(broken), 1))),
];

const hasItFailed = "has it failed?" as const;

/** Frames or chops; after the second the server can know. */
const early: Case[] = [
  ...[failFast, earlier].map(
    ([first, second, third], index): Case => ({
      ...failing(index + 1, `3 fragments, invalid ${index === 0 ? "in" : "at the end of"} the second`),
      script: [...apart(text(first, false), more(second)), hasItFailed, ...apart(more(third, true))],
    }),
  ),
  ...[failFast, earlier].map(([first, second, third], index): Case => {
    const frame = text(Buffer.concat([first, second, third]));
    const known = frame.length - third.length;
    return {
      ...failing(index + 3, `one frame in 3 chops, invalid ${index === 0 ? "in" : "at the end of"} the second`),
      script: [
        ...apart(frame.subarray(0, known - second.length), frame.subarray(known - second.length, known)),
        hasItFailed,
        ...apart(frame.subarray(known)),
      ],
    };
  }),
];

function failing(index: number, sends: string): Omit<Case, "script"> {
  const expected = "close 1007";
  return { id: `6.4.${index}`, rule: "W8", sends, expected, nonStrict: `still open, ${expected}` };
}

/** Each group in Autobahn's order; a sequence is valid or not by what the first entry says. */
const groups: readonly (readonly [title: string, ...sequences: (readonly [isValid: boolean, Buffer])[]])[] = [
  [
    "valid sequences",
    ...["hello$world", "hello¢world", "hello€world", "hello𤭢world"].map((said) => [true, Buffer.from(said)] as const),
    [true, kosme],
  ],
  [
    "every prefix of κόσμε",
    ...range(1, kosme.length + 1).map((length) => {
      const isWhole = [2, 5, 7, 9, 11].includes(length);
      return [isWhole, kosme.subarray(0, length)] as const;
    }),
  ],
  ["first of a length", ...all(true, "00", "c280", "e0a080", "f0908080")],
  ["first of 5 and 6 octets", ...all(false, "f888808080", "fc8480808080")],
  ["last of a length", ...all(true, "7f", "dfbf", "efbfbf", "f48fbfbf")],
  ["last of 4 to 6 octets", ...all(false, "f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf")],
  ["boundaries", ...all(true, "ed9fbf", "ee8080", "efbfbd", "f48fbfbf"), ...all(false, "f4908080")],
  [
    "continuation octets of nothing",
    ...all(false, "80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf"),
    [false, Buffer.from(range(0x80, 0xbf))],
  ],
  [
    "lonely start octets",
    ...(
      [
        [0xc0, 0xdf],
        [0xe0, 0xef],
        [0xf0, 0xf7],
        [0xf8, 0xfb],
        [0xfc, 0xfd],
      ] as const
    ).map(([from, to]) => [false, Buffer.from(range(from, to).flatMap((start) => [start, 0x20]))] as const),
  ],
  ["last octet missing", ...all(false, ...unfinished())],
  ["unfinished sequences joined", ...all(false, unfinished().join(""))],
  ["impossible octets", ...all(false, "fe", "ff", "fefeffff")],
  ["overlong slash", ...all(false, "c0af", "e080af", "f08080af", "f8808080af", "fc80808080af")],
  ["longest overlong", ...all(false, "c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf")],
  ["overlong NUL", ...all(false, "c080", "e08080", "f0808080", "f880808080", "fc8080808080")],
  ["single surrogates", ...all(false, "eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf")],
  [
    "pairs of surrogates",
    ...["eda080", "edadbf", "edae80", "edafbf"].flatMap((high) => all(false, `${high}edb080`, `${high}edbfbf`)),
  ],
  ["code points that are no characters", ...all(true, ...noncharacters())],
  ["specials", ...all(true, "efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf")],
];

function all(isValid: boolean, ...sequences: readonly string[]): (readonly [boolean, Buffer])[] {
  return sequences.map((sequence) => [isValid, octets(sequence)]);
}

function unfinished(): string[] {
  return ["c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"];
}

/** The last two code points of each plane, as UTF-8. */
function noncharacters(): string[] {
  const last = (plane: number): string[] =>
    [0xfffe, 0xffff].map((low) => Buffer.from(String.fromCodePoint(plane * 0x1_0000 + low)).toString("hex"));
  return range(0, 17).flatMap(last);
}

const sequences: Case[] = groups.flatMap(([title, ...list], group) =>
  list.map(([isValid, payload], index): Case => {
    const id = `6.${group + 5}.${index + 1}`;
    const hex = payload.toString("hex");
    const sends = `${title}: ${hex.length > 24 ? `${hex.slice(0, 24)}…` : hex}`;
    if (!isValid) return invalid(id, sends, payload);
    // JSON forbids this one character as it stands in a string; the text is read, and then is no JSON.
    if (hex === "00") return { ...valid(id, sends, payload), expected: "error bad-message" };
    return valid(id, sends, payload);
  }),
);

export const utf8: readonly Case[] = [...empty, ...fragmented, ...early, ...sequences];
