/** The structures around the one that is being explained, the outermost first. */

import { FRAMES, FRAMES_SIZE } from "../generated/records";

/** Bytes of a frame: structure and first byte, u32 each. */
const FRAME: i32 = 8;
/** Sense data in sense data in designators: a dozen is more than any standard nests. */
const MOST: i32 = FRAMES_SIZE / FRAME;
let depth: i32 = 0;
/** No first byte of a structure. */
export const NOWHERE: u32 = u32.MAX_VALUE;

export function start(): void {
  depth = 0;
}

export function isDeepest(): bool {
  return depth >= MOST;
}

export function enter(structure: i32, at: u32): void {
  const frame = FRAMES + <usize>(depth++) * FRAME;
  store<i32>(frame, structure);
  store<u32>(frame, at, 4);
}

export function leave(): void {
  depth--;
}

/** First byte of the nearest structure around that is `structure`, NOWHERE when there is none. */
export function around(structure: i32): u32 {
  for (let i = depth - 1; i >= 0; i--) {
    const frame = FRAMES + <usize>i * FRAME;
    if (load<i32>(frame) == structure) return load<u32>(frame, 4);
  }
  return NOWHERE;
}
