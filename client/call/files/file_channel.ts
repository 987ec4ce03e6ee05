/** Slice of a data channel that carries one file (W3C WebRTC §6.2). */
export type FileChannel =
  & Pick<
    RTCDataChannel,
    | "label"
    | "protocol"
    | "readyState"
    | "binaryType"
    | "bufferedAmount"
    | "bufferedAmountLowThreshold"
    | "addEventListener"
    | "close"
  >
  & {
    send(data: string | ArrayBufferView<ArrayBuffer>): void;
  };

/** Label of the channel that carries the file of this key. */
export const channelLabel = (key: string): string => `file-${key}`;

/** Opens a channel in-band; null where the connection takes none. */
export function openFileChannel(
  rtc: Pick<RTCPeerConnection, "createDataChannel">,
  key: string,
  count: number,
): FileChannel | null {
  try {
    return rtc.createDataChannel(channelLabel(key), { protocol: `${count}` });
  } catch {
    // Closed meanwhile, or out of streams.
    return null;
  }
}
