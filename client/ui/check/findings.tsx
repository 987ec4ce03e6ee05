import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import {
  type CheckState,
  type Finding,
  type Line,
  markOf,
  type Topic,
  worst,
} from "../../check/state.ts";
import { TextButton } from "../controls/button.tsx";
import { Logo } from "../controls/logo.tsx";
import { Icon, type IconName } from "../controls/icons.tsx";
import { LanguageMenu } from "../controls/language_menu.tsx";
import { useCheckWords, useDeferredWords, useWords } from "../i18n/language.ts";
import { isMirror, Picture } from "../controls/video.tsx";
import { Urls } from "../controls/urls.tsx";
import type { CheckWords, DeferredWords } from "../i18n/load_words.ts";

const GROUPS = {
  device: ["secure", "browser", "camera", "microphone", "speaker"],
  server: ["server"],
  ways: ["direct", "outside", "udp", "tcp", "tls", "speed"],
} as const satisfies Record<keyof CheckWords["group"], readonly Topic[]>;

/** The check page: one line for each thing that was tried, with what to do. */
export function Findings(props: {
  state: CheckState;
  onBegin: () => void;
  onTone: () => void;
  onHeard: (tone: boolean) => void;
  /** The findings as text for whoever runs the server. */
  report: string;
  /** Rejects where the browser copies nothing. */
  onCopy: (text: string) => Promise<void>;
}) {
  const { state, onBegin, onTone, onHeard, report, onCopy } = props;
  const { stage, lines, picture } = state;
  const words = useWords();
  const own = useCheckWords();
  const [copied, setCopied] = useState<boolean | null>(null);
  const begin = () => {
    setCopied(null);
    onBegin();
  };
  return (
    <main class="check">
      <header>
        <a class="brand" href="#/" data-do="home">
          <Logo />
          {words.app}
        </a>
        <LanguageMenu />
      </header>
      <div class="sheet">
        <h1>{words.screen.check}</h1>
        {stage === "idle" && <p>{own.intro}</p>}
        <p class="verdict" data-mark={stage === "done" ? worst(lines) : undefined} role="status">
          {stage === "running" && own.running}
          {stage === "done" && own.summary[worst(lines)]}
        </p>
        {picture && (
          <div class="mirror">
            <Picture stream={picture} kind="picture" mirrored={isMirror(picture)} />
          </div>
        )}
        {(["device", "server", "ways"] as const).map((group) => (
          <Group key={group} group={group} lines={lines}>
            <SpeakerButtons onTone={onTone} onHeard={onHeard} />
          </Group>
        ))}
        <div class="row">
          <TextButton
            does="check"
            label={stage === "idle" ? own.begin : own.again}
            look={stage === "done" ? "quiet large" : "accent large"}
            onPress={begin}
          />
          {stage === "done" && (
            <TextButton
              does="copy-report"
              icon={copied ? "check" : "copy"}
              label={copied ? own.copied : own.copy}
              look="accent large"
              onPress={() =>
                void onCopy(report).then(() => setCopied(true), () => setCopied(false))}
            />
          )}
        </div>
        {stage === "done" && copied === false && (
          // What the browser does not copy, the person can.
          <textarea
            class="report"
            ref={(field) => field?.select()}
            readOnly
            dir="ltr"
            rows={report.split("\n").length}
            value={report}
            aria-label={own.report}
          />
        )}
        {stage === "done" && <p class="hint">{own.copyHint}</p>}
      </div>
    </main>
  );
}

/** Results of one group of topics; `children` stand with the speaker's. */
function Group(props: {
  group: keyof typeof GROUPS;
  lines: readonly Line[];
  children: ComponentChildren;
}) {
  const { group, lines, children } = props;
  const words = useDeferredWords();
  const own = useCheckWords();
  const shown = lines.filter(({ topic }) => GROUPS[group].some((one) => one === topic));
  if (shown.length === 0) return null;
  return (
    <section aria-label={own.group[group]}>
      <h2>{own.group[group]}</h2>
      <ul>
        {shown.map((line) => (
          <Row key={line.topic} line={line} words={words} own={own}>
            {line.topic === "speaker" && children}
          </Row>
        ))}
      </ul>
    </section>
  );
}

/** Plays a tone, and asks if it was heard. */
function SpeakerButtons(props: { onTone: () => void; onHeard: (tone: boolean) => void }) {
  const { onTone, onHeard } = props;
  const own = useCheckWords();
  return (
    <div class="row">
      <TextButton does="tone" icon="sound" label={own.tone} look="quiet" onPress={onTone} />
      <TextButton does="heard" label={own.yes} look="text" onPress={() => onHeard(true)} />
      <TextButton does="unheard" label={own.no} look="text" onPress={() => onHeard(false)} />
    </div>
  );
}

const ICONS = { good: "check", note: "more", bad: "close" } as const satisfies Record<
  string,
  IconName
>;

function Row(props: {
  line: Line;
  words: DeferredWords;
  own: CheckWords;
  children?: ComponentChildren;
}) {
  const { line: { topic, finding }, words, own, children } = props;
  const mark = finding ? markOf(finding) : "running";
  return (
    <li data-topic={topic} data-mark={mark} data-verdict={finding ? code(finding) : undefined}>
      <span
        class="dot"
        role="img"
        aria-label={mark === "running" ? own.running : own.mark[mark]}
      >
        {mark !== "running" && <Icon name={ICONS[mark]} />}
      </span>
      <div>
        <h3>{own.topic[topic]}</h3>
        <p>{finding ? sayingOf(finding, words, own) : own.running}</p>
        {finding && "urls" in finding && finding.urls && <Urls urls={finding.urls} />}
        {children}
      </div>
    </li>
  );
}

const code = (finding: Finding) => finding.is === "device" ? finding.why : finding.is;

/** A finding in words. */
export function sayingOf(finding: Finding, words: DeferredWords, own: CheckWords): string {
  if (finding.is === "device") return words.deviceProblem[finding.kind][finding.why];
  const say = own.says[finding.is];
  const [first = 0, second = 0] = finding.numbers;
  return typeof say === "string" ? say : say(first, second);
}
