/** The addon's two functions, and what they refuse. */
import { closeSync, fstatSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buffers, replies } from "./fixture/fake-core.mjs";
import { addon, temporaryFolder } from "./fixture/server.ts";

interface Native {
  listen(path: string, backlog: number): number;
  serve(options: unknown): { close(): void; setMemory(memory: unknown): void };
}
const native = createRequire(import.meta.url)(addon) as Native;

const failing = (work: () => unknown): NodeJS.ErrnoException => {
  try {
    work();
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
  throw new Error("it did not fail");
};

test("listen makes a socket", () => {
  const path = join(temporaryFolder(), "socket");
  const fd = native.listen(path, 1);
  expect(fstatSync(fd).isSocket()).toBe(true);
  expect(statSync(path).isSocket()).toBe(true);
  closeSync(fd);
});

test("listen's errors are like Node's own", () => {
  const folder = temporaryFolder();
  const path = join(folder, "socket");
  const fd = native.listen(path, 1);
  expect(failing(() => native.listen(path, 1))).toMatchObject({
    code: "EADDRINUSE",
    errno: -98,
    syscall: "bind",
    path,
  });
  expect(failing(() => native.listen(join(folder, "none/socket"), 1))).toMatchObject({
    code: "ENOENT",
    syscall: "bind",
  });
  expect(failing(() => native.listen(join(folder, "x".repeat(120)), 1)).code).toBe("ENAMETOOLONG");
  expect(failing(() => native.listen("", 1)).code).toBe("EINVAL");
  expect(failing(() => native.listen("a\0b", 1)).code).toBe("EINVAL");
  expect(failing(() => native.listen(1 as unknown as string, 1))).toBeInstanceOf(TypeError);
  closeSync(fd);
});

const limits = { clients: 1, threads: 1, queuePerDevice: 1, timeoutMs: 1, idleThreadMs: 1 };
const nothing = () => 0;
const good = {
  listener: 0,
  greeting: new Uint8Array(4),
  memory: new ArrayBuffer(65536),
  buffers,
  replies,
  limits,
  plan: nothing,
  complete: nothing,
  event: nothing,
};

test.each([
  ["a plan that is none", { ...good, plan: 1 }, "plan must be a function"],
  ["no event", { ...good, event: undefined }, "event must be a function"],
  ["an emulate that is none", { ...good, emulate: 1 }, "emulate must be a function, or absent"],
  ["a short greeting", { ...good, greeting: new Uint8Array(3) }, "greeting must be a Uint8Array of 4 bytes"],
  ["other elements", { ...good, greeting: new Uint32Array(1) }, "greeting must be a Uint8Array of 4 bytes"],
  [
    "few replies",
    { ...good, replies: { ...replies, errno: new Uint8Array(104) } },
    "errno must be a Uint8Array of 26624 bytes",
  ],
  ["no limits", { ...good, limits: undefined }, "limits must be an object"],
  ["a negative limit", { ...good, limits: { ...limits, threads: -1 } }, "threads must be from 0"],
  ["a limit that is no number", { ...good, limits: { ...limits, threads: NaN } }, "threads must be from 0"],
  ["little memory", { ...good, memory: new ArrayBuffer(40000) }, "memory must be large enough"],
  ["a buffer outside of it", { ...good, buffers: { ...buffers, plan: 65536 } }, "memory must be large enough"],
  ["memory that is none", { ...good, memory: new Uint8Array(65536) }, "memory must be an ArrayBuffer"],
])("serve refuses %s", (_, options, words) => {
  const error = failing(() => native.serve(options));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toContain(words);
});

test("serve refuses a listener that is none", () => {
  expect(failing(() => native.serve({ ...good, listener: 4000 })).message).toContain("listener");
});
