// Files of the repository, in Node from disk and in a browser from the server that runs the suite.
const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
const fs = inNode ? await import("node:fs/promises") : undefined;

const inRepository = (path) => new URL(`../../../${path}`, import.meta.url);

/** A file's text. */
export async function read(path) {
  if (fs) return fs.readFile(inRepository(path), "utf8");
  const response = await fetch(`/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
}

/** The names in a folder, sorted. */
export async function list(path) {
  if (fs) return (await fs.readdir(inRepository(path))).sort();
  return (await fetch(`/${path}/`)).json();
}
