import type { ComponentChildren } from "preact";
import type { FileParty, FileProgress, Files, FileTransfer } from "../../state/files.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords, useSpeech } from "../i18n/language.ts";
import type { DeferredWords } from "../i18n/load_words.ts";

type FileWords = DeferredWords["files"];

/** A file in the chat: its name and size, how far it is, and what can be done about it. */
export function FileRow(props: {
  name: string;
  /** Undefined when this stay knows nothing of the file any more. */
  transfer: FileTransfer | undefined;
  files: Files | null;
}) {
  const { name, transfer, files } = props;
  const { lang } = useSpeech();
  const { files: words } = useDeferredWords();
  if (!transfer || !files) {
    return (
      <Frame name={name} size="">
        <p class="hint">{words.over}</p>
      </Frame>
    );
  }
  const { size, mine, parties } = transfer;
  return (
    <Frame name={name} size={formatBytes(size, lang)}>
      {parties.map((party) => (
        <Party key={party.id} {...{ name, size, mine, party, isOnly: parties.length === 1 }} />
      ))}
      <Controls transfer={transfer} files={files} />
    </Frame>
  );
}

/** Frame of a file; how far it is, is not read aloud with each step, though the chat is a live region. */
function Frame(props: { name: string; size: string; children: ComponentChildren }) {
  const { name, size, children } = props;
  return (
    <div class="said file" data-file="" aria-live="off">
      <p class="title">
        <bdi>{name}</bdi>
        {size && <span class="hint">{size}</span>}
      </p>
      {children}
    </div>
  );
}

/** Progress towards one member, or from one. */
function Party(props: {
  name: string;
  size: number;
  mine: boolean;
  party: FileParty;
  isOnly: boolean;
}) {
  const { name, size, mine, party: { name: who, progress }, isOnly } = props;
  const { words } = useSpeech();
  const { files: more } = useDeferredWords();
  const bytes = "bytes" in progress ? progress.bytes : 0;
  return (
    <div class="party" data-progress={progress.is}>
      {progress.is === "moving" || progress.is === "waiting"
        ? <progress aria-label={more.progressOf(name)} max={Math.max(1, size)} value={bytes} />
        : null}
      <p class="hint">
        {!isOnly && (
          <>
            <bdi>{who || words.guest}</bdi>
            {": "}
          </>
        )}
        {statusOf(progress, mine, size, more)}
      </p>
    </div>
  );
}

/** Buttons for what can be done now. */
function Controls({ transfer, files }: { transfer: FileTransfer; files: Files }) {
  const { key, name, mine, parties } = transfer;
  const { files: words } = useDeferredWords();
  const [first] = parties;
  const is = (...wanted: readonly FileProgress["is"][]) =>
    parties.some(({ progress }) => wanted.includes(progress.is));
  const isOffer = !mine && is("offered");
  const href = first?.progress.is === "done" ? first.progress.href : null;
  return (
    <div class="row">
      {isOffer && (
        <Action does="file-accept" label={words.accept} name={words.acceptOf(name)} accent>
          {() =>
            files.accept(key)}
        </Action>
      )}
      {isOffer && (
        <Action does="file-decline" label={words.decline} name={words.declineOf(name)}>
          {() => files.stop(key)}
        </Action>
      )}
      {!isOffer && is("offered", "waiting", "moving", "missing") && (
        <Action does="file-stop" label={words.stop} name={words.stopOf(name)}>
          {() =>
            files.stop(key)}
        </Action>
      )}
      {is("missing") && <Choose onFile={(file) => files.restore(key, file)} />}
      {href !== null && (
        <a
          class="button accent"
          data-do="file-save"
          href={href}
          download={name}
          aria-label={words.saveOf(name)}
        >
          {words.save}
        </a>
      )}
    </div>
  );
}

function Action(props: {
  does: string;
  label: string;
  /** Label with the file's name, for those who do not see it beside. */
  name: string;
  accent?: boolean;
  children: () => void;
}) {
  const { does, label, name, accent, children } = props;
  return (
    <button
      type="button"
      class={`button ${accent ? "accent" : "quiet"}`}
      data-do={does}
      aria-label={name}
      onClick={children}
    >
      {label}
    </button>
  );
}

/** Has the person choose the file again that a reload has lost. */
function Choose({ onFile }: { onFile: (file: File) => void }) {
  const { files: words } = useDeferredWords();
  let input: HTMLInputElement | null = null;
  return (
    <>
      <input
        type="file"
        hidden
        ref={(found) => void (input = found)}
        data-files="file-choose"
        onChange={({ currentTarget: { files } }) => files?.[0] && onFile(files[0])}
      />
      <TextButton
        does="file-choose"
        label={words.choose}
        look="accent"
        onPress={() => input?.click()}
      />
    </>
  );
}

function statusOf(progress: FileProgress, mine: boolean, size: number, words: FileWords): string {
  switch (progress.is) {
    case "offered":
      return mine ? words.offered : words.offeredHint;
    case "waiting":
      return words.waiting;
    case "moving":
      return `${size === 0 ? 0 : Math.floor(100 * progress.bytes / size)} %`;
    case "missing":
      return words.missing;
    case "done":
      return mine ? words.delivered : words.complete;
    case "ended":
      return (progress.why.mine ? words.endedHere : words.endedThere)[progress.why.code];
  }
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A number of bytes as people read it: in thousands, as file managers count. */
export function formatBytes(bytes: number, lang: string): string {
  const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const unit = UNITS[power] ?? "byte";
  const maximumFractionDigits = power > 1 ? 1 : 0;
  const options = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits } as const;
  return new Intl.NumberFormat(lang, options).format(bytes / 1000 ** power);
}
