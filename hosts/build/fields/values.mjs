/** The names of a field's values, asked of the module value by value: neighbours with one name are one range. */

/** Names are of numbers of so many bits; in a field that is wider than that of 8 bits only: a test would see the one that is not. */
const widest = 16;

/** `[{ first, last, name }]` in ascending order; none for a field without names. */
export function namesOfField({ abi }, core, structure, place, { bits }) {
  const { hf_value } = core.exports;
  return collect(core, bits > widest ? 8 : bits, (value) => hf_value(abi.structures[structure], place, value));
}

/** As `namesOfField`, of a list of names that belongs to no field. */
export function namesInList({ abi }, core, list) {
  return collect(core, widest, (value) => core.exports.hf_name(abi.names[list], value));
}

function collect(core, bits, ask) {
  const ranges = [];
  for (let value = 0; value < 2 ** bits; value++) {
    const text = core.check(ask(value));
    const last = ranges.at(-1);
    if (last?.text === text && last.last === value - 1) last.last = value;
    else if (text !== 0) ranges.push({ first: value, last: value, text });
  }
  return ranges.map(({ first, last, text }) => ({ first, last, name: core.text(text) }));
}
