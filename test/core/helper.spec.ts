import { complete, plan } from "../../assembly/helper/plan";
import { greeting, replyToFailure } from "../../assembly/helper/reply";
import { be32 } from "../../assembly/bytes";
import { Failure, OutcomeRecord, OUTCOME, PLAN, PlanRecord, REPLY, REQUEST } from "../../assembly/generated/records";
import { bytes, count, number, text } from "./vectors";

const REPLY_BYTES = 104;
const SENSE = REPLY + 8;
const OUTCOME_SENSE = OUTCOME + offsetof<OutcomeRecord>();

function expectSense(key: i64, asc: i64, ascq: i64, title: string): void {
  expect<u8>(load<u8>(SENSE)).toBe(0x70, title);
  expect<i64>(load<u8>(SENSE, 2)).toBe(key, title);
  expect<u8>(load<u8>(SENSE, 7)).toBe(10, title);
  expect<i64>(load<u8>(SENSE, 12)).toBe(asc, title);
  expect<i64>(load<u8>(SENSE, 13)).toBe(ascq, title);
  for (let i = 14; i < 96; i++) expect<u8>(load<u8>(SENSE + i)).toBe(0, title + ": sense byte " + i.toString());
}
function expectNoSense(title: string): void {
  for (let i = 0; i < 96; i++) expect<u8>(load<u8>(SENSE + i)).toBe(0, title + ": sense byte " + i.toString());
}

describe("the helper's plan", () => {
  it("follows the protocol", () => {
    for (let i = 0; i < count("plan"); i++) {
      const title = text("plan", i, "name");
      memory.fill(REQUEST, 0xee, 16 + 8192);
      memory.fill(PLAN, 0xee, offsetof<PlanRecord>());
      const length = bytes("plan", i, "bytes", REQUEST);
      const action = plan(length, <i32>number("plan", i, "descriptors"), <i32>number("plan", i, "access"), <i32>number("plan", i, "kind"));
      const record = changetype<PlanRecord>(PLAN);
      expect<i64>(action).toBe(number("plan", i, "plan.action"), title);
      expect<i64>(record.action).toBe(number("plan", i, "plan.action"), title);
      expect<i64>(record.reason).toBe(number("plan", i, "plan.reason"), title);
      expect<i64>(record.more).toBe(number("plan", i, "plan.more"), title);
      expect<i64>(record.direction).toBe(number("plan", i, "plan.direction"), title);
      expect<i64>(record.length).toBe(number("plan", i, "plan.length"), title);
      expect<i64>(record.command_length).toBe(number("plan", i, "plan.command_length"), title);
      expect<i64>(record.reply_limit).toBe(number("plan", i, "plan.reply_limit"), title);
      expect<i64>(record.completion).toBe(number("plan", i, "plan.completion"), title);
      expect<i64>(record.reply_length).toBe(number("plan", i, "plan.reply_length"), title);
    }
  });

  it("answers PERSISTENT RESERVE OUT on a read-only descriptor with 5/20/00", () => {
    memory.fill(REPLY, 0xee, REPLY_BYTES);
    memory.fill(REQUEST, 0, 16);
    store<u8>(REQUEST, 0x5f);
    plan(16, 1, 0, 0);
    expect<u32>(be32(REPLY)).toBe(2);
    expect<u32>(be32(REPLY + 4)).toBe(0);
    expectSense(5, 0x20, 0, "read-only");
  });
});

describe("replies", () => {
  it("greets with four zero bytes", () => {
    memory.fill(REPLY, 0xee, REPLY_BYTES);
    expect<i32>(greeting()).toBe(4);
    expect<u32>(be32(REPLY)).toBe(0);
  });

  it("gives every errno, host_status and driver_status its reply, and none of them GOOD", () => {
    for (let i = 0; i < count("failure"); i++) {
      const title = text("failure", i, "name");
      memory.fill(REPLY, 0xee, REPLY_BYTES);
      const length = replyToFailure(<Failure>number("failure", i, "failure"), <u32>number("failure", i, "code"));
      expect<i32>(length).toBe(REPLY_BYTES, title);
      expect<i64>(be32(REPLY)).toBe(number("failure", i, "status"), title);
      expect<u32>(be32(REPLY)).not.toBe(0, title);
      expect<u32>(be32(REPLY + 4)).toBe(0, title);
      if (be32(REPLY) == 2) {
        expectSense(number("failure", i, "key"), number("failure", i, "asc"), number("failure", i, "ascq"), title);
      } else expectNoSense(title);
    }
  });

  it("takes errno before host_status before driver_status before the SCSI status", () => {
    const outcome = changetype<OutcomeRecord>(OUTCOME);
    outcome.error = 22;
    outcome.host_status = 1;
    outcome.driver_status = 6;
    outcome.status = 0;
    outcome.sense_length = 0;
    complete();
    expectSense(5, 0x24, 0, "errno");
    outcome.error = 0;
    complete();
    expectSense(0xb, 5, 0, "host_status");
    outcome.host_status = 0;
    complete();
    expect<u32>(be32(REPLY)).toBe(8, "driver_status");
    outcome.driver_status = 8;
    complete();
    expect<u32>(be32(REPLY)).toBe(0, "status: 08h in driver_status only says that there is sense");
  });

  it("passes the device's status and sense on, and clears what it did not write", () => {
    const outcome = changetype<OutcomeRecord>(OUTCOME);
    outcome.error = 0;
    outcome.host_status = 0;
    outcome.driver_status = 0;
    outcome.status = 2;
    outcome.transferred = 24;
    memory.fill(OUTCOME_SENSE, 0xab, 96);
    for (let written: u32 = 0; written <= 300; written++) {
      outcome.sense_length = written;
      memory.fill(REPLY, 0xee, REPLY_BYTES + 1);
      expect<i32>(complete()).toBe(REPLY_BYTES);
      expect<u32>(be32(REPLY)).toBe(2);
      expect<u32>(be32(REPLY + 4)).toBe(0);
      for (let i: u32 = 0; i < 96; i++) expect<u8>(load<u8>(SENSE + i)).toBe(i < written ? 0xab : 0);
      expect<u8>(load<u8>(REPLY + REPLY_BYTES)).toBe(0xee);
    }
  });
});
