import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Connection, Me, Participant } from "../../state/person.ts";
import type { Fit } from "../../state/stage_view.ts";
import { hue, initials } from "../controls/avatar.ts";
import { Icon } from "../controls/icons.tsx";
import { useWords } from "../i18n/language.ts";
import { type Box, frame, type Place } from "./layout.ts";
import { isMirror, Picture } from "../controls/video.tsx";

const FULL_FRAME = 16 / 9;

/** One person's tile. */
export function Tile(props: {
  id: string;
  tone: string;
  name: string;
  /** The name whose letters stand in for a picture. */
  face: string;
  place: Place;
  connection: Connection;
  muted: boolean;
  hand: boolean;
  /** Number of the raised hand, where there are several; 0 where it says nothing. */
  order: number;
  verified: boolean;
  picture: MediaStream | null;
  /** Shown as in a mirror, if it is a mirror's picture. */
  mirrored?: boolean;
  fit: Fit | undefined;
  onRatio?: (ratio: number) => void;
  onEnlarge?: (() => void) | undefined;
  /** Draws the buttons of this tile for a picture of this ratio, once the deferred parts are there. */
  tools?: ((ratio: number) => ComponentChildren) | undefined;
  /** Status of this person, once the deferred parts are there. */
  children?: ComponentChildren;
}) {
  const { id, tone, name, face, place, connection, muted, hand, order, verified, picture } = props;
  const words = useWords();
  const [ratio, setRatio] = useState(FULL_FRAME);
  const said = connection !== "connected" && connection !== "poor" && (
    <div class="away">
      {words.connection[connection]}
      {props.children}
    </div>
  );
  return (
    <div
      class={`tile ${place.manner}`}
      role="group"
      aria-label={name}
      data-tile={id}
      data-level={muted ? undefined : id}
      data-connection={connection}
      style={{ ...boxStyle(place), "--hue": hue(tone) }}
    >
      {picture
        ? (
          <div class="frame" style={boxStyle(frame(place, ratio, props.fit))}>
            <Picture
              stream={picture}
              kind="picture"
              mirrored={props.mirrored === true && isMirror(picture)}
              onRatio={(ratio) => {
                setRatio(ratio);
                props.onRatio?.(ratio);
              }}
            />
          </div>
        )
        : (
          <Face name={face} place={place}>
            {said}
          </Face>
        )}
      {picture && said}
      <Pill {...{ name, muted, hand, order, verified }} poor={connection === "poor"}>
        {!said && props.children}
      </Pill>
      <i class="ring" />
      <Enlarge name={name} onEnlarge={props.onEnlarge} />
      {props.tools?.(ratio)}
    </div>
  );
}

/** The tile of a shared screen: whole, and unscaled where it fits. */
export function ScreenTile(props: {
  id: string;
  label: string;
  place: Place;
  stream: MediaStream;
  connection: Connection;
  onEnlarge?: (() => void) | undefined;
  /** Buttons of this tile and the means to zoom, once the deferred parts are there. */
  tools?: ComponentChildren;
}) {
  const { id, label, place, stream, connection, onEnlarge, tools } = props;
  return (
    <div
      class={`tile shared ${place.manner}`}
      role="group"
      aria-label={label}
      data-tile={id}
      data-shared=""
      data-connection={connection}
      style={boxStyle(place)}
    >
      <Picture stream={stream} kind="screen" />
      <p class="pill">
        <Icon name="screen" />
        <bdi class="name">{label}</bdi>
      </p>
      <Enlarge name={label} onEnlarge={onEnlarge} />
      {tools}
    </div>
  );
}

/** Properties of a person's tile, from the person. */
export function portrayed(person: Participant | Me): {
  muted: boolean;
  hand: boolean;
  verified: boolean;
  picture: MediaStream | null;
} {
  const { picture } = person;
  return "about" in person
    ? { muted: !person.about.mic, hand: person.about.hand, verified: person.verified, picture }
    : { muted: person.mic.is !== "on", hand: person.hand, verified: false, picture };
}

function Face(props: { name: string; place: Place; children: ComponentChildren }) {
  const { name, place, children } = props;
  const size = Math.min(160, Math.max(32, Math.min(place.width, place.height) * 0.36));
  return (
    <div class="face">
      <span
        aria-hidden="true"
        style={{ width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.4}px` }}
      >
        {initials(name)}
      </span>
      {children}
    </div>
  );
}

function Pill(props: {
  name: string;
  muted: boolean;
  hand: boolean;
  order: number;
  verified: boolean;
  poor: boolean;
  children: ComponentChildren;
}) {
  const { name, muted, hand, order, verified, poor, children } = props;
  const words = useWords();
  return (
    <p class="pill">
      {hand && <Mark kind="hand" label={words.handRaised} />}
      {hand && order > 0 && <span class="order">{order}</span>}
      {muted && <Mark kind="muted" label={words.muted} />}
      <bdi class="name">{name}</bdi>
      {verified && <Mark kind="verified" label={words.verified} />}
      {poor && <Mark kind="poor" label={words.weak} />}
      {children}
    </p>
  );
}

const MARKS = { hand: "hand", muted: "mic-off", poor: "weak", verified: "check" } as const;

function Mark({ kind, label }: { kind: keyof typeof MARKS; label: string }) {
  return (
    <span class={`mark ${kind}`} role="img" aria-label={label} {...{ [`data-${kind}`]: "" }}>
      <Icon name={MARKS[kind]} />
    </span>
  );
}

function Enlarge({ name, onEnlarge }: { name: string; onEnlarge: (() => void) | undefined }) {
  const words = useWords();
  if (!onEnlarge) return null;
  return (
    <button type="button" class="enlarge" aria-label={words.enlarge(name)} onClick={onEnlarge} />
  );
}

function boxStyle({ x, y, width, height }: Box) {
  return {
    transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`,
    width: `${width.toFixed(1)}px`,
    height: `${height.toFixed(1)}px`,
  };
}
