import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { MediaState, PlaceState, RoomState } from "../../state/call_state.ts";
import type { ReceptionView } from "../../state/reception.ts";
import { IconButton } from "../controls/button.tsx";
import { hue, initials } from "../controls/avatar.ts";
import { Icon } from "../controls/icons.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import type { PanelName } from "../controls/panel_name.ts";
import { FileButton } from "./file_button.tsx";
import { RemoveMember } from "./remove_member.tsx";

/** List of the people in the call, and how they are. */
export function People(
  props: { state: PlaceState & MediaState & RoomState; onPanel: (panel: PanelName) => void },
) {
  const { state, onPanel } = props;
  const { me, participants, hands, files } = state;
  const words = useWords();
  const orderOf = (id: string) => hands.length > 1 ? hands.indexOf(id) + 1 : 0;
  const [removing, setRemoving] = useState<string | null>(null);
  return (
    <ul class="people">
      <Person
        id={me.id}
        name={me.name}
        note={words.you}
        muted={me.mic.is !== "on"}
        hand={me.hand}
        order={orderOf(me.id)}
      />
      {raisedFirst(participants, hands).map(({ id, about, connection }) => (
        <Person
          key={id}
          id={id}
          name={about.name}
          note={connection === "connected" ? "" : words.connection[connection]}
          muted={!about.mic}
          hand={about.hand}
          order={orderOf(id)}
          onFiles={files ? (chosen) => files.offer(chosen, id) : undefined}
          onNumbers={() => onPanel(`numbers:${id}`)}
          {...(state.reception ? { pictures: picturesOf(state.reception, id) } : {})}
          removing={removing === id}
          onRemove={() => setRemoving(removing === id ? null : id)}
        >
          {removing === id && (
            <RemoveMember
              id={id}
              name={about.name || words.guest}
              state={state}
              onDone={() => setRemoving(null)}
            />
          )}
        </Person>
      ))}
    </ul>
  );
}

/** Switch for the pictures of one person. */
interface Pictures {
  readonly refused: boolean;
  readonly onRefuse: () => void;
}

function picturesOf({ refused, refuse }: ReceptionView, id: string): Pictures {
  const now = refused.includes(id);
  return { refused: now, onRefuse: () => refuse(id, !now) };
}

/** Those with a raised hand first, in the order in which they raised it; then as they came. */
function raisedFirst(
  participants: RoomState["participants"],
  hands: RoomState["hands"],
): RoomState["participants"] {
  const rank = ({ id }: { id: string }) => hands.includes(id) ? hands.indexOf(id) : hands.length;
  return [...participants].sort((a, b) => rank(a) - rank(b));
}

function Person(props: {
  id: string;
  name: string;
  note: string;
  muted: boolean;
  hand: boolean;
  /** Number of the raised hand, where there are several; otherwise 0. */
  order: number;
  /** Undefined while files cannot be sent to this person. */
  onFiles?: ((files: readonly File[]) => void) | undefined;
  onNumbers?: () => void;
  pictures?: Pictures;
  removing?: boolean;
  onRemove?: () => void;
  children?: ComponentChildren;
}) {
  const { id, name, note, muted, hand, order, onNumbers, removing = false, onRemove, children } =
    props;
  const { onFiles, pictures } = props;
  const words = useWords();
  const more = useDeferredWords();
  const shown = name || words.guest;
  return (
    <li>
      <span class="face small" style={{ "--hue": hue(id) }} aria-hidden="true">
        <span>{initials(shown)}</span>
      </span>
      <span class="who">
        <bdi class="name">{shown}</bdi>
        {note && <small>{note}</small>}
      </span>
      {hand && (
        <span class="mark hand" role="img" aria-label={words.handRaised}>
          <Icon name="hand" />
        </span>
      )}
      {hand && order > 0 && <span class="order">{order}</span>}
      {muted && (
        <span class="mark muted" role="img" aria-label={words.muted}>
          <Icon name="mic-off" />
        </span>
      )}
      {onNumbers && (
        <div class="acts">
          {onFiles && (
            <FileButton does="send-files" label={more.files.attachTo(shown)} onFiles={onFiles} />
          )}
          <IconButton
            does="numbers"
            icon="more"
            label={more.sound.personOf(shown)}
            look="plain"
            onPress={onNumbers}
          />
          {pictures && (
            <IconButton
              does="no-pictures"
              icon={pictures.refused ? "camera-off" : "camera"}
              label={more.noPicturesOf(shown)}
              look="plain"
              pressed={pictures.refused}
              onPress={pictures.onRefuse}
            />
          )}
          {onRemove && (
            <IconButton
              does="remove"
              icon="remove"
              label={more.remove(shown)}
              look="plain"
              expanded={removing}
              onPress={onRemove}
            />
          )}
        </div>
      )}
      {children}
    </li>
  );
}
