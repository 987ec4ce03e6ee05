import type { Line } from "./state.ts";

/**
 * The check as text to be sent to whoever runs the server: codes and numbers, and of the browser its
 * name and version. There is no address, no name of a person, room or device in it.
 */
export function reportOf(lines: readonly Line[], agent: string): string {
  const rows = lines.map(({ topic, finding }) => {
    if (!finding) return `${topic}: …`;
    if (finding.is === "device") return `${topic}: ${finding.why}`;
    return [`${topic}: ${finding.is}`, ...finding.numbers.map((one) => String(round(one)))].join(
      " ",
    );
  });
  return [`visavis check, ${browserOf(agent)}`, ...rows].join("\n");
}

/** Name and version of a `User-Agent` (RFC 9110 §10.1.5); nothing of the system. */
function browserOf(agent: string): string {
  const names = ["Edg", "OPR", "SamsungBrowser", "Firefox", "FxiOS", "CriOS", "Chrome", "Version"];
  for (const name of names) {
    const [, version] = new RegExp(`\\b${name}/(\\d+)`).exec(agent) ?? [];
    if (version) return `${name === "Version" ? "Safari" : name} ${version}`;
  }
  return "unknown browser";
}

const round = (one: number) => one < 10 ? Math.round(one * 10) / 10 : Math.round(one);
