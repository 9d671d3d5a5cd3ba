/** Unit attentions that wait for an I_T nexus: a queue each, the oldest first, none twice (SAM-5 5.14). */
import { be16, put16 } from "../bytes";
import { Additional } from "../generated/codes";
import { UnitNexus } from "../generated/fields";
import { UNIT_ATTENTIONS } from "../generated/records";
import { nexusAt } from "./nexus";
import { change } from "./state";

const BYTES: usize = UNIT_ATTENTIONS * 2;

// @ts-ignore: decorator
@inline function queueOf(nexus: i32): usize { return nexusAt(nexus) + UnitNexus.AT_UNIT_ATTENTIONS; }

export function hasAttention(nexus: i32): bool {
  return be16(queueOf(nexus)) != 0;
}

/** Queues a unit attention, unless it waits already. The queue has room for each of those that the unit has (spec/unit-state.ts). */
export function attend(nexus: i32, additional: Additional): void {
  const queue = queueOf(nexus);
  for (let i: usize = 0; i < BYTES; i += 2) {
    const waiting = be16(queue + i);
    if (waiting == <u32>additional) return;
    if (waiting == 0) {
      put16(queue + i, additional);
      return change();
    }
  }
}

/** Takes the oldest off the queue; 0 when none waits. */
export function takeAttention(nexus: i32): u32 {
  const queue = queueOf(nexus);
  const oldest = be16(queue);
  if (oldest == 0) return 0;
  memory.copy(queue, queue + 2, BYTES - 2);
  put16(queue + BYTES - 2, 0);
  change();
  return oldest;
}

export function clearAttentions(nexus: i32): void {
  if (!hasAttention(nexus)) return;
  memory.fill(queueOf(nexus), 0, BYTES);
  change();
}
