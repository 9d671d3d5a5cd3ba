/** What a caller without TypeScript may give wrongly: refused in one sentence, where the module would take it for something else. */

/** The ABI's number of a name in `numbers`, which is the ABI's `of`. Errors: RangeError for a name that it has not: the module would take another. */
export function numberOf<Name extends string>(
  what: string,
  name: Name,
  numbers: Readonly<Record<Name, number>>,
  of: string,
): number {
  if (!Object.hasOwn(numbers, name)) throw new RangeError(`there is no ${what} '${name}': abi.${of} has all names`);
  return numbers[name];
}

/** A number that goes into the module as it is, which says whether it may be. Errors: RangeError for any that would be cut to its lower 32 bits. */
export function word(what: string, value: number): number {
  if (isWord(value) || (value | 0) === value) return value;
  throw new RangeError(`${what} ${value}: give a whole number of 32 bits`);
}

export const isWord = (value: number): boolean => value >>> 0 === value;

/** Errors: TypeError for anything but bytes. */
export function checkBytes(data: Uint8Array): void {
  if (!(data instanceof Uint8Array)) throw new TypeError(`${inWords(data)} is no bytes: give a Uint8Array`);
}

function inWords(given: unknown): string {
  if (given === undefined || given === null) return String(given);
  return typeof given === "object" ? `an ${given.constructor.name}` : `a ${typeof given}`;
}
