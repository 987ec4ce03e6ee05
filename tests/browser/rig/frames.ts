import type { Page } from "puppeteer-core";

/** The frames of a page's sockets, and what its loading cost. Chromium only: read over CDP. */
export interface Traffic {
  readonly sent: readonly string[];
  readonly received: readonly string[];
  /** URLs of the responses that came over the network. */
  readonly fetched: readonly string[];
  /** Bytes of those responses, headers and compressed bodies. */
  bytes(): number;
}

/** Listens before the page is opened. */
export async function listen(page: Page): Promise<Traffic> {
  const sent: string[] = [];
  const received: string[] = [];
  const fetched: string[] = [];
  let bytes = 0;
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  session.on("Network.webSocketCreated", ({ url }) => fetched.push(url));
  session.on("Network.webSocketFrameSent", ({ response }) => {
    if (response.opcode === 1) sent.push(response.payloadData);
  });
  session.on("Network.webSocketFrameReceived", ({ response }) => {
    if (response.opcode === 1) received.push(response.payloadData);
  });
  session.on("Network.responseReceived", ({ response }) => fetched.push(response.url));
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return { sent, received, fetched, bytes: () => bytes };
}
