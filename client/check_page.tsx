import { useEffect, useMemo, useState } from "preact/hooks";
import { canCall } from "./platform/can_call.ts";
import { later } from "./platform/clock.ts";
import { signalingUrl } from "./platform/signaling_url.ts";
import { reportOf } from "./check/report.ts";
import { prepareCheck } from "./check/check.ts";
import { playTone } from "./check/tone.ts";
import { Findings } from "./ui/check/findings.tsx";
import { adoptCheckStyle } from "./ui/style/check_style.ts";

adoptCheckStyle();

/** The check page with the browser behind it; ends when it is left. */
export function Check() {
  const life = useMemo(() => new AbortController(), []);
  const check = useMemo(() => prepare(life.signal), []);
  const [state, setState] = useState(check.state.get());
  useEffect(() => {
    check.state.watch(setState, life.signal);
    // An effect runs after the first picture, and a check without WebRTC may be over by then.
    setState(check.state.get());
    return () => life.abort();
  }, []);
  return (
    <Findings
      state={state}
      onBegin={check.begin}
      onTone={() => void playTone()}
      onHeard={check.hear}
      report={reportOf(state.lines, navigator.userAgent)}
      // A page by plain HTTP has no clipboard, and it is this page that says so.
      onCopy={async (text) => await navigator.clipboard.writeText(text)}
    />
  );
}

function prepare(signal: AbortSignal) {
  return prepareCheck({
    secure: isSecureContext,
    capable: canCall(globalThis) && "WebSocket" in globalThis,
    devices: navigator.mediaDevices,
    network: {
      signalingUrl: signalingUrl(),
      connect: (url, protocols) => new WebSocket(url, protocols),
      fetch: (url, init) => fetch(url, init),
      createRtc: (config) => new RTCPeerConnection(config),
    },
    clock: { later, elapsed: () => performance.now() },
    signal,
  });
}
