import type { ComponentChildren, JSX } from "preact";
import type { RoomActions } from "../../state/actions.ts";
import type { PlaceState, Screen } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { LazyCheck, type LoadCheck } from "../check/lazy_check.tsx";
import { CheckLink } from "../controls/check_link.tsx";
import { PageHeader } from "../controls/page_header.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Parts of the page when there is no call. */
export interface EndingProps {
  readonly state: PlaceState;
  readonly actions: RoomActions;
  readonly loadCheck: LoadCheck;
}

/** The page when there is no call, or when `Watch` watches one. */
export const endingWith =
  (Watch: () => JSX.Element) => (props: EndingProps): ReturnType<typeof Ending> =>
    props.state.screen === "watch" ? <Watch /> : <Ending {...props} />;

/** Tells how the call has ended, and the ways on. */
export function Ending({ state, actions, loadCheck }: EndingProps): JSX.Element | null {
  const words = useWords();
  const more = useDeferredWords();
  const { screen, signaling } = state;
  const again = (
    <TextButton does="rejoin" label={more.rejoin} look="accent large" onPress={actions.rejoin} />
  );
  switch (screen) {
    case "left":
      return (
        <Page
          title={ended(signaling) ? words.signaling[signaling] : words.screen.left}
          screen={screen}
          actions={actions}
        >
          {again}
        </Page>
      );
    case "bad-link":
    case "unsupported":
      return (
        <Page title={words.screen[screen]} screen={screen} actions={actions}>
          <p>{more.ending[screen]}</p>
        </Page>
      );
    case "insecure":
      return (
        <Page title={words.screen.insecure} screen={screen} actions={actions}>
          {more.insecureHelp.map((line) => <p key={line}>{line}</p>)}
        </Page>
      );
    case "check":
      return <LazyCheck load={loadCheck} />;
    case "landing":
    case "watch":
    case "lobby":
    case "call":
      return null;
  }
}

/** The server ended the stay, and it can be entered again. */
const ended = (signaling: PlaceState["signaling"]) =>
  signaling === "room_full" || signaling === "replaced" || signaling === "busy";

function Page(props: {
  title: string;
  screen: Screen;
  actions: RoomActions;
  children?: ComponentChildren;
}) {
  const { title, screen, actions, children } = props;
  const more = useDeferredWords();
  return (
    <main class="ending">
      <PageHeader />
      <div class="middle">
        <h1>{title}</h1>
        {children}
        {screen !== "bad-link" && <CheckLink />}
        <TextButton does="home" label={more.home} look="quiet large" onPress={actions.goHome} />
      </div>
    </main>
  );
}
