/**
 * The messages between a page and the server, and the limits both sides keep.
 * PROTOCOL.md says what each one means. A schema is the type: see {@link decodeClient}.
 */
export * from "./limits.ts";
export * from "./report.ts";
export * from "./schema.ts";
export * from "./client.ts";
export * from "./endpoint.ts";
export * from "./audience.ts";
export * from "./decode.ts";
export * from "./decode_client.ts";
export * from "./decode_endpoint.ts";
export * from "./decode_audience.ts";
