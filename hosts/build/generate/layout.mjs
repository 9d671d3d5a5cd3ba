/** Lays out records as C does: fields in order, each at a multiple of its size, the whole a multiple of the widest. */
const sizes = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8 };

export function layOut(records) {
  return records.map((record) => {
    let offset = 0;
    const fields = record.fields.map((field) => {
      const size = sizes[field.type];
      offset = roundUp(offset, size);
      const placed = { ...field, offset, size };
      offset += size;
      return placed;
    });
    return { ...record, fields, size: roundUp(offset, Math.max(...fields.map((field) => field.size))) };
  });
}

export const roundUp = (value, unit) => Math.ceil(value / unit) * unit;
