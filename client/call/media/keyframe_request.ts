import { inTurn } from "./encodings.ts";

/** Asks an encoder for one key frame, where the browser can; elsewhere the worker has asked it. */
export function requestKeyFrame(sender: RTCRtpSender): Promise<void> {
  return inTurn(sender, async () => {
    const parameters = sender.getParameters();
    const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
    // W3C WebRTC Extensions §5.5.
    await Reflect.apply(sender.setParameters, sender, [parameters, { encodingOptions }]);
  }).catch(() => {});
}
