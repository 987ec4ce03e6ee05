import { useRef, useState } from "preact/hooks";
import type { RoomActions } from "../../state/actions.ts";
import type { Room } from "../../state/call_state.ts";
import { IconButton, TextButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { LinkField } from "./link_field.tsx";
import { Qr } from "./qr.tsx";

/** The link of the room, and the ways to hand it on. */
export function Invite({ room, actions }: { room: Room; actions: RoomActions }) {
  const words = useWords();
  const more = useDeferredWords();
  const [code, setCode] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const sheet = { title: words.app, url: room.href };
  return (
    <div class="invite">
      <LinkField field={field} label={more.link} href={room.href} />
      <div class="row">
        <TextButton
          does="copy"
          icon="copy"
          label={more.copy}
          look="accent"
          onPress={() => {
            // What the browser does not copy, the person can.
            field.current?.select();
            actions.copyLink();
          }}
        />
        {typeof navigator.share === "function" && (
          <IconButton
            does="share"
            icon="share"
            label={more.share}
            look="quiet"
            // Closing the sheet without sharing rejects: that is an answer, too.
            onPress={() => void navigator.share(sheet).catch(() => {})}
          />
        )}
        <IconButton
          does="qr"
          icon="qr"
          label={more.qr}
          look="quiet"
          pressed={code}
          onPress={() => setCode(!code)}
        />
      </div>
      {code && <Qr text={room.href} />}
    </div>
  );
}
