import type { FileControl } from "../messages/file_control.ts";
import type { Member } from "../room/member.ts";

/** Slice of a connection on which channels of files are opened. */
export interface FileConnection {
  readonly rtc: Pick<RTCPeerConnection, "createDataChannel" | "addEventListener">;
}

/** Another member, as far as files go to it and come from it. */
export interface FileMember {
  readonly id: string;
  name(): string;
  /** Public signing key under which it is connected; null while it is not. */
  identityKey(): string | null;
  /** The connection that carries the call, once its certificate is proven; null without one. */
  connection(): FileConnection | null;
  /** False when the message could not be sent. */
  send(message: FileControl): boolean;
}

/** Members of the room, as files see them. */
export const fileMembers = (members: readonly Member[]): readonly FileMember[] =>
  members.map(({ peer }) => {
    /** With a proven certificate alone it calls itself connected. */
    const proven = () => {
      const connection = peer.connection();
      return connection?.state() === "connected" ? connection : null;
    };
    return {
      id: peer.id,
      name: () => peer.about().name,
      identityKey: () => proven()?.partner()?.sessionInfo.identityKey ?? null,
      connection: proven,
      send: peer.send,
    };
  });
