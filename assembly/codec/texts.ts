/** Names: unpacked when the first is asked for, because few hosts of a logical unit ever ask. The packed form: hosts/build/generate/text.mjs, text-encoder.mjs. */
import { fail } from "../abi/error";
import { Status } from "../generated/records";
import { BYTES, HASH_BITS, LEAST, MOST, PACKED_TEXTS, SPELLING_SIZE, TEXT_SIZE, TEXT_SLOT_BITS, TextMark, TEXTS } from "../generated/packed";
import { beginBits, context, hash, nextBit, setContext } from "./model";

/** Each text is its length in bytes (u16, little-endian), then UTF-8. */
const TEXT: usize = memory.data(TEXT_SIZE);
/** u32: address of each text by its number. */
const TEXT_ROWS: usize = memory.data(TEXTS * 4, 4);
/** Texts with their marks and NULs; before them zeros. */
const ZEROS: usize = memory.data(8 + SPELLING_SIZE);
const SPELLING: usize = ZEROS + 8;
/** u32 by the hash of bytes: where they ended last. */
const PLACES: usize = memory.data(4 << HASH_BITS, 4);

/** Where the byte is that the last `repeated` bytes were before. */
let again: usize = 0;
let repeated: u32 = 0;
let word: u32 = 0;
let wordBefore: u32 = 0;

/** Address of a text by its number; the one of number 0 is empty. Errors: unknown_field (there is no such text). */
export function textAt(number: u32): i32 {
  if (number >= TEXTS) return fail(Status.UNKNOWN_FIELD, 0, 0, number, TEXTS);
  if (load<u32>(TEXT_ROWS) == 0) {
    unpackSpelling();
    unpackTexts();
  }
  return load<u32>(TEXT_ROWS + (<usize>number << 2));
}

function unpackSpelling(): void {
  beginBits(PACKED_TEXTS, TEXT_SLOT_BITS);
  setContext(0, 1);
  for (let at = SPELLING; at < SPELLING + SPELLING_SIZE; at++) {
    const byte = nextByte(at);
    store<u8>(at, <u8>byte);
    remember(byte);
    repeat(at + 1, byte);
  }
}

function nextByte(at: usize): u32 {
  for (let i: usize = 1; i <= 3; i++) setContext(i, hash(context(i - 1), last(at, i)));
  setContext(4, word);
  setContext(5, hash(word, wordBefore));
  const before = last(at, 1);
  if (repeated < LEAST) return spell(before);
  const guess = <u32>load<u8>(again);
  return nextBit(0x80 + guess, before, min(repeated, MOST)) ? guess : spell(before);
}

function spell(before: u32): u32 {
  let node: u32 = 1;
  while (node < 0x80) node = node << 1 | nextBit(node, before, 0x80 + node);
  return node & 0x7f;
}

// @ts-ignore: decorator
@inline function last(at: usize, back: usize): u32 { return load<u8>(at - back); }

function remember(byte: u32): void {
  if (byte - 0x61 < 26 || byte - 0x30 < 10) word = hash(word, byte << 8);
  else if (byte >= 0x20 || byte == 0) {
    if (word != 0 || byte == 0) wordBefore = byte == 0 ? 0 : word;
    word = 0;
  }
}

/** Finds the next byte, at `at`, where the last ones were before; the last one is `byte`. */
function repeat(at: usize, byte: u32): void {
  if (repeated > 0 && <u32>load<u8>(again) == byte) {
    repeated++;
    again++;
  } else repeated = 0;
  let hashed: u32 = 0;
  for (let i: usize = 1; i <= BYTES; i++) hashed = hash(hashed, last(at, i));
  const place = PLACES + (<usize>(hashed >> (32 - HASH_BITS)) << 2);
  if (repeated == 0) {
    again = load<u32>(place);
    while (repeated < MOST && again - repeated > SPELLING && last(again, repeated + 1) == last(at, repeated + 1)) repeated++;
  }
  store<u32>(place, <u32>at);
}

function unpackTexts(): void {
  let at: usize = TEXT + 2;
  let from: usize = SPELLING;
  store<u32>(TEXT_ROWS, <u32>TEXT);
  for (let i: usize = 1; i < TEXTS; i++) {
    store<u32>(TEXT_ROWS + (i << 2), <u32>at);
    const length = write(from, at + 2);
    store<u16>(at, <u16>length);
    at += 2 + length;
    while (load<u8>(from++)) {}
  }
}

/** Writes the text that is spelled at `from` to `to`. Returns its length. */
function write(from: usize, to: usize): usize {
  const first = <i32>load<u8>(from);
  let capitals = first < TextMark.AS_IS || first > TextMark.CAPITALS;
  let capital = false;
  let length: usize = 0;
  for (let byte = first; byte != 0; byte = <i32>load<u8>(++from)) {
    if (byte == TextMark.CAPITAL) capital = true;
    else if (byte == TextMark.CAPITALS) capitals = !capitals;
    else if (byte != TextMark.AS_IS) {
      store<u8>(to + length++, <u8>((capital || capitals) && byte >= 0x61 && byte <= 0x7a ? byte ^ 0x20 : byte));
      capital = false;
    }
  }
  return length;
}
