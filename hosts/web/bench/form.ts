/** The form for the next command. */
import type { Core } from "../../embed/index.ts";
import { button, element, labelled } from "../dom.ts";
import {
  actionName,
  actionNumber,
  cdbOf,
  isMove,
  outActions,
  type SentCommand,
  typeNumber,
  types,
  usesType,
} from "../standard.ts";
import { type Initiator, initiatorName, out, type Step } from "./steps.ts";

/** Other commands, by one button each. */
const others: readonly SentCommand[] = [
  ...(["READ KEYS", "READ RESERVATION", "REPORT CAPABILITIES", "READ FULL STATUS", "READ(10)", "WRITE(10)"] as const),
  ...(["TEST UNIT READY", "REQUEST SENSE", "RESERVE(6)", "RELEASE(6)"] as const),
];

export interface Form {
  readonly root: HTMLElement;
  /** Shows the initiators there are, and offers the keys that they have. */
  update(initiators: readonly Initiator[], keys: readonly bigint[]): void;
}

export function buildForm(core: Core, act: (step: Step) => void): Form {
  const who = element("select", { name: "who" });
  const action = select("action", outActions, (name) => actionNumber(core, name));
  const type = select("type", types, (name) => typeNumber(core, name));
  const keys = element("datalist", { id: "bench-keys" });
  const [key, serviceActionKey] = [keyInput("key"), keyInput("service-action-key")];
  const [aptpl, unregister] = [checkbox("aptpl"), checkbox("unregister")];
  const port = element("select", { name: "port" });
  const complaint = element("p", { class: "bad", role: "alert" });
  const typeRow = labelled("TYPE", type);
  const portLabel = element("span", {}, "");
  const portRow = element("label", {}, portLabel, port);
  const unregisterRow = labelled("UNREG", unregister, { class: "check" });
  const initiator = () => Number(who.value);
  const loss = button("", () => act({ kind: "event", who: initiator(), event: "nexus_loss" }));
  let known: readonly bigint[] = [];

  const adapt = () => {
    const value = Number(action.value);
    const moves = isMove(core, value);
    typeRow.hidden = !usesType(core, value);
    portRow.hidden = !moves && actionName(core, value) !== "REGISTER";
    portLabel.textContent = moves ? "Move to" : "Register also (SPEC_I_PT)";
    unregisterRow.hidden = !moves;
    key.value = `0x${(known[initiator()] ?? 0n).toString(16)}`;
    loss.textContent = `Session lost: ${who.selectedOptions[0]?.textContent ?? ""}`;
  };
  const send = (event: Event) => {
    event.preventDefault();
    const [own, other] = [readKey(key), readKey(serviceActionKey)];
    complaint.textContent =
      own === undefined || other === undefined ? "A key is 1 to 16 hexadecimal digits, such as 0xa1." : "";
    if (own === undefined || other === undefined) return;
    act(
      out(initiator(), Number(action.value), {
        type: typeRow.hidden ? 0 : Number(type.value),
        key: own,
        serviceActionKey: other,
        aptpl: aptpl.checked,
        unregister: !unregisterRow.hidden && unregister.checked,
        ports: portRow.hidden || port.value === "" ? [] : [Number(port.value)],
      }),
    );
  };
  for (const control of [who, action]) control.addEventListener("change", adapt);
  const form = element(
    "form",
    { class: "row", "aria-label": "PERSISTENT RESERVE OUT" },
    labelled("SERVICE ACTION", action),
    typeRow,
    labelled("RESERVATION KEY", key),
    labelled("SERVICE ACTION RESERVATION KEY", serviceActionKey),
    portRow,
    labelled("APTPL", aptpl, { class: "check" }),
    unregisterRow,
    element("button", { class: "main" }, "Send"),
    keys,
  );
  form.addEventListener("submit", send);
  const buttons = element(
    "div",
    { class: "row", role: "group", "aria-label": "Other commands" },
    ...others.map((name) => button(name, () => act({ kind: "command", who: initiator(), cdb: cdbOf(core, name) }))),
  );
  const happen = element(
    "div",
    { class: "row", role: "group", "aria-label": "Events" },
    loss,
    button("LU reset", () => act({ kind: "event", who: -1, event: "logical_unit_reset" })),
    button("Power off and on", () => act({ kind: "event", who: -1, event: "power_on" })),
    button("Reservations lost", () => act({ kind: "event", who: -1, event: "information_lost" })),
  );
  const root = element("div", { class: "send" }, labelled("From", who), form, complaint, buttons, happen);
  return {
    root,
    update: (initiators, now) => {
      known = now;
      const chosen = who.value;
      who.replaceChildren(...options(initiators));
      who.value = Number(chosen) < initiators.length ? chosen || "0" : "0";
      const destination = port.value;
      port.replaceChildren(element("option", { value: "" }, "nobody"), ...options(initiators));
      port.value = Number(destination) < initiators.length ? destination : "";
      const offered = [...new Set([...now.filter((value) => value > 0n), 0xa1n, 0xb1n])];
      keys.replaceChildren(...offered.map((value) => element("option", { value: `0x${value.toString(16)}` })));
      adapt();
    },
  };
}

function options(initiators: readonly Initiator[]): HTMLOptionElement[] {
  return initiators.map((initiator, i) => element("option", { value: i }, initiatorName(initiator)));
}

function select<Name extends string>(
  field: string,
  names: readonly Name[],
  valueOf: (name: Name) => number,
): HTMLSelectElement {
  return element("select", { name: field }, ...names.map((name) => element("option", { value: valueOf(name) }, name)));
}

function checkbox(name: string): HTMLInputElement {
  return element("input", { type: "checkbox", name });
}

function keyInput(name: string): HTMLInputElement {
  return element("input", {
    name,
    list: "bench-keys",
    value: "0x0",
    size: 18,
    autocomplete: "off",
    spellcheck: "false",
  });
}

function readKey(input: HTMLInputElement): bigint | undefined {
  const digits = /^\s*(?:0x)?([0-9a-f]{1,16})\s*$/i.exec(input.value)?.[1];
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
}
