/** A room name and a key of 32 random bytes, as the landing page makes them. */
export function room(): string {
  const key = crypto.getRandomValues(new Uint8Array(32));
  return `test/${key.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}
