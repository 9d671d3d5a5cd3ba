/** Every PERSISTENT RESERVE command that sg_persist (sg3_utils 1.46) can make, composed by ours: the same bytes, or a difference with its reason. */
import { expect, test } from "vitest";
import { hex, loadCore, vectors } from "../hosts/core.ts";
import { Random } from "../common/random.ts";
import { describeWith, SG3_UTILS } from "../common/requirements.ts";
import { run } from "./program.ts";
import {
  type Case,
  iscsiPort,
  nameOf,
  portsNotTaken,
  randomIn,
  randomOut,
  registerPort,
  reserveIn,
  sentBy,
} from "./sg-persist.ts";

interface Difference {
  readonly arguments: string;
  readonly sg_persist: string;
  readonly holdfast: string;
  readonly reason: string;
}

const core = loadCore();
const differences = vectors<Difference>("sg_persist-1.46.differences");

/** CDB and parameter list that sg_persist shows before it finds that the device is none, in hexadecimal; else the first line of what it says. */
function theirs({ args, input }: Case): string {
  const { err } = run("sg_persist", ["-n", ...args, "-vv", "/dev/null"], input);
  return sentBy(err) ?? err.trim().split("\n")[0]!;
}

function ours(each: Case): string {
  const { cdb, list } = each.ours(core);
  return list === undefined ? hex(cdb) : `${hex(cdb)} ${hex(list)}`;
}

const nameOfCase = ({ args, input }: Case): string => [args.join(" "), ...input.trim().split("\n")].join(" ").trim();

function cases(): Case[] {
  const random = new Random(1);
  const lengths = [5, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 100, 205, 206, 207, 222, 223];
  return [
    ...[0, 1, 2, 3].map((serviceAction) => reserveIn(serviceAction, 8192)),
    ...Array.from({ length: 40 }, () => randomIn(random)),
    ...lengths.map((length) => registerPort(iscsiPort(nameOf(length)))),
    ...lengths.map((length) => registerPort(iscsiPort(nameOf(length), "00023d000002"))),
    ...portsNotTaken.map(registerPort),
    ...Array.from({ length: 260 }, () => randomOut(random)),
  ];
}

describeWith(SG3_UTILS, "sg_persist", () => {
  test("makes the same bytes as compose, but for the differences that are listed, each of which is there", () => {
    const found: Omit<Difference, "reason">[] = [];
    let equal = 0;
    const all = cases();
    const options = all.flatMap(({ args }) => args.filter((each) => /^-[a-zA-Z]$/.test(each)));
    expect([...new Set(options)].sort().join("")).toBe("-A-C-G-I-K-L-M-P-Q-R-S-T-U-X-Y-Z-c-k-l-o-r-s-z");
    for (const each of all) {
      const [sg_persist, holdfast] = [theirs(each), ours(each)];
      if (sg_persist === holdfast) equal++;
      else found.push({ arguments: nameOfCase(each), sg_persist, holdfast });
    }
    expect(found.map((difference, i) => ({ ...difference, reason: differences[i]?.reason }))).toEqual(differences);
    for (const { reason } of differences) expect(reason).toMatch(/\w{4,}/);
    expect(equal).toBeGreaterThan(300);
  });
});
