/**
 * Makes the rows of the description out of the packed tables, once, when the module starts: the file stays small, and rows are read at
 * once. The packed form is hosts/build/generate/pack.mjs, that of texts text.mjs beside it.
 */
import { NodeFlag } from "../generated/records";
import {
  CASE_ROWS, FIELD_ROWS, LIST_ROWS, LISTS, NAME_ROWS, NEXT_TEXT, Pack, PACKED_BITS, PACKED_OTHER, PACKED_TEXT, PACKED_TEXTS, PACKED_WIDTH, PackedField,
  REGION_ROWS, STRUCTURE_ROWS, STRUCTURES, TEXT, TEXT_ROWS, TextMark, TEXTS,
} from "../generated/tables";
import { CaseRow, FieldRow, FIXED, ListRow, NameRow, RegionRow, StructureRow } from "./rows";

/** Where each column goes on. */
let bitsFrom: usize = PACKED_BITS;
let namesFrom: usize = PACKED_TEXTS;
let widthFrom: usize = PACKED_WIDTH;
let otherFrom: usize = PACKED_OTHER;
let textFrom: usize = PACKED_TEXT;
/** The number that was read last. */
let value: u32 = 0;
let nextText: u32 = NEXT_TEXT;
let fieldCount: u32 = 0;
let regionCount: u32 = 0;
let caseCount: u32 = 0;
let nameCount: u32 = 0;

unpackTexts();
for (let i = 1; i < LISTS; i++) unpackList(i);
for (let i = 0; i < STRUCTURES; i++) unpackStructure(i);

/** Text 0 is none. */
function unpackTexts(): void {
  let at: usize = TEXT;
  for (let i: usize = 1; i < TEXTS; i++) {
    store<u32>(TEXT_ROWS + i * 4, <u32>at);
    const end = unpackText(at + 2);
    store<u16>(at, <u16>(end - at - 2));
    at = end;
  }
}

/** Writes a text at `at`, and returns where it ends. */
function unpackText(at: usize): usize {
  const first = <i32>load<u8>(textFrom);
  const mixed = first >= TextMark.AS_IS && first <= TextMark.CAPITALS;
  let capitals = !mixed;
  let capital = false;
  for (let byte = <i32>load<u8>(textFrom++); byte != 0; byte = <i32>load<u8>(textFrom++)) {
    if (byte == TextMark.CAPITAL) capital = true;
    else if (byte == TextMark.CAPITALS) capitals = !capitals;
    else if (byte != TextMark.AS_IS) {
      store<u8>(at++, <u8>((capital || capitals) && byte >= 0x61 && byte <= 0x7a ? byte ^ 0x20 : byte));
      capital = false;
    }
  }
  return at;
}

// @ts-ignore: decorator
@inline function nextBits(): u32 { bitsFrom = read(bitsFrom); return value; }
// @ts-ignore: decorator
@inline function nextWidth(): u32 { widthFrom = read(widthFrom); return value; }
// @ts-ignore: decorator
@inline function next(): u32 { otherFrom = read(otherFrom); return value; }

/** Reads a number into `value`, and returns where the next one is. */
function read(from: usize): usize {
  value = 0;
  let shift: u32 = 0;
  let byte: u32 = 0;
  do {
    byte = <u32>load<u8>(from++);
    value |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80);
  return from;
}

/** A text by its number; 0 is the one behind those that were named so far. */
function nextName(): u32 {
  namesFrom = read(namesFrom);
  const number = value;
  return load<u32>(TEXT_ROWS + <usize>(number == 0 ? nextText++ : number) * 4);
}

/** Each row: twice what its first value is above the last one's last value, and 1 with a range, then how much longer it is than one; the text. */
function unpackList(list: usize): void {
  const row = changetype<ListRow>(LIST_ROWS + list * offsetof<ListRow>());
  row.first = nameCount;
  row.count = next();
  let last: u32 = 0;
  for (let i: u32 = 0; i < row.count; i++) {
    const name = changetype<NameRow>(NAME_ROWS + <usize>(nameCount++) * offsetof<NameRow>());
    const step = next();
    name.first = last + (step >> 1);
    name.last = name.first + (step & 1 ? next() : 0);
    name.text = nextName();
    last = name.last;
  }
}

function unpackStructure(structure: usize): void {
  const row = changetype<StructureRow>(STRUCTURE_ROWS + structure * offsetof<StructureRow>());
  const head = nextBits();
  row.name = nextName();
  row.counting = -1;
  row.first = fieldCount;
  row.firstRegion = regionCount;
  if (head & Pack.CHOICE) return unpackChoice(row);
  row.size = next();
  row.count = next();
  if (head & Pack.COUNTING) row.counting = next();
  let bit: u32 = 0;
  for (let i: u32 = 0; i < row.count; i++) bit = unpackField(bit, i);
  if (head & Pack.REGIONS) row.regions = next();
  for (let i: u32 = 0; i < row.regions; i++) unpackRegion();
}

function unpackChoice(row: StructureRow): void {
  row.byte = next();
  row.bytes = next();
  row.mask = next();
  row.inside = <i32>next() - 1;
  row.otherwise = next();
  row.firstCase = caseCount;
  row.cases = next();
  let decisive: u32 = 0;
  for (let i: u32 = 0; i < row.cases; i++) {
    const one = changetype<CaseRow>(CASE_ROWS + <usize>(caseCount++) * offsetof<CaseRow>());
    decisive += next();
    one.value = decisive;
    one.structure = next();
  }
}

/** Fields lie one behind the other, the parts of one from its start. Returns where the next one begins, in bits. */
function unpackField(bit: u32, index: u32): u32 {
  const row = changetype<FieldRow>(FIELD_ROWS + <usize>(fieldCount++) * offsetof<FieldRow>());
  const head = nextBits();
  row.flags = flagsOf(head);
  row.name = head & PackedField.RESERVED ? load<u32>(TEXT_ROWS + 4) : nextName();
  row.bit = bit;
  row.bits = nextWidth();
  const more = head & PackedField.MORE ? nextBits() : 0;
  row.parent = head & PackedField.PART ? <i32>(index - next()) : -1;
  row.value = more & PackedField.VALUE ? next() : 0;
  row.names = more & PackedField.NAMES ? next() : 0;
  row.countsFrom = more & PackedField.COUNTS ? next() : 0;
  row.countsUnit = more & PackedField.COUNTS ? next() : 1;
  row.of = more & PackedField.OF ? <i32>next() : -1;
  if (row.of >= 0) row.flags |= NodeFlag.GROUP;
  return head & PackedField.PARTS ? bit : bit + row.bits;
}

function flagsOf(head: u32): u32 {
  let flags: u32 = 0;
  if (head & PackedField.RESERVED) flags |= NodeFlag.RESERVED;
  if (head & PackedField.OBSOLETE) flags |= NodeFlag.OBSOLETE;
  if (head & PackedField.BYTES) flags |= NodeFlag.BYTES;
  if (head & PackedField.TEXT) flags |= NodeFlag.BYTES | NodeFlag.TEXT;
  if (head & PackedField.PARTS) flags |= NodeFlag.GROUP;
  if (head & PackedField.FIXED) flags |= FIXED;
  return flags;
}

function unpackRegion(): void {
  const row = changetype<RegionRow>(REGION_ROWS + <usize>(regionCount++) * offsetof<RegionRow>());
  row.kind = nextBits();
  const head = nextBits();
  row.name = head & Pack.NAMED ? nextName() : 0;
  row.of = head & Pack.OF ? <i32>next() : -1;
  row.countedBy = head & Pack.COUNTED ? <i32>next() : -1;
  row.unit = head & Pack.COUNTED ? next() : 1;
  row.least = head & Pack.PADDED ? next() : 0;
  row.multiple = head & Pack.PADDED ? next() : 1;
  row.separator = head & Pack.SEPARATED ? nextName() : 0;
  row.separatorName = head & Pack.SEPARATED ? nextName() : 0;
}
