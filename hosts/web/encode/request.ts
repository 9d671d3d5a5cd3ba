/** The bytes of what the form says. */
import {
  compose,
  composeCdb,
  type Core,
  CoreError,
  describe,
  nameOfStructure,
  parameterListStructure,
  type RegionDescription,
  type RestValues,
  type StructureName,
  type Values,
} from "../../embed/index.ts";
import type { Docs } from "../docs.ts";
import { type TypeName, typeNumber, usesType } from "../standard.ts";
import { FieldProblem, type FormField, readBytes, readValue } from "./fields.ts";
import type { Form } from "./link.ts";
import type { Target } from "./targets.ts";
import { composePort, type PortKind } from "./transport-id.ts";

/** What the form needs of the page. */
export interface Context {
  readonly core: Core;
  readonly docs: Docs;
  readonly kinds: readonly PortKind[];
  readonly targets: readonly Target[];
  readonly fieldsOf: (structure: StructureName) => readonly FormField[];
}

/** Fields of one structure, with what is behind them. */
export interface Group {
  readonly title: string;
  readonly structure: StructureName;
  readonly fields: readonly FormField[];
  /** What the form begins with where the structure does not. */
  readonly begin: Readonly<Record<string, bigint>>;
  /** Regions that are typed as bytes or text. */
  readonly regions: readonly RegionDescription[];
  /** TransportIDs are behind the fields. */
  readonly ports: boolean;
}

export interface Built {
  readonly groups: readonly Group[];
  /** Bytes of each group; undefined where something that was typed is none. */
  readonly bytes: readonly (Uint8Array | undefined)[];
  /** TransportIDs as far as they are ones. */
  readonly ports: readonly (Uint8Array | undefined)[];
  /** A sentence for each field that is none; fields of a TransportID have its number before their name. */
  readonly problems: ReadonlyMap<string, string>;
}

export const portField = (at: number, name: string) => `${at}.${name}`;
export const regionName = (at: number) => `rest${at === 0 ? "" : `.${at}`}`;

const [serviceAction, listLength] = ["SERVICE ACTION", "PARAMETER LIST LENGTH"];
/** With which the form begins where the service action uses TYPE. */
const firstType: TypeName = "Write Exclusive - Registrants Only";
const allocation = 8192n;

export const targetOf = ({ targets }: Context, form: Form): Target => targets.find(({ id }) => id === form.target)!;

export function numberOf(form: Form, field: string): number {
  return Number(form.texts.get(field) ?? 0) || 0;
}

export function build(context: Context, form: Form): Built {
  const { core } = context;
  const target = targetOf(context, form);
  switch (target.kind) {
    case "out":
      return buildOut(context, form);
    case "in":
      return buildOne(context, form, cdbGroup(context, "pr_in_cdb", { "ALLOCATION LENGTH": allocation }));
    case "command": {
      const { command } = target;
      const group = cdbGroup(context, command.structure);
      const fields = group.fields.filter(({ name }) => name !== serviceAction || command.serviceAction === undefined);
      return buildOne(context, form, { ...group, fields }, (values, rest) => composeCdb(core, command, values, rest));
    }
    case "structure":
      return buildOne(context, form, groupOf(context, target.structure, nameOfStructure(core, target.structure)));
  }
}

/** `begin`: what is in fields where nothing was typed, other than what the structure has there. */
function groupOf(
  { core, fieldsOf }: Context,
  structure: StructureName,
  title: string,
  begin: Readonly<Record<string, bigint>> = {},
): Group {
  const fields = fieldsOf(structure).map((field) => ({
    ...field,
    initial: begin[field.name] ?? field.initial,
  }));
  return { title, structure, fields, begin, regions: describe(core, structure).regions, ports: false };
}

/** Fields of a CDB but for its operation code. */
function cdbGroup(context: Context, structure: StructureName, begin?: Readonly<Record<string, bigint>>): Group {
  const group = groupOf(context, structure, "CDB", begin);
  return { ...group, fields: group.fields.filter(({ name }) => name !== "OPERATION CODE") };
}

function buildOne(
  context: Context,
  form: Form,
  group: Group,
  make = (values: Values, rest: RestValues | undefined) => compose(context.core, group.structure, values, rest),
): Built {
  const problems = new Map<string, string>();
  const rest = readRest(form, group, problems);
  const counts = countsOf(group, rest);
  const bytes = composeGroup(form, group, problems, (values) => make({ ...counts, ...values }, joined(rest)));
  return { groups: [group], bytes: [bytes], ports: [], problems };
}

function buildOut(context: Context, form: Form): Built {
  const { core, kinds } = context;
  const problems = new Map<string, string>();
  const action = numberOf(form, serviceAction);
  const structure = listStructure(core, action, form.texts.get("SPEC_I_PT") === "1");
  const move = structure === "pr_out_move_list";
  const withPorts = move || structure === "pr_out_spec_i_pt_list";
  const cdb = cdbGroup(context, "pr_out_cdb", {
    TYPE: usesType(core, action) ? BigInt(typeNumber(core, firstType)) : 0n,
  });
  const list: Group = {
    ...groupOf(
      context,
      structure,
      "Parameter list",
      move ? { "RELATIVE TARGET PORT IDENTIFIER": 1n } : { SPEC_I_PT: 0n },
    ),
    ...{ ports: withPorts, regions: [] },
  };
  const ports = withPorts
    ? form.ports.map(({ kind, texts }, at) => {
        const own = new Map<string, string>();
        const bytes = composePort(
          core,
          kinds.find(({ id }) => id === kind)!,
          texts,
          own,
        );
        for (const [name, sentence] of own) problems.set(portField(at, name), sentence);
        return bytes;
      })
    : [];
  const whole = ports.filter((port) => port !== undefined);
  const listBytes =
    whole.length < ports.length
      ? undefined
      : composeGroup(form, list, problems, (values) => compose(core, structure, values, withPorts ? whole : undefined));
  const length: Values = { [listLength]: listBytes?.length ?? 0 };
  const cdbBytes = composeGroup(form, cdb, problems, (values) => compose(core, "pr_out_cdb", { ...length, ...values }));
  return { groups: [cdb, list], bytes: [cdbBytes, listBytes], ports, problems };
}

/** Which list a service action has is the core's to say. */
function listStructure(core: Core, action: number, specIPt: boolean): StructureName {
  return parameterListStructure(core, action, compose(core, "pr_out_list", { SPEC_I_PT: specIPt ? 1 : 0 }));
}

function composeGroup(
  form: Form,
  { fields, regions, begin }: Group,
  problems: Map<string, string>,
  make: (values: Values) => Uint8Array,
): Uint8Array | undefined {
  const before = problems.size;
  const values: Record<string, bigint | Uint8Array> = { ...begin };
  for (const field of fields) {
    const text = form.texts.get(field.name);
    if (text === undefined) continue;
    try {
      values[field.name] = readValue(field, text);
    } catch (error) {
      problems.set(field.name, problemOf(error));
    }
  }
  if (problems.size > before) return undefined;
  try {
    return make(values);
  } catch (error) {
    const named = error instanceof CoreError && fields.some(({ name }) => name === error.details.field);
    const whole = regions.length > 0 ? regionName(0) : (fields[0]?.name ?? "");
    problems.set(named ? error.details.field : whole, problemOf(error));
    return undefined;
  }
}

function readRest(form: Form, { regions }: Group, problems: Map<string, string>): (Uint8Array | string)[] {
  return regions.map(({ kind }, at) => {
    const text = form.texts.get(regionName(at)) ?? "";
    if (kind === "text" || kind === "characters") return text;
    try {
      return readBytes(text);
    } catch (error) {
      problems.set(regionName(at), problemOf(error));
      return new Uint8Array();
    }
  });
}

/** What counts a region of several, in its unit. */
function countsOf({ regions }: Group, rest: readonly (Uint8Array | string)[]): Values {
  const counted = regions.flatMap(({ countedBy, unit }, at) =>
    countedBy === undefined ? [] : [[countedBy, Math.floor(bytesOf(rest[at]!).length / unit)] as const],
  );
  return Object.fromEntries(counted);
}

function joined(rest: readonly (Uint8Array | string)[]): RestValues | undefined {
  if (rest.length < 2) return rest[0];
  return Uint8Array.from(rest.flatMap((part) => [...bytesOf(part)]));
}

const bytesOf = (part: Uint8Array | string) => (typeof part === "string" ? new TextEncoder().encode(part) : part);

function problemOf(error: unknown): string {
  if (error instanceof CoreError || error instanceof FieldProblem) return error.message;
  throw error;
}
