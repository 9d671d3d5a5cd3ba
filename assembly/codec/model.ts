/**
 * Reads bits that hosts/build/generate/model.mjs packed: there is how, and from where. Both calculate the same to the last bit. It is used twice, one after
 * the other: for the tables when the module starts, for the texts when the first is asked for.
 */
import { HALF, INPUTS, LIMIT, RATE, ROWS, STEP, TEXT_SLOT_BITS, UNIT, WEIGHT } from "../generated/packed";

/** What a slot knows of a bit in a context. All zeros: nothing. */
@unmanaged
class Slot {
  /** Probability of a one in 65,536, less a half. */
  odds: i16;
  /** Times seen, up to LIMIT. */
  seen: u8;
  /** Tells contexts of one slot apart. */
  check: u8;
}

if (offsetof<Slot>() != 4) ERROR("size of a slot");
const SLOTS: usize = memory.data(4 << TEXT_SLOT_BITS, 4);
/** f32: two columns of ROWS weights of each input, less WEIGHT. */
const WEIGHTS: usize = memory.data(2 * ROWS * INPUTS * 4, 4);
/** f32: the logistic function from -HALF / UNIT on, and its reverse for 12 bits of probability. */
const SQUASH: usize = memory.data(2 * HALF * 4, 4);
const STRETCH: usize = memory.data(2 * HALF * 4, 4);
/** u32: by how much predictions move, by how often they are seen, in 16,384ths. */
const RATES: usize = memory.data((LIMIT + 1) * 4, 4);
/** f32 of each input. */
const STRETCHED: usize = memory.data(INPUTS * 4, 4);
/** u32: address of each input's slot. */
const CHOSEN: usize = memory.data(INPUTS * 4, 4);
/** u32: hashes of the contexts of the next bits. */
const CONTEXTS: usize = memory.data(INPUTS * 4, 4);

let from: usize = 0;
let shift: u32 = 0;
let low: u32 = 0;
let high: u32 = 0;
let code: u32 = 0;

/** Starts to read what is packed at `packed`, with 2 to the power of `slotBits` slots: at most TEXT_SLOT_BITS. */
export function beginBits(packed: usize, slotBits: u32): void {
  memory.fill(SLOTS, 0, offsetof<Slot>() << slotBits);
  memory.fill(WEIGHTS, 0, 2 * ROWS * INPUTS * sizeof<f32>());
  if (from == 0) makeLogistic();
  memory.fill(CONTEXTS, 0, INPUTS << 2);
  shift = 32 - slotBits;
  low = 0;
  high = 0xffffffff;
  code = bswap(load<u32>(packed));
  from = packed + 4;
}

function makeLogistic(): void {
  let power: f64 = 1;
  for (let i: usize = 0; i < HALF; i++) {
    store<f32>(SQUASH + (<usize>HALF + i << 2), <f32>(power / (1 + power)));
    store<f32>(SQUASH + (<usize>HALF - i << 2), <f32>(1 / (1 + power)));
    power = <f64><f32>(power * STEP);
  }
  for (let i: usize = 0, at: usize = 1; i < 2 * HALF; i++) {
    while (at < 2 * HALF - 1 && <f64>load<f32>(SQUASH + (at << 2)) * (2 * HALF) < <f64>i) at++;
    store<f32>(STRETCH + (i << 2), <f32>((<f64>at - HALF) / UNIT));
  }
  for (let seen: usize = 0; seen <= LIMIT; seen++) store<u32>(RATES + (seen << 2), 65536 / (<u32>seen * 4 + 5));
}

/** Mixes a number into a hash. */
export function hash(into: u32, number: u32): u32 {
  const mixed = (into ^ number) * 0x2c1b3c6d + 0x297a2d39;
  return mixed ^ (mixed >> 15);
}

// @ts-ignore: decorator
@inline export function context(input: usize): u32 { return load<u32>(CONTEXTS + (input << 2)); }

// @ts-ignore: decorator
@inline export function setContext(input: usize, value: u32): void { store<u32>(CONTEXTS + (input << 2), value); }

/** The next bit, which is at a place `node` of what the contexts are for, with the weights of two rows. */
export function nextBit(node: u32, first: u32, second: u32): u32 {
  const a = rowAt(first);
  const b = rowAt(ROWS + second);
  const place = node * 0x9e3779b1;
  let sum: f64 = 0;
  for (let i: usize = 0; i < INPUTS; i++) {
    const at = i << 2;
    const input = predict(i, place);
    store<f32>(STRETCHED + at, input);
    sum += <f64>input * <f64><f32>(WEIGHT + <f64>load<f32>(a + at) + <f64>load<f32>(b + at));
  }
  const chance = <f64>load<f32>(SQUASH + (<usize>max<f64>(1, min<f64>(2 * HALF - 1, <f64><f32>sum * UNIT + HALF)) << 2));
  const bit = read(<u32>(chance * 65536));
  const step = <f64><f32>((<f64>bit - chance) * RATE);
  for (let i: usize = 0; i < INPUTS; i++) {
    const at = i << 2;
    const change = step * <f64>load<f32>(STRETCHED + at);
    store<f32>(a + at, <f32>(<f64>load<f32>(a + at) + change));
    store<f32>(b + at, <f32>(<f64>load<f32>(b + at) + change));
    learn(changetype<Slot>(<usize>load<u32>(CHOSEN + (i << 2))), bit);
  }
  return bit;
}

// @ts-ignore: decorator
@inline function rowAt(row: u32): usize { return WEIGHTS + <usize>row * (INPUTS * sizeof<f32>()); }

/** What an input says of the bit: the logarithm of its odds. */
// @ts-ignore: decorator
@inline function predict(input: usize, place: u32): f32 {
  const mixed = (context(input) ^ place) * 0x85ebca6b;
  const at = SLOTS + <usize>(mixed >> shift) * offsetof<Slot>();
  const slot = changetype<Slot>(at);
  const check = <u8>(mixed >> (shift - 8));
  if (slot.check != check) store<u32>(at, <u32>check << 24);
  store<u32>(CHOSEN + (input << 2), <u32>at);
  return load<f32>(STRETCH + (<usize>((<i32>slot.odds >> 4) + HALF) << 2));
}

// @ts-ignore: decorator
@inline function learn(slot: Slot, bit: u32): void {
  const odds = <i32>slot.odds;
  const seen = <u32>slot.seen;
  slot.odds = <i16>(odds + (((bit ? 0x7fff : -0x8000) - odds) * load<i32>(RATES + (<usize>seen << 2)) >> 14));
  if (seen < LIMIT) slot.seen = <u8>(seen + 1);
}

/** Takes a bit from the code. A one is the lower part of the range; its chance is in 65,536. */
function read(chance: u32): u32 {
  const middle = low + (high - low >> 16) * chance;
  const bit: u32 = code <= middle ? 1 : 0;
  if (bit) high = middle;
  else low = middle + 1;
  while ((low ^ high) < 1 << 24) {
    low <<= 8;
    high = high << 8 | 0xff;
    code = code << 8 | <u32>load<u8>(from++);
  }
  return bit;
}
