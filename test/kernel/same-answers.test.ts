// One script of requests, chunk by chunk, on qemu-pr-helper and on ours, each with a fresh logical unit: what comes back is the same.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compileClient, holdfast, qemuPrHelper, startHelper, type Helper } from "./helper.ts";
import { CLIENT, describeWith, QEMU, UML } from "../common/requirements.ts";
import { bringUp, SDA, SDB } from "./reservations.ts";
import * as cases from "./same-answers-cases.ts";
import { CLEARED, GOOD, KEPT, readAnswers, Script, type Answer } from "./same-answers-script.ts";
import { sequences } from "./same-answers-sequences.ts";
import { RUN, useUml } from "./uml.ts";

/** Where ours answers otherwise, on purpose: the outcome by name on each side, and why. One that nothing uses fails. */
const DIFFERENCES: { name: string; theirs: string; ours: string; reason: string }[] = [
  {
    name: "descriptor with O_NONBLOCK, afterwards",
    theirs: CLEARED,
    ours: KEPT,
    reason:
      "the open file description is QEMU's too: a helper that makes it blocking changes how QEMU's own calls behave",
  },
];
const MOST_DIFFERENCES = 12;

const script = new Script();
cases.cutRequests(script);
cases.coalescedRequests(script);
cases.brokenConversations(script);
cases.descriptors(script);
cases.commands(script);
sequences(script);

const named = (answers: readonly { outcome: string }[], show: (index: number) => string = (i) => answers[i]!.outcome) =>
  script.expected.map(({ name }, index) => `${name}: ${answers[index] ? show(index) : "was not asked"}`);

describeWith([...UML, ...CLIENT, ...QEMU], "the same requests to both helpers", () => {
  const given = new Map<Helper, Answer[]>();

  it("are many, and many are to fail", () => {
    const requests = script.expected.filter(({ aside }) => !aside);
    const failing = requests.filter(({ outcome }) => outcome !== GOOD);
    console.log(`${requests.length} requests, ${failing.length} of them with another outcome than GOOD`);
    expect(requests.length).toBeGreaterThanOrEqual(300);
    expect(failing.length).toBeGreaterThanOrEqual(60);
    expect(DIFFERENCES.length).toBeLessThanOrEqual(MOST_DIFFERENCES);
  });

  describe.each([qemuPrHelper, holdfast])("$name", (helper) => {
    const uml = useUml(
      () => ({}),
      async (machine) => {
        compileClient(machine, "pr-script");
        writeFileSync(join(machine.folder, "script"), script.toString());
        await bringUp(machine);
      },
    );

    it("answers each request as is expected", async () => {
      const { socket } = await startHelper(uml(), helper);
      const argv = [`${RUN}/pr-script`, socket, `${RUN}/script`, SDA.device, SDB.device];
      const answers = readAnswers(await uml().succeed(argv, { timeoutMs: 50_000 }));
      given.set(helper, answers);
      const side = helper === holdfast ? "ours" : "theirs";
      const expected = script.expected.map(
        (request) => DIFFERENCES.find(({ name }) => name === request.name)?.[side] ?? request.outcome,
      );
      expect(named(answers)).toEqual(named(expected.map((outcome) => ({ outcome }))));
    });
  });

  it("get the same result, sense, data and end, but for the listed differences", () => {
    const [theirs, ours] = [given.get(qemuPrHelper) ?? [], given.get(holdfast) ?? []];
    const listed = (name: string) => DIFFERENCES.some((difference) => difference.name === name);
    const different = script.expected.filter((_, index) => ours[index]!.exact !== theirs[index]!.exact);
    const exact = (answers: Answer[]) =>
      named(answers, (index) => (listed(script.expected[index]!.name) ? "listed" : answers[index]!.exact));
    expect(exact(ours)).toEqual(exact(theirs));
    expect(DIFFERENCES.map(({ name }) => name).sort()).toEqual(different.map(({ name }) => name).sort());
  });
});
