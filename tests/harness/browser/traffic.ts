import type { Page } from "puppeteer-core";

/** The frames of a page's sockets, and what loading it cost. Chromium only: read over CDP. */
export interface Traffic {
  readonly sent: readonly string[];
  readonly received: readonly string[];
  /** URLs that were asked for, sockets included. */
  readonly asked: readonly string[];
  /** Bytes of the bodies of these as they came over the network so far, compressed. */
  bytes(urls: readonly string[]): number;
}

/** Listens; to be called before the page is opened. */
export async function listen(page: Page): Promise<Traffic> {
  const sent: string[] = [];
  const received: string[] = [];
  const asked: string[] = [];
  const names = new Map<string, string>();
  const sizes = new Map<string, number>();
  /** Bytes that had come with the headers of each response. */
  const heads = new Map<string, number>();
  const session = await page.createCDPSession();
  session.on("Network.webSocketCreated", ({ url }) => asked.push(url));
  session.on("Network.webSocketFrameSent", ({ response }) => {
    if (response.opcode === 1) sent.push(response.payloadData);
  });
  session.on("Network.webSocketFrameReceived", ({ response }) => {
    if (response.opcode === 1) received.push(response.payloadData);
  });
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    asked.push(request.url);
    names.set(requestId, request.url);
  });
  session.on("Network.responseReceived", ({ requestId, response }) => {
    heads.set(requestId, response.encodedDataLength);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = names.get(requestId) ?? "";
    const body = encodedDataLength - (heads.get(requestId) ?? 0);
    sizes.set(url, (sizes.get(url) ?? 0) + body);
  });
  await session.send("Network.enable");
  const bytes = (urls: readonly string[]) =>
    urls.reduce((sum, url) => sum + (sizes.get(url) ?? 0), 0);
  return { sent, received, asked, bytes };
}
