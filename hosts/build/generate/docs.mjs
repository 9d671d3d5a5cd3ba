/** build/docs.json: what each structure, field and region is for, and where the standard defines it. For people; no host needs it to work. */
export function renderDocs({ structures }) {
  const entries = structures.map(({ id, name, clause, doc, fields, regions }) => [
    id,
    { name, clause, doc, fields: Object.fromEntries(docs(fields)), regions: regions.map((region) => region.doc) },
  ]);
  return JSON.stringify({ structures: Object.fromEntries(entries) }, null, 1) + "\n";
}

const docs = (fields) => fields.filter(({ reserved }) => !reserved).map(({ name, doc }) => [name, doc]);
