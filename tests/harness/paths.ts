import { fileURLToPath, pathToFileURL } from "node:url";

/** The path of a file URL, with its spaces and Chinese characters, on Windows too. */
export function fromFileUrl(url: string | URL): string {
  return fileURLToPath(url);
}

/** The URL of a path; a folder's ends in a slash when the path does. */
export function toFileUrl(path: string): URL {
  return pathToFileURL(path);
}
