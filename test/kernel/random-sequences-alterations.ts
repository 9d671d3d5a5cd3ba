// How random-sequences.test.ts sees that its comparison can fail: answers of LIO with one thing altered, and logical units that break one
// rule.
import type { EmulatedUnit, UnitAnswer } from "../../hosts/embed/index.ts";
import { CHECK_CONDITION, CONFLICT, GOOD, type Answer } from "./random-sequences-case.ts";
import { CODE, IN, OUT } from "./random-sequences-commands.ts";
import type { Random } from "../common/random.ts";
import type { Step } from "./random-sequences-play.ts";

/** Returns a copy of the answers, with what belongs to the step altered; undefined where there is nothing to alter. */
type Alter = (step: Step, answers: readonly Answer[], random: Random) => Answer[] | undefined;

function withAnswer(answers: readonly Answer[], line: number, change: Partial<Answer>): Answer[] {
  return answers.with(line, { ...answers[line]!, ...change });
}

/** One bit of some bytes turned over. */
function turned(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  copy[random.below(copy.length)]! ^= 1 << random.below(8);
  return copy;
}

export const ALTERATIONS: Record<string, Alter> = {
  "the status": ({ line }, answers) =>
    withAnswer(answers, line, { status: answers[line]!.status === GOOD ? CONFLICT : GOOD }),
  "one bit of the sense data": ({ line }, answers, random) => {
    const { sense } = answers[line]!;
    return sense.length > 0 ? withAnswer(answers, line, { sense: turned(sense, random) }) : undefined;
  },
  "one bit of the data": ({ line }, answers, random) => {
    const { data } = answers[line]!;
    return data.length > 0 ? withAnswer(answers, line, { data: turned(data, random) }) : undefined;
  },
  "one bit of the state that is shown afterwards": ({ shown }, answers, random) => {
    const { data } = answers[shown]!;
    return data.length > 0 ? withAnswer(answers, shown, { data: turned(data, random) }) : undefined;
  },
  "the order of keys": ({ c, line }, answers) => {
    const { data, status } = answers[line]!;
    if (!c.isIn(IN.readKeys) || status !== GOOD || data.length !== 24 || data.subarray(8, 16).equals(data.subarray(16)))
      return undefined;
    return withAnswer(answers, line, { data: Buffer.concat([data.subarray(0, 8), data.subarray(16), data.subarray(8, 16)]) }); // prettier-ignore
  },
};

type Unit = Pick<EmulatedUnit, "execute">;

/** A logical unit whose answers are changed on the way. */
function changing(
  unit: Unit,
  change: (answer: UnitAnswer, cdb: Uint8Array, again: () => UnitAnswer) => UnitAnswer,
): Unit {
  return {
    execute: (nexus, cdb, out) => {
      const again = () => unit.execute(nexus, cdb, out);
      return change(again(), cdb, again);
    },
  };
}

export const BROKEN_UNITS: Record<string, (unit: EmulatedUnit) => Unit> = {
  "lets every nexus write": (unit) =>
    changing(unit, (answer, cdb) =>
      cdb[0] === CODE.write10 && answer.status === CONFLICT ? { ...answer, status: GOOD } : answer,
    ),
  "forgets to tell that a reservation was released": (unit) =>
    changing(unit, (answer, _, again) =>
      answer.status === CHECK_CONDITION && answer.sense[12] === 0x2a && answer.sense[13] === 4 ? again() : answer,
    ),
  "counts a RESERVE as a generation": (unit) => {
    let more = 0;
    return changing(unit, (answer, cdb) => {
      if (answer.status !== GOOD) return answer;
      if (cdb[0] === CODE.persistentReserveOut && cdb[1] === OUT.reserve) more++;
      if (cdb[0] !== CODE.persistentReserveIn || cdb[1] === IN.reportCapabilities) return answer;
      const data = Buffer.from(answer.data);
      if (data.length >= 4) data.writeUInt32BE(data.readUInt32BE(0) + more);
      return { ...answer, data };
    });
  },
};
