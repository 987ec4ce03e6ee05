import type { ClientMessage, EndpointKind } from "../../../protocol/mod.ts";
import type { EndpointView } from "../../state/endpoint.ts";
import type { TokenState } from "../messages/endpoint_control.ts";
import { encode, random } from "../security/base64url.ts";
import { utf8 } from "../security/bytes.ts";
import { openTokenRegister, type TokenRegister } from "./token_register.ts";
import type { ToldMembers } from "./told_members.ts";

/** Options of {@link openEndpoint}. */
export interface EndpointOptions {
  readonly kind: EndpointKind;
  /** Origin of the server's HTTP address. */
  readonly origin: string;
  readonly members: ToldMembers;
  /** Sends to the server; false when the socket is not open. */
  readonly report: (message: ClientMessage) => boolean;
  /** Called when another token is to hold, or none: what came by the one before is over. */
  readonly ended: () => void;
  /** Called when the link is another. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Endpoint of a call, for programs outside of it (WHIP, WHEP): this page listens at its topic. */
export interface Endpoint extends EndpointView, Pick<TokenRegister, "receive" | "tell"> {
  /** Listens by a socket that listens nowhere yet. */
  listen(): void;
}

const TYPES: Readonly<Record<EndpointKind, TokenState["type"]>> = {
  studio: "studio",
  watch: "players",
};

/** The first 16 bytes of SHA-256, in base64url. */
async function shortHash(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", utf8.encode(text));
  return encode(new Uint8Array(hash, 0, 16));
}

/** Begins without a link. */
export function openEndpoint(options: EndpointOptions): Endpoint {
  const { kind, report, signal } = options;
  let link: EndpointView["link"] = null;
  let topic = "";
  const register = openTokenRegister({
    type: TYPES[kind],
    members: options.members,
    adopted: (token) => void adopt(token),
  });

  const say = () => report({ type: "client-endpoint", kind, ...(topic ? { topic } : {}) });

  async function adopt(token: string): Promise<void> {
    options.ended();
    const made = token ? [shortHash(token), shortHash(`${kind} ${token}`)] : [];
    const [id = "", newTopic = ""] = await Promise.all(made);
    if (signal.aborted || register.token() !== token) return;
    link = id ? { url: `${options.origin}/${kind}/${id}`, token } : null;
    topic = newTopic;
    say();
    options.changed();
  }

  return {
    get link() {
      return link;
    },
    create: () => register.token() ? undefined : register.change(random(32)),
    revoke: () => register.token() ? register.change("") : undefined,
    receive: register.receive,
    tell: register.tell,
    listen: () => void (topic && say()),
  };
}
