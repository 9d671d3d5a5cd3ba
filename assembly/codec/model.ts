/**
 * Reads bits that hosts/build/generate/model.mjs packed: there is how, and from where. Both calculate the same to the last bit. It is used twice, one after
 * the other: for the tables when the module starts, for the texts when the first is asked for.
 */
import { INPUTS, LIMIT, RATE, ROWS, HALF, STEP, UNIT, WEIGHT } from "../generated/packed";

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

const MOST_SLOTS: usize = 1 << 18;
const SLOTS: usize = memory.data(1 << 20, 4);
/** f64: three columns of ROWS weights of each input, less WEIGHT. */
const WEIGHTS: usize = memory.data(3 * 256 * 8 * 8, 8);
/** f64: the logistic function from -HALF / UNIT on, and its reverse for 12 bits of probability. */
const SQUASH: usize = memory.data(2 * 2048 * 8, 8);
const STRETCH: usize = memory.data(2 * 2048 * 8, 8);
/** f64 of each input. */
const STRETCHED: usize = memory.data(8 * 8, 8);
/** u32: address of each input's slot. */
const CHOSEN: usize = memory.data(8 * 4, 4);
/** u32: hashes of the contexts of the next bits. */
const CONTEXTS: usize = memory.data(8 * 4, 4);

let from: usize = 0;
let inputs: usize = 0;
let shift: u32 = 0;
let low: u32 = 0;
let high: u32 = 0;
let code: u32 = 0;

/** Starts to read what is packed at `packed`: bits with `count` contexts, 2 to the power of `slotBits` slots. */
export function beginBits(packed: usize, count: usize, slotBits: u32): void {
  if (offsetof<Slot>() != 4 || ROWS * INPUTS != 256 * 8 || HALF != 2048) ERROR("room of the model");
  memory.fill(SLOTS, 0, MOST_SLOTS * offsetof<Slot>());
  memory.fill(WEIGHTS, 0, 3 * ROWS * INPUTS * sizeof<f64>());
  if (from == 0) makeLogistic();
  memory.fill(CONTEXTS, 0, INPUTS << 2);
  inputs = count;
  shift = 32 - slotBits;
  low = 0;
  high = 0xffffffff;
  code = bswap(load<u32>(packed));
  from = packed + 4;
}

function makeLogistic(): void {
  let power: f64 = 1;
  for (let i: usize = 0; i < HALF; i++) {
    store<f64>(SQUASH + (<usize>HALF + i << 3), power / (1 + power));
    store<f64>(SQUASH + (<usize>HALF - i << 3), 1 / (1 + power));
    power *= STEP;
  }
  for (let i: usize = 0, at: usize = 1; i < 2 * HALF; i++) {
    while (at < 2 * HALF - 1 && load<f64>(SQUASH + (at << 3)) * (2 * HALF) < <f64>i) at++;
    store<f64>(STRETCH + (i << 3), (<f64>at - HALF) / UNIT);
  }
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

/** The next bit, which is at a place `node` of what the contexts are for, with the weights of three rows. */
export function nextBit(node: u32, first: u32, second: u32, third: u32): u32 {
  const a = rowAt(first);
  const b = rowAt(ROWS + second);
  const c = rowAt(2 * ROWS + third);
  let sum: f64 = 0;
  for (let i: usize = 0; i < inputs; i++) {
    const at = i << 3;
    const input = predict(i, node);
    store<f64>(STRETCHED + at, input);
    sum += input * (WEIGHT + load<f64>(a + at) + load<f64>(b + at) + load<f64>(c + at));
  }
  const chance = load<f64>(SQUASH + (<usize>max<f64>(1, min<f64>(2 * HALF - 1, sum * UNIT + HALF)) << 3));
  const bit = read(<u32>(chance * 65536));
  const step = (<f64>bit - chance) * RATE;
  for (let i: usize = 0; i < inputs; i++) {
    const at = i << 3;
    const change = step * load<f64>(STRETCHED + at);
    store<f64>(a + at, load<f64>(a + at) + change);
    store<f64>(b + at, load<f64>(b + at) + change);
    store<f64>(c + at, load<f64>(c + at) + change);
    learn(changetype<Slot>(<usize>load<u32>(CHOSEN + (i << 2))), bit);
  }
  return bit;
}

// @ts-ignore: decorator
@inline function rowAt(row: u32): usize { return WEIGHTS + <usize>row * (INPUTS * sizeof<f64>()); }

/** What an input says of the bit: the logarithm of its odds. */
function predict(input: usize, node: u32): f64 {
  const mixed = hash(hash(context(input), node), <u32>input);
  const at = SLOTS + <usize>(mixed >> shift) * offsetof<Slot>();
  const slot = changetype<Slot>(at);
  if (slot.check != <u8>mixed) store<u32>(at, mixed << 24);
  store<u32>(CHOSEN + (input << 2), <u32>at);
  return load<f64>(STRETCH + (<usize>((<i32>slot.odds >> 4) + HALF) << 3));
}

function learn(slot: Slot, bit: u32): void {
  const odds = <i32>slot.odds;
  const seen = <i32>slot.seen;
  slot.odds = <i16>(odds + ((bit ? 0x7fff : -0x8000) - odds) * 4 / (seen * 4 + 5));
  if (<u32>seen < LIMIT) slot.seen = <u8>(seen + 1);
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
