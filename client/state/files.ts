import type { FileEnd } from "../call/messages/file_control.ts";

/** Progress of one file towards one member, or from one. */
export type FileProgress =
  /** Nobody has said yes or no. */
  | { readonly is: "offered" }
  /** Said yes to; no bytes come at the moment: between two connections, or two visits. */
  | { readonly is: "waiting"; readonly bytes: number }
  | { readonly is: "moving"; readonly bytes: number }
  /** This page was reloaded and has lost the file: the person has to choose it again. */
  | { readonly is: "missing" }
  /** `href`: address of the received bytes in this page; null on the side that has sent them. */
  | { readonly is: "done"; readonly href: string | null }
  | { readonly is: "ended"; readonly why: FileEnding };

/** Reasons for which a transfer ends; `mine`: of this page, or of the other one. */
export interface FileEnding {
  readonly code: FileEnd["code"];
  readonly mine: boolean;
}

/** A file that is offered, sent or received in this call. */
export interface FileTransfer {
  /** Key of its line in the chat. */
  readonly key: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** True if this page sends it. */
  readonly mine: boolean;
  /** Whom it goes to, or the one it comes from. */
  readonly parties: readonly FileParty[];
}

/** Another side of a transfer. */
export interface FileParty {
  readonly id: string;
  readonly name: string;
  readonly progress: FileProgress;
}

/** Files of a call, and a person's actions on them. */
export interface Files {
  readonly transfers: readonly FileTransfer[];
  /** Offers these files to one member, or to all who are there. */
  offer(files: readonly File[], to: string | null): void;
  /** Takes the file of this key, which a member has offered. */
  accept(key: string): void;
  /** Declines an offer; stops a transfer on either side. */
  stop(key: string): void;
  /** Gives a file again that a reload has lost; another file than before is not taken. */
  restore(key: string, file: File): void;
}
