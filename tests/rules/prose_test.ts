import { assertEquals } from "@std/assert";
import { readSource, sourcesOf, walk } from "../harness/sources.ts";

const PLACES = [
  "client/",
  "signaling/",
  "routes/",
  "protocol/",
  "main.ts",
  "config.ts",
  "tests/",
  "bench/",
];

/**
 * Files whose doc comments begin with a relative word today, and how many of them. The list may only
 * shrink: begin a comment with a noun or a verb ("Options of …", "True if …", "Raises …").
 */
const OFFENDERS: Readonly<Record<string, number>> = {
  "bench/bus.ts": 1,
  "bench/recovery.ts": 1,
  "bench/visits.ts": 1,
  "client/app/preferences.ts": 2,
  "client/app/room_link.ts": 1,
  "client/call/bandwidth/adaptation.ts": 1,
  "client/call/bandwidth/congestion.ts": 1,
  "client/call/bandwidth/uplink.ts": 2,
  "client/call/call.ts": 3,
  "client/call/connection/ice_servers.ts": 2,
  "client/call/connection/negotiation.ts": 4,
  "client/call/diagnostics/failure_cause.ts": 1,
  "client/call/diagnostics/turn_probe.ts": 2,
  "client/call/health/media_health.ts": 3,
  "client/call/health/stream_stats.ts": 1,
  "client/call/media/capture.ts": 1,
  "client/call/media/device_state.ts": 3,
  "client/call/media/keyframes.ts": 1,
  "client/call/media/local_media.ts": 1,
  "client/call/media/slots.ts": 1,
  "client/call/messages/group_control.ts": 6,
  "client/call/messages/negotiation.ts": 4,
  "client/call/messages/peer_channel.ts": 2,
  "client/call/moderation/removal.ts": 1,
  "client/call/room/members.ts": 1,
  "client/call/room/participant.ts": 1,
  "client/call/room/peer.ts": 3,
  "client/call/security/envelope.ts": 1,
  "client/call/security/identity.ts": 1,
  "client/call/security/padding.ts": 1,
  "client/call/security/peer_trust.ts": 2,
  "client/call/security/seal.ts": 1,
  "client/call/security/security_context.ts": 2,
  "client/call/security/signing_key.ts": 1,
  "client/call/security/trust_store.ts": 1,
  "client/call/signaling/delivery.ts": 2,
  "client/check/devices.ts": 2,
  "client/check/loopback.ts": 1,
  "client/check/server.ts": 1,
  "client/check/state.ts": 2,
  "client/check/stun.ts": 1,
  "client/check/throughput.ts": 1,
  "client/check/turn.ts": 3,
  "client/deferred.ts": 1,
  "client/ui/controls/device_menu.tsx": 1,
  "client/ui/controls/hooks.ts": 3,
  "client/ui/controls/lazy.ts": 1,
  "client/ui/controls/toolbar.tsx": 1,
  "client/ui/i18n/en/deferred.ts": 1,
  "client/ui/i18n/load_words.ts": 2,
  "client/ui/notices/notice.tsx": 2,
  "client/ui/notices/urgent.tsx": 4,
  "client/ui/notices/waiting_room.tsx": 3,
  "client/ui/panels/encryption.tsx": 1,
  "client/ui/panels/people.tsx": 1,
  "client/ui/panels/settings.tsx": 1,
  "client/ui/screens/lobby.tsx": 1,
  "client/ui/stage/layout.ts": 2,
  "client/ui/stage/tile.tsx": 2,
  "client/ui/stage/tile_status.tsx": 2,
  "routes/build/bundle.ts": 1,
  "routes/doctor/findings.ts": 2,
  "tests/audit.ts": 1,
  "tests/browser/access_test.ts": 1,
  "tests/browser/delay_test.ts": 1,
  "tests/browser/door_test.ts": 1,
  "tests/browser/keys_test.ts": 1,
  "tests/browser/mesh_test.ts": 1,
  "tests/browser/numbers_test.ts": 1,
  "tests/browser/odds_test.ts": 1,
  "tests/browser/remove_test.ts": 1,
  "tests/browser/silent_test.ts": 1,
  "tests/browser/sleep_test.ts": 1,
  "tests/browser/socket_test.ts": 2,
  "tests/browser/traces_test.ts": 1,
  "tests/browser/verdict_test.ts": 1,
  "tests/client/call/moderation/room_lock_trust_test.ts": 1,
  "tests/client/call/security/identity_test.ts": 1,
  "tests/client/ui/gallery/gallery.ts": 1,
  "tests/fakes/media.ts": 2,
  "tests/fakes/members.ts": 1,
  "tests/fakes/nats_network.ts": 1,
  "tests/fakes/peer_pair.ts": 6,
  "tests/fakes/platform.ts": 1,
  "tests/fakes/room_locks.ts": 3,
  "tests/fakes/rtc.ts": 1,
  "tests/fakes/server_socket.ts": 1,
  "tests/fakes/signaling_socket.ts": 1,
  "tests/fakes/socket.ts": 1,
  "tests/harness/browser/assert_healthy_call.ts": 1,
  "tests/harness/browser/attack_scenario.ts": 1,
  "tests/harness/browser/attacker_page.ts": 1,
  "tests/harness/browser/browsers.ts": 1,
  "tests/harness/browser/connection_witness.ts": 2,
  "tests/harness/browser/impostor_page.ts": 3,
  "tests/harness/browser/measurements.ts": 1,
  "tests/harness/browser/meeting.ts": 2,
  "tests/harness/browser/message_faults.ts": 4,
  "tests/harness/browser/old_chromium.ts": 1,
  "tests/harness/browser/socket_proxy.ts": 2,
  "tests/harness/browser/sound_counters.ts": 1,
  "tests/harness/browser/stats_panel.ts": 1,
  "tests/harness/browser/visitor.ts": 1,
  "tests/harness/cluster_isolate.ts": 1,
  "tests/harness/coturn.ts": 2,
  "tests/harness/image.ts": 2,
  "tests/harness/isolate.ts": 1,
  "tests/harness/loopback_turn.ts": 1,
  "tests/harness/run_step.ts": 2,
  "tests/harness/signaling_client.ts": 1,
  "tests/harness/wants.ts": 2,
  "tests/network/apart.ts": 1,
  "tests/network/home.ts": 1,
  "tests/network/host.ts": 1,
  "tests/network/names.ts": 1,
  "tests/network/nat_test.ts": 1,
  "tests/network/outage_test.ts": 2,
  "tests/network/relay_test.ts": 1,
  "tests/network/slow.ts": 2,
  "tests/network/thin_test.ts": 2,
  "tests/routes/build/build_test.ts": 1,
  "tests/routes/doctor/stun_transport_test.ts": 1,
  "tests/rules/baseline_test.ts": 1,
  "tests/rules/imports_test.ts": 1,
  "tests/run.ts": 1,
  "tests/soak/soak_test.ts": 1,
  "tests/vectors/check.ts": 1,
};

Deno.test("prose: no doc comment begins with What, Who, Whoever, Whether or That", async () => {
  const found: Record<string, number> = {};
  for await (const path of sourcesOf(PLACES)) {
    const count = relative(path, await readSource(path)).length;
    if (count > 0) found[path] = count;
  }
  assertEquals(found, OFFENDERS, "actual is what stands in the source, expected the list above");
});

Deno.test("prose: the first word of a doc comment counts, in one line or in several", () => {
  const text = [
    "/** What it needs. */",
    "/**\n * Whether it does.\n * More.\n */",
    "/** Options.\n * What is more. */",
    "// What it is.",
    "/* Who it is. */",
    "const a = '/** That is a text. */';",
    "export const b = {\n  /** Who is here. */\n  c: 1,\n};",
    "/** Whatever comes. */",
  ].join("\n");
  assertEquals(relative("a.ts", text), ["What it needs.", "Whether it does.", "Who is here."]);
});

/** First lines of the doc comments of a source that begin with a relative word. */
function relative(path: string, text: string): string[] {
  const found: string[] = [];
  walk(path, text, (source) => {
    for (const { type, value } of source.getAllComments()) {
      if (type !== "Block" || !value.startsWith("*")) continue;
      const [first = ""] = value.replace(/^[*\s]+/, "").split("\n");
      if (/^(?:What|Who|Whoever|Whether|That)\b/.test(first)) found.push(first.trim());
    }
    return {};
  });
  return found;
}
