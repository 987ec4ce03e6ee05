import type { Config } from "../../config.ts";
import { settingOutOfReach } from "../process/permissions.ts";
import { type Finding, found } from "./findings.ts";

/** Settings that name a machine which `deno task start` may not reach, and `cluster` may. */
export async function checkReach(
  config: Pick<Config, "turn" | "bus">,
  denoJson: string,
): Promise<readonly Finding[]> {
  const setting = await settingOutOfReach(config, netOf(denoJson));
  return setting === null ? [] : [found("reach_cluster", { setting })];
}

/** The permission to reach hosts that the flags of the task `start` give. */
function netOf(denoJson: string): Pick<Deno.Permissions, "query"> {
  const [, list = ""] = /"start":[^]*?--allow-net=(\S+)/.exec(denoJson) ?? [];
  const hosts = list.split(",");
  return {
    query(asked) {
      const host = asked.name === "net" ? asked.host ?? "" : "";
      const granted = hosts.includes(host) || hosts.includes(host.replace(/:\d+$/, ""));
      const state: Deno.PermissionState = granted ? "granted" : "prompt";
      const status = { state, onchange: null, partial: false };
      return Promise.resolve(Object.assign(new EventTarget(), status));
    },
  };
}
