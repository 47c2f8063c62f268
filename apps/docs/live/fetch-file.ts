/**
 * A file of the site.
 * @throws an Error that says what could not be fetched, why, and what to do.
 */
export async function fetchFile(path: string): Promise<Response> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const response = await fetch(path).catch((cause: unknown) => {
    const remedy = "Check the connection, then try again.";
    throw new Error(`Fetching ${name} failed: the site does not answer. ${remedy}`, { cause });
  });
  if (response.ok) return response;
  throw new Error(`Fetching ${name} failed: the site answered ${response.status}. Load the page again.`);
}
