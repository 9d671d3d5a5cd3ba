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

/** Characters of a name out of a link that are shown. */
const mostShown = 40;

/** A link names something that there is not. */
export const unknownName = (name: string, what: string): string =>
  `The link names a ${what} that this page does not know, “${name.slice(0, mostShown)}”: that part of it is left out.`;
