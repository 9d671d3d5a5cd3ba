/** How the spec's names are spelled in generated code. */
const words = (name) => name.split(/[^A-Za-z0-9]+/).filter(Boolean);

/** `SERVICE ACTION` -> `serviceAction`, `pr_in_cdb` -> `prInCdb`, `3RDPTY` -> `_3rdpty`. */
export const camel = (name) =>
  words(name)
    .map((word, i) => (i ? word[0].toUpperCase() + word.slice(1).toLowerCase() : word.toLowerCase()))
    .join("")
    .replace(/^\d/, "_$&");

/** `pr_in_cdb` -> `PrInCdb`. */
export const pascal = (name) => camel(name).replace(/^./, (first) => first.toUpperCase());

/** `INVALID FIELD IN CDB` -> `INVALID_FIELD_IN_CDB`. */
export const upper = (name) => words(name).join("_").toUpperCase();

/** Members of a `const enum`, in which each value is a number. */
export const renderMembers = (members) =>
  Object.entries(members)
    .map(([name, value]) => `  ${name} = ${value},`)
    .join("\n");
