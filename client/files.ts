/** The chunk of files: what is needed once the first one is chosen or offered. */
export { startFiles } from "./call/files/start_files.ts";
