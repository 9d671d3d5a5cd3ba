/**
 * Makes the rows of the description out of the packed tables, once, when the module starts: the file stays small, and rows are read at
 * once. The packed form is hosts/build/generate/pack.mjs: numbers of 7 bits a byte, least significant first.
 */
import { NodeFlag } from "../generated/records";
import {
  CASE_ROWS, FIELD_ROWS, LIST_ROWS, LISTS, NAME_ROWS, NEXT_TEXT, PACKED, Pack, PackedField, REGION_ROWS, STRUCTURE_ROWS, STRUCTURES, TEXT_ROWS, TEXT, TEXTS,
} from "../generated/tables";
import { CaseRow, FieldRow, FIXED, ListRow, NameRow, RegionRow, StructureRow } from "./rows";

let from: usize = PACKED;
let nextText: u32 = NEXT_TEXT;
let fieldCount: u32 = 0;
let regionCount: u32 = 0;
let caseCount: u32 = 0;
let nameCount: u32 = 0;

findTexts();
for (let i = 1; i < LISTS; i++) unpackList(i);
for (let i = 0; i < STRUCTURES; i++) unpackStructure(i);

/** Text 0 is none. */
function findTexts(): void {
  let at: u32 = <u32>TEXT;
  for (let i: usize = 1; i < TEXTS; i++) {
    store<u32>(TEXT_ROWS + i * 4, at);
    at += 2 + <u32>load<u16>(<usize>at);
  }
}

function next(): u32 {
  let value: u32 = 0;
  let shift: u32 = 0;
  let byte: u32 = 0;
  do {
    byte = <u32>load<u8>(from++);
    value |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80);
  return value;
}

/** A text by its number; 0 is the one behind those that were named so far. */
function nextName(): u32 {
  const number = next();
  return load<u32>(TEXT_ROWS + <usize>(number == 0 ? nextText++ : number) * 4);
}

/** Each row: twice what its first value is above the last one's last value, and 1 with a range, then how much longer it is than one; the text. */
function unpackList(list: usize): void {
  const row = changetype<ListRow>(LIST_ROWS + list * offsetof<ListRow>());
  row.first = nameCount;
  row.count = next();
  let value: u32 = 0;
  for (let i: u32 = 0; i < row.count; i++) {
    const name = changetype<NameRow>(NAME_ROWS + <usize>(nameCount++) * offsetof<NameRow>());
    const step = next();
    name.first = value + (step >> 1);
    name.last = name.first + (step & 1 ? next() : 0);
    name.text = nextName();
    value = name.last;
  }
}

function unpackStructure(structure: usize): void {
  const row = changetype<StructureRow>(STRUCTURE_ROWS + structure * offsetof<StructureRow>());
  const head = next();
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
  let value: u32 = 0;
  for (let i: u32 = 0; i < row.cases; i++) {
    const one = changetype<CaseRow>(CASE_ROWS + <usize>(caseCount++) * offsetof<CaseRow>());
    value += next();
    one.value = value;
    one.structure = next();
  }
}

/** Fields lie one behind the other, the parts of one from its start. Returns where the next one begins, in bits. */
function unpackField(bit: u32, index: u32): u32 {
  const row = changetype<FieldRow>(FIELD_ROWS + <usize>(fieldCount++) * offsetof<FieldRow>());
  const head = next();
  row.flags = flagsOf(head);
  row.name = head & PackedField.RESERVED ? load<u32>(TEXT_ROWS + 4) : nextName();
  row.bit = bit;
  row.bits = next();
  row.parent = head & PackedField.PART ? <i32>(index - next()) : -1;
  const more = head & PackedField.MORE ? next() : 0;
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
  row.kind = next();
  const head = next();
  row.name = head & Pack.NAMED ? nextName() : 0;
  row.of = head & Pack.OF ? <i32>next() : -1;
  row.countedBy = head & Pack.COUNTED ? <i32>next() : -1;
  row.unit = head & Pack.COUNTED ? next() : 1;
  row.least = head & Pack.PADDED ? next() : 0;
  row.multiple = head & Pack.PADDED ? next() : 1;
  row.separator = head & Pack.SEPARATED ? nextName() : 0;
  row.separatorName = head & Pack.SEPARATED ? nextName() : 0;
}
