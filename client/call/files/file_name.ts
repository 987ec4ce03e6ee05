import { MAX_FILE_NAME } from "../messages/file_control.ts";

/** The longest name that is shown and saved, in code points, with its extension. */
const MAX_SHOWN = 120;
/** Extension of a name that has to be cut. */
const EXTENSION = /\.[\p{L}\p{N}]{1,12}$/u;
/** Names that Windows keeps for devices, whatever their extension. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A file's name as it is shown and saved: the last part of a path, without control and formatting
 * characters (Unicode Cc, Cf: those that turn the direction of text are among them) and without
 * signs that a system gives a meaning to. Never empty.
 */
export function cleanFileName(name: string): string {
  const [last = ""] = name.normalize("NFC").split(/[/\\]/).slice(-1);
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/^[\s.]+|[\s.]+$/gu, "");
  const safe = DEVICES.test(plain) ? `_${plain}` : plain;
  return shortened(safe) || "file";
}

/** The name as it is offered: what {@link cleanFileName} leaves, within the limit of the wire. */
export function offeredName(name: string): string {
  const clean = cleanFileName(name);
  return clean.length <= MAX_FILE_NAME ? clean : clean.slice(0, MAX_FILE_NAME);
}

function shortened(name: string): string {
  const signs = [...name];
  if (signs.length <= MAX_SHOWN) return name;
  const [extension = ""] = EXTENSION.exec(name) ?? [];
  return signs.slice(0, MAX_SHOWN - extension.length).join("") + extension;
}
