/** Markdown of all structures: a section each, with a table of its fields; long lists of values have sections of their own at the end. */
import { namesInList, namesOfField } from "./values.mjs";

/** So many values stand in the field's own row. */
const few = 12;

/** `embed`: the module holdfast/embed; `docs`: the structures in build/docs.json. */
export function renderFields(embed, core, docs) {
  const lists = new Lists();
  const sections = Object.keys(embed.abi.structures).map((id) => structure(embed, core, docs[id], id, lists));
  for (const list of Object.keys(embed.abi.names)) lists.add(list, namesInList(embed, core, list));
  return [
    "# Structures\n\nWhat holdfast.wasm knows of every byte. Bytes count from the start of the structure, bit 7 is the most significant.\n",
    ...sections,
    "# Values\n",
    ...lists.sections(),
  ].join("\n");
}

/** Lists of values that stand apart; one that several fields have stands there once. */
class Lists {
  #lists = new Map();

  /** The anchor of a list that is first asked for by `name`. */
  add(name, values) {
    const key = JSON.stringify(values);
    if (!this.#lists.has(key)) this.#lists.set(key, { name, values, anchor: `values-${this.#lists.size + 1}` });
    return this.#lists.get(key).anchor;
  }

  sections() {
    return [...this.#lists.values()].map(({ name, values, anchor }) => {
      const rows = values.map((range) => [number(range), range.name]);
      return `${heading(anchor, name)}\n${table(["value", "name"], rows)}`;
    });
  }
}

function structure(embed, core, { clause, doc, fields: fieldDocs, regions: regionDocs }, id, lists) {
  const { name, size, fields, regions, cases } = embed.describe(core, id);
  const head = `${heading(id, name)}\n${doc} ${clause}.`;
  if (cases.length > 0) return `${head}\n\nOne of:\n\n${cases.map((of) => `- ${link(of)}\n`).join("")}`;
  const { node_flag: flag } = embed.abi.enumerations;
  const rows = fields.map((field, place) => [
    ...range(field),
    field.flags & flag.reserved ? "_Reserved_" : field.name,
    [fieldDocs[field.name], field.of && `Is a ${link(field.of)}.`].filter(Boolean).join(" "),
    valueCell(`${name}, ${field.name}`, namesOfField(embed, core, id, place, field), lists),
  ]);
  const parts = [`${head} \`${id}\`, ${size} bytes${regions.length > 0 ? " and what is behind them" : ""}.\n`];
  if (rows.length > 0) parts.push(table(["bytes", "bits", "field", "says", "values"], rows));
  if (regions.length > 0)
    parts.push(`Behind these:\n\n${regions.map((each, i) => region(each, regionDocs[i])).join("")}`);
  return parts.join("\n");
}

const kinds = { bytes: "bytes", text: "UTF-8 up to a NUL", characters: "ASCII", one: "a", list: "a list of" };

function region({ kind, name, of, countedBy, unit }, doc) {
  const what = of ? `${kinds[kind]} ${link(of)}` : `${name}, ${kinds[kind]}`;
  const count = unit > 1 ? `${countedBy} × ${unit}` : countedBy;
  return `- ${what}${countedBy ? `, ${count} bytes` : ""}. ${doc ?? ""}\n`;
}

/** Bytes, and bits where the field does not fill its bytes. */
function range({ bit, bits }) {
  const [first, last] = [bit >> 3, (bit + bits - 1) >> 3];
  const bytes = first === last ? `${first}` : `${first}–${last}`;
  const [high, low] = [7 - (bit & 7), 7 - ((bit + bits - 1) & 7)];
  return [bytes, high === 7 && low === 0 ? "" : high === low && first === last ? `${high}` : `${high}–${low}`];
}

function valueCell(title, values, lists) {
  if (values.length > few) return `[${values.length} values](#${lists.add(title, values)})`;
  return values.map((each) => `${number(each)}: ${each.name}`).join("; ");
}

const hex = (value) => `${value.toString(16).toUpperCase().padStart(2, "0")}h`;
const number = ({ first, last }) => (first === last ? hex(first) : `${hex(first)}–${hex(last)}`);
const heading = (anchor, title) => `<a id="${anchor}"></a>\n\n## ${title}\n`;
const link = (id) => `[${id}](#${id})`;

function table(columns, rows) {
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => row.map(cell))];
  return lines.map((line) => `| ${line.join(" | ")} |\n`).join("");
}

const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
