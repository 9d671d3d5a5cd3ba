/** PERIPHERAL DEVICE TYPE as people call it. */
import { InvalidArgumentError } from "commander";
import { numberFrom } from "./numbers.ts";
import { keyOf } from "./words.ts";

const names: Readonly<Record<string, number>> = {
  disk: 0x00,
  tape: 0x01,
  printer: 0x02,
  processor: 0x03,
  worm: 0x04,
  cd: 0x05,
  dvd: 0x05,
  optical: 0x07,
  changer: 0x08,
  raid: 0x0c,
  enclosure: 0x0d,
  rbc: 0x0e,
  osd: 0x11,
  adc: 0x12,
  zbc: 0x14,
};

const most = 0x1f;

/** For commander. */
export function deviceTypeFrom(text: string): number {
  const number = names[keyOf(text)] ?? Number(numberFrom(text) ?? NaN);
  if (number <= most) return number;
  throw new InvalidArgumentError(`give a number from 0 to ${most} or one of ${Object.keys(names).join(", ")}`);
}
