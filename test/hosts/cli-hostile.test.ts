/** Text that a device gives could write to the terminal. */
import { expect, test } from "vitest";
import { holdfastHere } from "./cli-here.ts";

const decode = (...args: string[]) => holdfastHere(["decode", ...args]);

test("hostile bytes do not reach the terminal", async () => {
  const name = Buffer.from("iqn.\u001b]0;x\u0007\u001b[2J\u202e").toString("hex");
  const length = 4 * Math.ceil((name.length / 2 + 1) / 4) + 20;
  const bytes = `0500${length.toString(16).padStart(4, "0")}${name}`.padEnd((length + 4) * 2, "0");
  for (const option of ["--all", "--hex"]) {
    const { stdout } = await decode(option, "--as", "transport_id", bytes);
    expect(stdout).toContain("iqn.\\u{1b}]0;x\\u{7}\\u{1b}[2J\\u{202e}");

    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  }
  const { stderr } = await decode("--as", "\u001b[31m", "00");
  expect(stderr).toBe("holdfast: there is no structure '\\u{1b}[31m': holdfast fields lists them\n");
});

test.each([
  ["vpd_unit_serial_number", "00800010", "SERIAL"],
  ["inquiry_data", "0000061220000000", "VENDOR"],
])("hostile text in %s reaches no terminal, and JSON has it whole", async (structure, head, field) => {
  const text = "A\0\u001b]0;x\u0007\u009b2J\u007f\u202e";
  const bytes = `${head}${Buffer.from(text).toString("hex").padEnd(32, "20")}`;
  for (const option of ["--all", "--hex"])
    expect((await decode(option, "--as", structure, bytes)).stdout).toContain("A\\u{0}\\u{1b}]0;x\\u{7}");
  for (const option of ["--all", "--hex", "--json"]) {
    const { stdout, stderr } = await decode(option, "--as", structure, bytes);
    expect(stdout + stderr).not.toMatch(/[\0-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(stdout).toContain(field);
  }
  const values: unknown[] = [];
  JSON.parse(
    (await decode("--json", "--as", structure, bytes)).stdout,
    (_key, value: unknown) => void values.push(value),
  );
  expect(values.filter((value) => typeof value === "string").join("")).toContain("A\0\u001b]0;x\u0007");
});
