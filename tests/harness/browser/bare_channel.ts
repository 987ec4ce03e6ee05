import type { Browser, Page } from "puppeteer-core";

/** A data channel between two pages that do nothing else. */
export interface BareChannel {
  /** Sends so many bytes as fast as the channel takes them; resolves when all have come. */
  carry(bytes: number): Promise<void>;
  /** Closes both pages. */
  close(): Promise<void>;
}

interface Bare {
  readonly __bare: { readonly pc: RTCPeerConnection; readonly channel: RTCDataChannel };
}

interface Came {
  __came: number;
}

/** Opens it from a page of one browser to a page of another one, or of the same. */
export async function openBareChannel(
  [first, second]: readonly [Browser, Browser],
  origin: string,
): Promise<BareChannel> {
  const from = await emptyPage(first, origin);
  const to = await emptyPage(second, origin);
  const answer = await to.evaluate(describe, await from.evaluate(describe, null));
  await from.evaluate(async (sdp) => {
    await (globalThis as unknown as Bare).__bare.pc.setRemoteDescription({ type: "answer", sdp });
  }, answer);
  for (const page of [from, to]) {
    await page.evaluate(async () => {
      const { channel } = (globalThis as unknown as Bare).__bare;
      if (channel.readyState !== "open") await new Promise((resolve) => channel.onopen = resolve);
    });
  }
  return {
    async carry(bytes) {
      await to.evaluate(count);
      await from.evaluate(send, bytes);
      await to.evaluate(came, bytes);
    },
    async close() {
      for (const page of [from, to]) await page.close();
    },
  };
}

async function emptyPage(browser: Browser, origin: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${origin}/healthz`);
  return page;
}

/** One end, as it describes itself; runs in a page. */
async function describe(offer: string | null): Promise<string> {
  const pc = new RTCPeerConnection();
  const channel = pc.createDataChannel("bare", { negotiated: true, id: 0 });
  channel.binaryType = "arraybuffer";
  Object.assign(globalThis, { __bare: { pc, channel } });
  if (offer !== null) await pc.setRemoteDescription({ type: "offer", sdp: offer });
  await pc.setLocalDescription();
  while (pc.iceGatheringState !== "complete") {
    await new Promise((resolve) =>
      pc.addEventListener("icegatheringstatechange", resolve, { once: true })
    );
  }
  return pc.localDescription?.sdp ?? "";
}

/** Runs in a page: begins to count what comes. */
function count(): void {
  const { channel } = (globalThis as unknown as Bare).__bare;
  Object.assign(globalThis, { __came: 0 });
  channel.onmessage = ({ data }) => {
    (globalThis as unknown as Came).__came += data.byteLength;
    dispatchEvent(new Event("came"));
  };
}

/** Runs in a page: resolves when so many bytes have come. */
async function came(bytes: number): Promise<void> {
  while ((globalThis as unknown as Came).__came < bytes) {
    await new Promise((resolve) => addEventListener("came", resolve, { once: true }));
  }
}

/** Runs in a page. */
async function send(bytes: number): Promise<void> {
  const { channel } = (globalThis as unknown as Bare).__bare;
  const chunk = new Uint8Array(65_536);
  channel.bufferedAmountLowThreshold = 512 * 1024;
  for (let at = 0; at < bytes; at += chunk.length) {
    while (channel.bufferedAmount > 1024 * 1024) {
      await new Promise((resolve) =>
        channel.addEventListener("bufferedamountlow", resolve, { once: true })
      );
    }
    channel.send(chunk);
  }
}
