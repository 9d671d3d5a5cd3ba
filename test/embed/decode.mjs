/** The fields of a record that are numbers of texts. */
export const texts = { cdb: ["command", "action"], sense: ["name"], error: ["field"] };

/**
 * The core in any JavaScript: `wasm`, the bytes of holdfast.wasm; `abi`, its manifest abi.json. Gives a function that takes a line, "sense
 * 7000...", and answers "0 7000... NAME": the status, the bytes of the record (of the error record for a status below 0), and its texts.
 */
export async function decoder(wasm, abi) {
  const { instance } = await WebAssembly.instantiate(wasm);
  const core = instance.exports;
  if (core.hf_abi_version() >> 16 !== abi.version.major)
    throw new Error("holdfast.wasm and abi.json are not from one build: take both from one");

  const memory = new Uint8Array(core.memory.buffer); // it never grows: views stay valid
  const view = new DataView(core.memory.buffer);
  const [input, record, error] = ["input", "record", "last_error"].map((id) => core.hf_buffer(abi.buffers[id].index));

  /** The text of a number; it lies at an address: its length, then UTF-8. Number 0 is empty. */
  const text = (number) => {
    const at = core.hf_text(number);
    return new TextDecoder().decode(memory.subarray(at + 2, at + 2 + view.getUint16(at, true)));
  };
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  return (line) => {
    const [name, digits] = line.split(" ");
    const bytes = digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
    memory.set(bytes, input);
    const status = core[`hf_${name}_decode`](bytes.length);
    const [at, id] = status < 0 ? [error, "error"] : [record, name];
    const { size, fields } = abi.records[id];
    const names = (texts[id] ?? []).map((field) => `"${text(view.getUint32(at + fields[field].offset, true))}"`);
    return [status, hex(memory.subarray(at, at + size)), ...names].join(" ");
  };
}
