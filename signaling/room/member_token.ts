import { type EndpointKind, ID, TOKEN } from "../../protocol/mod.ts";

/** The id that a token proves: the first 16 bytes of SHA-256 over its ASCII text, base64url. */
export async function idOf(token: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  const bytes = new Uint8Array(hash, 0, 16);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** `<id>.<token>`: well formed or not, and whether the token proves the id. */
export async function proves(claim: string): Promise<"proven" | "false" | "malformed"> {
  const id = claim.slice(0, 22);
  const token = claim.slice(23);
  if (claim[22] !== "." || !ID.test(id) || !TOKEN.test(token)) return "malformed";
  return await idOf(token) === id ? "proven" : "false";
}

/**
 * Topic to which pages subscribe for the clients of an endpoint. Made from the token like the endpoint's
 * id, and yet another text: who knows the address alone can neither come in nor listen.
 */
export const endpointTopic = (kind: EndpointKind, token: string): Promise<string> =>
  idOf(`${kind} ${token}`);
