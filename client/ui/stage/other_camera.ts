import type { DeviceChoice } from "../../state/device.ts";

/** Words of browsers and systems for the two sides of a phone, in its language. */
const BACK = /\b(?:back|rear|environment)\b|后置|後置|后面|背面/i;
const FRONT = /\b(?:front|user|facetime)\b|前置|前面/i;

/**
 * The camera that looks the other way: by its label the main one of that side, or the next one where
 * labels say nothing. Null where there is no other.
 */
export function otherCamera(
  devices: readonly DeviceChoice[],
  inUse: string,
  facing: string | undefined,
): string | null {
  const cameras = devices.filter(({ kind }) => kind === "videoinput");
  const at = cameras.findIndex(({ deviceId }) => deviceId === inUse);
  const others = cameras.filter(({ deviceId }) => deviceId !== inUse);
  const label = cameras[at]?.label ?? "";
  const isBack = facing === undefined ? BACK.test(label) : facing === "environment";
  const wanted = others.filter((one) => (isBack ? FRONT : BACK).test(one.label));
  // "Back Camera" is the main one of "Back Ultra Wide Camera" and "Back Telephoto Camera".
  const [main] = wanted.sort((a, b) => a.label.length - b.label.length);
  const next = main ?? cameras[(at + 1) % cameras.length];
  return next && next.deviceId !== inUse ? next.deviceId : null;
}
