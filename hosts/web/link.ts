/** The page's state is the fragment of its address, `#tab?name=value&...`: it is never sent to anybody. */
export interface Link {
  readonly tab: string;
  readonly state: URLSearchParams;
}

export function readLink(hash: string): Link {
  const [tab = "", state = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  return { tab, state: new URLSearchParams(state) };
}

export function writeLink({ tab, state }: Link): string {
  const rest = state.toString();
  return `#${tab}${rest ? `?${rest}` : ""}`;
}
