// Compares what LIO answered to a script of random sequences with what was expected of it.
import { GOOD, outcomeOf, outcomeText, shownBy, type Answer } from "./random-sequences-case.ts";
import type { Deviation } from "./random-sequences-deviations.ts";
import type { Alignment, Step } from "./random-sequences-play.ts";
import { stateText } from "./random-sequences-state.ts";

export interface Verdict {
  /** Commands that were compared; those behind a mismatch are not, until both sides were brought in line again. */
  compared: number;
  /** Status, sense, data and state the same on both sides. */
  equal: number;
  /** How many are otherwise, by the deviations that cover them; one may need several. */
  readonly covered: Map<Deviation, number>;
  /** Commands that both sides carried out, by name. */
  readonly carriedOut: Map<string, number>;
  readonly mismatches: string[];
}

/** What inside/sg-script.c wrote, a line for each command. */
export function readAnswers(text: string): Answer[] {
  const bytes = (word: string) => Buffer.from(word === "-" ? "" : word, "hex");
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => {
    const [status, sense, data] = line.split(" ") as [string, string, string];
    return { status: Number(status), sense: bytes(sense), data: bytes(data) };
  });
}

export function judge(steps: readonly Step[], answers: readonly Answer[]): Verdict {
  const verdict: Verdict = { compared: 0, equal: 0, covered: new Map(), carriedOut: new Map(), mismatches: [] };
  let apart: Alignment | undefined;
  for (const [index, step] of steps.entries()) {
    if (step.aligned === apart) continue;
    const difference = compare(step, answers);
    if (difference === undefined) count(verdict, step);
    else verdict.mismatches.push(`${story(steps, index)}\n${difference}`);
    if (difference !== undefined) apart = step.aligned;
  }
  return verdict;
}

/** Entries that no command needed. */
export function unneeded(deviations: readonly Deviation[], { covered }: Verdict): string[] {
  return deviations.filter((each) => !covered.has(each)).map(({ name }) => name);
}

function count(verdict: Verdict, { c, ours, expected, deviations }: Step): void {
  verdict.compared++;
  if (deviations.length === 0) verdict.equal++;
  for (const deviation of deviations) add(verdict.covered, deviation);
  if (ours.status === GOOD && expected.status === GOOD) add(verdict.carriedOut, c.name);
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** How LIO's outcome is not as expected; undefined when it is. */
function compare(step: Step, answers: readonly Answer[]): string | undefined {
  const { ours, expected, deviations } = step;
  const theirs = textOf(step, answers);
  if (theirs === outcomeText(expected)) return undefined;
  const names = deviations.map(({ name }) => name).join("; ") || "no deviation";
  return `ours:     ${outcomeText(ours)}\nexpected: ${outcomeText(expected)}\n   by ${names}\nLIO:      ${theirs}`;
}

function textOf({ c, aligned, line, shown }: Step, answers: readonly Answer[]): string {
  const [answer, status] = [answers[line], answers[shown]];
  if (!answer || !status) return "was not asked";
  try {
    const base = baseOf(aligned, answers);
    return outcomeText(outcomeOf(c, answer, shownBy(status, base), base));
  } catch (error) {
    return (error as Error).message;
  }
}

/** LIO's generation when both sides had been brought in line. */
function baseOf({ quiet, shown }: Alignment, answers: readonly Answer[]): number {
  const state = shownBy(answers[shown]!, 0);
  if (state?.registrations.length === 0 && quiet.every((line) => answers[line]?.status === GOOD))
    return state.generation;
  throw new Error(`was not brought in line: ${stateText(state)}`);
}

/** The commands from where both sides were in line to this one. */
function story(steps: readonly Step[], index: number): string {
  const { sequence, aligned, c } = steps[index]!;
  const told = steps.slice(0, index + 1).filter((step) => step.aligned === aligned);
  const lines = told.map(
    (step) => `  ${step.c.toString()}: ${step.ours.status.toString(16)} ${step.ours.sense.toString("hex")}`,
  );
  return `sequence ${sequence}, both in line before:\n${lines.join("\n")}\nbefore:   ${stateText(c.before)}`;
}
