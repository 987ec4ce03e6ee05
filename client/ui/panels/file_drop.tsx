import { useEffect, useRef, useState } from "preact/hooks";
import type { Files } from "../../state/files.ts";
import { type LoadFileParts, useFileParts } from "./file_parts.ts";

/**
 * Takes files that are dropped on the call. Where nobody is there to send them to, they are not
 * taken, and the browser does not leave the call for them either.
 */
export function FileDrop(props: {
  /** Null while files cannot be sent. */
  files: Files | null;
  loadFiles: LoadFileParts;
  onOpen: () => void;
}) {
  const latest = useRef(props);
  latest.current = props;
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const life = new AbortController();
    const { signal } = life;
    addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const isTaken = latest.current.files !== null;
      if (event.dataTransfer) event.dataTransfer.dropEffect = isTaken ? "copy" : "none";
      setOver(isTaken);
    }, { signal });
    addEventListener("dragleave", ({ relatedTarget }) => {
      if (relatedTarget === null) setOver(false);
    }, { signal });
    addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const { files, onOpen } = latest.current;
      const dropped = [...event.dataTransfer?.files ?? []];
      if (!files || dropped.length === 0) return;
      files.offer(dropped, null);
      onOpen();
    }, { signal });
    return () => life.abort();
  }, []);
  return isOver ? <Hint load={props.loadFiles} /> : null;
}

function Hint({ load }: { load: LoadFileParts }) {
  const { DropHint } = useFileParts(load) ?? {};
  return DropHint ? <DropHint /> : null;
}

const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
