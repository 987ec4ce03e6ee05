import type { Page } from "puppeteer-core";

/** The frames of a page's sockets, and what loading it cost. Chromium only: read over CDP. */
export interface Traffic {
  readonly sent: readonly string[];
  readonly received: readonly string[];
  /** URLs that were asked for, sockets included. */
  readonly asked: readonly string[];
  /** Bytes that came over the network so far, headers and compressed bodies. */
  bytes(): number;
}

/** Listens; to be called before the page is opened. */
export async function listen(page: Page): Promise<Traffic> {
  const sent: string[] = [];
  const received: string[] = [];
  const asked: string[] = [];
  let bytes = 0;
  const session = await page.createCDPSession();
  session.on("Network.webSocketCreated", ({ url }) => asked.push(url));
  session.on("Network.webSocketFrameSent", ({ response }) => {
    if (response.opcode === 1) sent.push(response.payloadData);
  });
  session.on("Network.webSocketFrameReceived", ({ response }) => {
    if (response.opcode === 1) received.push(response.payloadData);
  });
  session.on("Network.requestWillBeSent", ({ request }) => asked.push(request.url));
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await session.send("Network.enable");
  return { sent, received, asked, bytes: () => bytes };
}
