import type { ThemeRegistrationRaw } from "shiki/core";

/** Colours of Lectern's own code themes: few, warm, each at least 4.5:1 on its ground. */
type Palette = {
  readonly name: string;
  readonly type: "dark" | "light";
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly comment: string;
  readonly keyword: string;
  readonly text: string;
  readonly value: string;
  readonly call: string;
  readonly type_: string;
};

const dark: Palette = {
  name: "lectern-dark",
  type: "dark",
  ground: "#1d1a16",
  ink: "#f0e9dc",
  quiet: "#b0a594",
  comment: "#948976",
  keyword: "#d8a06a",
  text: "#a9bf8f",
  value: "#e0b98a",
  call: "#f6dfae",
  type_: "#9dbfc4",
};

const light: Palette = {
  name: "lectern-light",
  type: "light",
  ground: "#ffffff",
  ink: "#2a251f",
  quiet: "#6b6255",
  comment: "#7a7163",
  keyword: "#9a4f12",
  text: "#4b6b2c",
  value: "#8a4b1c",
  call: "#5b3d00",
  type_: "#2a6670",
};

export const lecternDark = theme(dark);
export const lecternLight = theme(light);

function theme(palette: Palette): ThemeRegistrationRaw {
  return {
    name: palette.name,
    type: palette.type,
    colors: { "editor.background": palette.ground, "editor.foreground": palette.ink },
    settings: [
      { settings: { background: palette.ground, foreground: palette.ink } },
      rule(palette.quiet, "punctuation", "meta.brace", "keyword.operator", "storage.type.function.arrow"),
      rule(palette.comment, "comment", "punctuation.definition.comment", "meta.diff.header"),
      rule(
        palette.keyword,
        "keyword",
        "storage",
        "entity.name.tag",
        "keyword.control",
        "markup.heading",
        "keyword.other",
      ),
      rule(palette.quiet, "keyword.operator.assignment", "keyword.operator.arithmetic", "keyword.operator.logical"),
      rule(palette.keyword, "keyword.operator.new", "keyword.operator.expression", "variable.language"),
      rule(palette.text, "string", "punctuation.definition.string", "markup.inline.raw", "markup.inserted"),
      rule(
        palette.value,
        "constant",
        "constant.numeric",
        "constant.language",
        "constant.character.escape",
        "markup.deleted",
      ),
      rule(palette.call, "entity.name.function", "support.function", "meta.function-call.generic"),
      rule(
        palette.type_,
        "entity.name.type",
        "entity.name.class",
        "support.class",
        "support.type",
        "entity.other.inherited-class",
      ),
      rule(palette.type_, "entity.other.attribute-name", "support.type.property-name", "meta.object-literal.key"),
      { scope: ["markup.italic"], settings: { fontStyle: "italic" } },
      { scope: ["markup.bold"], settings: { fontStyle: "bold" } },
    ],
  };
}

function rule(foreground: string, ...scope: string[]) {
  return { scope, settings: { foreground } };
}
