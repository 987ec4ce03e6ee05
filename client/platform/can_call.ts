/** The parts of a browser that a call cannot do without, as the page finds them. */
export interface BrowserParts {
  readonly RTCPeerConnection?: { readonly generateCertificate?: unknown } | undefined;
  readonly CompressionStream?: unknown;
  readonly DecompressionStream?: unknown;
}

/**
 * True if calls can be made. WebRTC may be switched off by settings, or taken away by an extension;
 * Safari before 16.4 and Firefox before 113 cannot read compressed descriptions.
 */
export function canCall(browser: BrowserParts): boolean {
  return Boolean(
    browser.RTCPeerConnection?.generateCertificate && browser.CompressionStream &&
      browser.DecompressionStream,
  );
}
