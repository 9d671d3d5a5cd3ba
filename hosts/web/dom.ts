/** Elements in one call. Text is always text: nothing that a user pastes becomes markup. */
type Content = Node | string | false | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes and content; `true` sets an attribute without a value, `false` and undefined leave it out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(attribute, value === true ? "" : String(value));
  }
  made.append(...content.filter((part) => part !== false && part !== undefined));
  return made;
}

/** A button that does something, unless it is marked as not able to. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") !== "true") act();
  });
  return made;
}

/** A button that cannot do anything keeps the focus: the attribute `disabled` would lose it. */
export function able(button: HTMLButtonElement, can: boolean): void {
  button.setAttribute("aria-disabled", String(!can));
}

/** Draws anew; what has the id of what had the focus has it then, or `otherwise` where there is none. */
export function keepingFocus(draw: () => void, otherwise?: () => HTMLElement | null): void {
  const focused = document.activeElement;
  draw();
  if (focused === null || focused === document.body || focused.isConnected) return;
  const again = focused.id === "" ? null : document.getElementById(focused.id);
  (again ?? otherwise?.())?.focus();
}

/** A label around its control. */
export function labelled(words: string, control: HTMLElement, attributes: Attributes = {}): HTMLLabelElement {
  return element("label", attributes, element("span", {}, words), control);
}
