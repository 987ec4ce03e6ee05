/**
 * Complaints of browsers about a socket that is refused, cut, or open while its page goes. Firefox:
 * “can’t establish a connection to the server at ws://…”, “The connection to ws://… was interrupted
 * while the page was loading”; Chromium: “WebSocket connection to … failed”, “net::ERR_…”,
 * and “net::ERR_FAILED” where a service worker has asked in the page's place.
 */
export const LOST_SOCKET =
  /WebSocket|connection to (?:the server at )?wss?:|ERR_(?:CONNECTION_|INTERNET_|NETWORK_|FAILED)/i;
