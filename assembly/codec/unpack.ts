/**
 * Makes the rows of the description out of the packed tables, once, when the module starts: the file stays small, and rows are read at
 * once. The packed form is hosts/build/generate/pack.mjs.
 */
import { NodeFlag } from "../generated/records";
import { Kind, Pack, PackedField } from "../generated/packed";
import {
  CASE_ROWS, FIELD_ROWS, LIST_ROWS, LISTS, NAME_ROWS, NEXT_TEXT, REGION_ROWS, RESERVED, SEPARATORS, STRUCTURE_ROWS, STRUCTURES,
} from "../generated/tables";
import { next } from "./numbers";
import { CaseRow, FieldRow, FIXED, ListRow, NameRow, RegionRow, StructureRow } from "./rows";

let nextText: u32 = NEXT_TEXT;
let fieldCount: u32 = 0;
let regionCount: u32 = 0;
let caseCount: u32 = 0;
let nameCount: u32 = 0;
let separatorsEnd: usize = SEPARATORS;

for (let i = 1; i < LISTS; i++) unpackList(i);
for (let i = 0; i < STRUCTURES; i++) unpackStructure(i);

/** A text by its number; 0 is the one behind those that were named so far. */
export function nextName(): u32 {
  const number = next(Kind.NAME);
  return number == 0 ? nextText++ : number;
}

/** Each row: twice what its first value is above the last one's last value, and 1 with a range, then how much longer it is than one; the text. */
function unpackList(list: usize): void {
  const row = changetype<ListRow>(LIST_ROWS + list * offsetof<ListRow>());
  row.first = nameCount;
  row.count = next(Kind.COUNT);
  let last: u32 = 0;
  for (let i: u32 = 0; i < row.count; i++) {
    const name = changetype<NameRow>(NAME_ROWS + <usize>(nameCount++) * offsetof<NameRow>());
    const step = next(Kind.STEP);
    name.first = last + (step >> 1);
    name.last = name.first + (step & 1 ? next(Kind.SPAN) : 0);
    name.text = nextName();
    last = name.last;
  }
}

function unpackStructure(structure: usize): void {
  const row = changetype<StructureRow>(STRUCTURE_ROWS + structure * offsetof<StructureRow>());
  const head = next(Kind.HEAD);
  row.name = nextName();
  row.counting = -1;
  row.first = fieldCount;
  row.firstRegion = regionCount;
  if (head & Pack.CHOICE) return unpackChoice(row);
  row.count = next(Kind.COUNT);
  if (head & Pack.COUNTING) row.counting = next(Kind.PLACE);
  let bit: u32 = 0;
  for (let i: u32 = 0; i < row.count; i++) bit = unpackField(bit, i);
  row.size = bit >> 3;
  if (head & Pack.WHOLE) row.least = row.size;
  if (head & Pack.REGIONS) row.regions = next(Kind.COUNT);
  for (let i: u32 = 0; i < row.regions; i++) unpackRegion();
}

function unpackChoice(row: StructureRow): void {
  row.byte = next(Kind.PLACE);
  row.bytes = next(Kind.PLACE);
  row.mask = next(Kind.PLACE);
  row.inside = <i32>next(Kind.STRUCTURE) - 1;
  row.otherwise = next(Kind.STRUCTURE);
  row.firstCase = caseCount;
  row.cases = next(Kind.COUNT);
  let decisive: u32 = 0;
  for (let i: u32 = 0; i < row.cases; i++) {
    const one = changetype<CaseRow>(CASE_ROWS + <usize>(caseCount++) * offsetof<CaseRow>());
    decisive += next(Kind.STEP);
    one.value = decisive;
    one.structure = next(Kind.STRUCTURE);
  }
}

/** Fields lie one behind the other, the parts of one from its start. Returns where the next one begins, in bits. */
function unpackField(bit: u32, index: u32): u32 {
  const row = changetype<FieldRow>(FIELD_ROWS + <usize>(fieldCount++) * offsetof<FieldRow>());
  const head = next(Kind.FIELD);
  row.flags = flagsOf(head);
  row.name = head & PackedField.RESERVED ? RESERVED : nextName();
  row.bit = bit;
  row.bits = next(Kind.WIDTH);
  const more = head & PackedField.MORE ? next(Kind.MORE) : 0;
  row.parent = head & PackedField.PART ? <i32>(index - next(Kind.PART)) : -1;
  row.value = more & PackedField.VALUE ? next(Kind.VALUE) : 0;
  row.names = more & PackedField.NAMES ? next(Kind.LIST) : 0;
  row.countsFrom = more & PackedField.COUNTS ? next(Kind.PLACE) : 0;
  row.countsUnit = more & PackedField.COUNTS ? next(Kind.PLACE) : 1;
  row.of = more & PackedField.OF ? <i32>next(Kind.STRUCTURE) : -1;
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
  row.kind = next(Kind.REGION);
  const head = next(Kind.MORE);
  row.name = head & Pack.NAMED ? nextName() : 0;
  row.of = head & Pack.OF ? <i32>next(Kind.STRUCTURE) : -1;
  row.countedBy = head & Pack.COUNTED ? <i32>next(Kind.PLACE) : -1;
  row.unit = head & Pack.COUNTED ? next(Kind.PLACE) : 1;
  row.least = head & Pack.PADDED ? next(Kind.PLACE) : 0;
  row.multiple = head & Pack.PADDED ? next(Kind.PLACE) : 1;
  if (head & Pack.SEPARATED) {
    row.separator = unpackSeparator();
    row.separatorName = nextName();
  }
}

/** Returns its address. */
function unpackSeparator(): u32 {
  const at = separatorsEnd;
  const length = next(Kind.COUNT);
  store<u16>(at, <u16>length);
  separatorsEnd += 2 + length;
  for (let i: usize = 0; i < length; i++) store<u8>(at + 2 + i, <u8>next(Kind.BYTE));
  return <u32>at;
}
