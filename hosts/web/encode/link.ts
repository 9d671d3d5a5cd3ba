/** The form, and how a link has it: fields by the standard's names, as they were typed. */
import type { PortForm, PortKind } from "./transport-id.ts";

export interface Form {
  /** "out", "in", a command ("28", "9e/10", "a3/00@5") or a structure. */
  readonly target: string;
  /** What was typed, by the names of the fields; what was not is not there. */
  readonly texts: ReadonlyMap<string, string>;
  readonly ports: readonly PortForm[];
}

const [target, port] = ["do", "id"];
const mostPorts = 64;

export function readForm(link: URLSearchParams, kinds: readonly PortKind[], isTarget: (text: string) => boolean): Form {
  const wanted = link.get(target) ?? "";
  return {
    target: isTarget(wanted) ? wanted : "out",
    texts: new Map([...link].filter(([name]) => name !== target && name !== port)),
    ports: link
      .getAll(port)
      .slice(0, mostPorts)
      .flatMap((text) => readPort(text, kinds)),
  };
}

function readPort(text: string, kinds: readonly PortKind[]): PortForm[] {
  const [id, ...parts] = text.split(",");
  const kind = kinds.find((one) => one.id === id);
  if (kind === undefined) return [];
  const texts = kind.fields.map(({ name }, i) => [name, unescaped(parts[i] ?? "")] as const);
  return [{ kind: kind.id, texts: new Map(texts.filter(([, typed]) => typed !== "")) }];
}

export function writeForm(form: Form, kinds: readonly PortKind[]): URLSearchParams {
  const link = new URLSearchParams({ [target]: form.target });
  for (const [name, text] of form.texts) link.set(name, text);
  for (const { kind, texts } of form.ports) {
    const fields = kinds.find(({ id }) => id === kind)!.fields;
    link.append(port, [kind, ...fields.map(({ name }) => escaped(texts.get(name) ?? ""))].join(","));
  }
  return link;
}

const escaped = (text: string) => text.replaceAll("%", "%25").replaceAll(",", "%2C");
const unescaped = (text: string) => text.replaceAll("%2C", ",").replaceAll("%25", "%");

/** The form with another text in a field; "" and undefined take it out. */
export function withText(form: Form, name: string, text: string | undefined): Form {
  const texts = new Map(form.texts);
  if (text) texts.set(name, text);
  else texts.delete(name);
  return { ...form, texts };
}

/** The form with another TransportID in a place; undefined takes it out. */
export function withPort(form: Form, at: number, changed: PortForm | undefined): Form {
  const ports = form.ports.flatMap((one, i) => (i === at ? (changed ?? []) : one));
  return { ...form, ports: at < form.ports.length || changed === undefined ? ports : [...ports, changed] };
}
