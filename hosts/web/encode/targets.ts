/** What can be encoded: PERSISTENT RESERVE by its form, any other command, any structure. */
import {
  abi,
  type CommandDescription,
  commands,
  type Core,
  describe,
  nameOfStructure,
  type StructureName,
} from "../../embed/index.ts";

export type Target =
  | { readonly kind: "out" | "in"; readonly id: string; readonly title: string; readonly group: string }
  | {
      readonly kind: "command";
      readonly id: string;
      readonly title: string;
      readonly group: string;
      readonly command: CommandDescription;
    }
  | {
      readonly kind: "structure";
      readonly id: string;
      readonly title: string;
      readonly group: string;
      readonly structure: StructureName;
    };

/** They have forms of their own. */
const ownForms = ["PERSISTENT RESERVE IN", "PERSISTENT RESERVE OUT"];
const hex = (value: number) => value.toString(16).padStart(2, "0");

export function targetsOf(core: Core): Target[] {
  const group = "Persistent reservations";
  return [
    { kind: "out", id: "out", title: "PERSISTENT RESERVE OUT (5f)", group },
    { kind: "in", id: "in", title: "PERSISTENT RESERVE IN (5e)", group },
    ...commandTargets(core),
    ...structureTargets(core),
  ];
}

function commandTargets(core: Core): Target[] {
  const others = commands(core).filter(({ name }) => !ownForms.includes(name));
  const codes = others.map(codeOf);
  return others.map((command, i) => {
    const code = codes[i]!;
    const shared = codes.indexOf(code) !== codes.lastIndexOf(code);
    const id = shared && !command.deviceTypes.includes(0) ? `${code}@${command.deviceTypes[0]!.toString(16)}` : code;
    return { kind: "command", id, title: `${command.name} (${id})`, group: "Commands", command };
  });
}

function codeOf({ operationCode, serviceAction }: CommandDescription): string {
  return serviceAction === undefined ? hex(operationCode) : `${hex(operationCode)}/${hex(serviceAction)}`;
}

/** A choice is none: which of its structures is encoded has to be said. */
function structureTargets(core: Core): Target[] {
  const names = Object.keys(abi.structures) as StructureName[];
  const whole = names.filter((structure) => describe(core, structure).cases.length === 0);
  return whole.map((structure) => {
    const title = `${nameOfStructure(core, structure)} (${structure})`;
    return { kind: "structure", id: structure, title, group: "Structures", structure };
  });
}
