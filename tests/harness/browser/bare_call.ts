/** The size of a call that {@link bareCall} stands for. */
export interface BareCall {
  /** Connections with others. */
  readonly others: number;
  /** Of these, so many send a picture and sound; the others only listen. */
  readonly cameras: number;
}

/**
 * Runs in a page that is in no call: makes the connections of somebody who comes to a call of so
 * many, both ends of each, waits until they work, plays all that comes, and is all the same a stranger to everybody. What
 * a call suffers beside it is the machine's doing, not the page's.
 */
export async function bareCall({ others, cameras }: BareCall): Promise<void> {
  const video = { width: 160, height: 120, frameRate: 10 };
  const voice = await navigator.mediaDevices.getUserMedia({ audio: true });
  const camera = await navigator.mediaDevices.getUserMedia({ audio: true, video });

  function play({ receiver }: RTCRtpTransceiver): void {
    const media = document.createElement(receiver.track.kind === "audio" ? "audio" : "video");
    media.srcObject = new MediaStream([receiver.track]);
    media.play().catch(() => {});
    document.body.append(media);
  }

  for (let at = 0; at < others; at++) {
    const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
    near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined);
    far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined);
    for (const track of voice.getTracks()) near.addTrack(track, voice);
    if (at < cameras) near.addTransceiver("video", { direction: "recvonly" });
    await near.setLocalDescription();
    if (near.localDescription) await far.setRemoteDescription(near.localDescription);
    if (at < cameras) { for (const track of camera.getTracks()) far.addTrack(track, camera); }
    await far.setLocalDescription();
    if (far.localDescription) await near.setRemoteDescription(far.localDescription);
    for (const pc of [near, far]) pc.getTransceivers().forEach(play);
    await new Promise<void>((resolve) => {
      near.onconnectionstatechange = () => near.connectionState === "connected" && resolve();
    });
  }
}
