// The same random sequences of commands over three nexuses on LIO in User Mode Linux and on the emulated logical unit: status, sense, data,
// and what READ FULL STATUS shows afterwards agree but for the listed deviations. HOLDFAST_SEED replays a run.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { EmulatedUnit } from "../../hosts/embed/index.ts";
import { wasmModule } from "../hosts/core.ts";
import { compileClient } from "./helper.ts";
import { ALTERATIONS, BROKEN_UNITS } from "./random-sequences-alterations.ts";
import type { Answer } from "./random-sequences-case.ts";
import { NEXUSES } from "./random-sequences-commands.ts";
import { DEVIATIONS } from "./random-sequences-deviations.ts";
import { Random, seed } from "../common/random.ts";
import { judge, readAnswers, unneeded } from "./random-sequences-judge.ts";
import { Play } from "./random-sequences-play.ts";
import { CLIENT, describeWith, UML } from "../common/requirements.ts";
import { PROJECT, RUN, useUml, type Uml } from "./uml.ts";

const SEQUENCES = 2000;
const COMMANDS = 40;
/** A target port for each nexus, and one for the observer. */
const PORTS = NEXUSES.length + 1;

/**
 * REGISTER AND MOVE to a nexus that was not registered makes LIO (Linux 6.1) give back one reference to the nexus's LUN too many. Only the
 * removal of a LUN looks at their number, and none is removed here.
 */
const ONE_TOO_MANY =
  /^-+\[ cut here \]-+\nWARNING: CPU: \d+ PID: \d+ at lib\/refcount\.c(?:(?!end trace)[^])*core_scsi3_[^]*?end trace.*$/gm;

/** Random sequences on a logical unit of ours, or on something that stands for it. */
function played(sequences: number, disturb: (unit: EmulatedUnit) => Pick<EmulatedUnit, "execute"> = (unit) => unit) {
  const unit = new EmulatedUnit(wasmModule, { persist: true, targetPorts: PORTS });
  const play = new Play(disturb(unit), DEVIATIONS, seed);
  for (let number = 0; number < sequences; number++) play.add(COMMANDS);
  unit.close();
  return play;
}

/** Plays the script on LIO. */
async function answersTo(uml: Uml, { script }: Play): Promise<Answer[]> {
  writeFileSync(join(uml.folder, "script"), script);
  const disks = ["a", "b", "c", "d"].slice(0, PORTS).map((letter) => `/dev/sd${letter}`);
  await uml.succeed([`${RUN}/sg-script`, `${RUN}/script`, "/mnt/answers/all", ...disks], { timeoutMs: 50_000 });
  return readAnswers(readFileSync(join(uml.folder, "answers/all"), "utf8"));
}

describeWith([...UML, ...CLIENT], `${SEQUENCES} random sequences of ${COMMANDS} commands, seed ${seed}`, () => {
  const uml = useUml(
    () => ({ forgive: ONE_TOO_MANY }),
    async (machine) => {
      compileClient(machine, "sg-script");
      await machine.succeed(["sh", `${PROJECT}/test/kernel/inside/lio.sh`, String(PORTS)]);
      mkdirSync(join(machine.folder, "answers"));
      await machine.succeed(["mkdir", "/mnt/answers"]);
      await machine.succeed(["mount", "-t", "hostfs", "-o", `${machine.folder}/answers`, "none", "/mnt/answers"]);
    },
  );

  let play: Play;
  let answers: Answer[];
  beforeAll(async () => {
    play = played(SEQUENCES);
    answers = await answersTo(uml(), play);
  }, 60_000);

  it("agree but for the listed deviations, each of which is needed", () => {
    const verdict = judge(play.steps, answers);
    const { compared, equal, covered, carriedOut, mismatches } = verdict;
    const counts = [...covered].map(([{ name, item }, number]) => `${String(number).padStart(6)} ${name} (${item})\n`);
    console.log(
      `seed ${seed}: ${answers.length} commands sent, ${compared} of them compared: ${equal} equal, others by deviations:\n` +
        `${counts.sort().reverse().join("")}carried out by both: ${JSON.stringify(Object.fromEntries(carriedOut))}`,
    );
    if (mismatches.length > 0)
      throw new Error(
        `seed ${seed}: ${mismatches.length} mismatches, first of all\n${mismatches.slice(0, 3).join("\n\n")}`,
      );
    expect(play.steps.filter(({ random }) => random).length).toBe(SEQUENCES * COMMANDS);
    expect(compared).toBe(play.steps.length);
    expect(unneeded(DEVIATIONS, verdict)).toEqual([]);
  });

  it.each(Object.entries(ALTERATIONS))(
    "are not judged to agree when %s of one answer of LIO is altered",
    (_, alter) => {
      const random = new Random(seed);
      for (let altered = 0; altered < 100;) {
        const step = random.of(play.steps);
        const changed = alter(step, answers, random);
        if (!changed) continue;
        const { mismatches } = judge(play.steps.filter(({ aligned }) => aligned === step.aligned), changed); // prettier-ignore
        expect(mismatches).toHaveLength(1);
        altered++;
      }
    },
  );

  it.each(Object.entries(BROKEN_UNITS))("are not judged to agree with a logical unit that %s", async (_, disturb) => {
    const disturbed = played(100, disturb);
    const { mismatches } = judge(disturbed.steps, await answersTo(uml(), disturbed));
    expect(mismatches.length).toBeGreaterThan(0);
  });

  it("need each entry of the list: one more is noticed", () => {
    const more = { name: "one more", item: "none", reason: "none", theirs: () => undefined };
    expect(unneeded([...DEVIATIONS, more], judge(play.steps, answers))).toEqual(["one more"]);
  });
});
