import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { serve, type Server } from "../harness/browser/server.ts";

// A server that is killed is F3, in socket_test.ts.
for (const signal of LONG ? ["SIGTERM", "SIGKILL"] as const : ["SIGTERM"] as const) {
  let again: Promise<Server> | null = null;
  browserTest(
    `restart: a call outlives a server that ends by ${signal}`,
    BOTH,
    async (testRoom) => {
      testRoom.expect(LOST_SOCKET);
      const ann = await testRoom.enter("chromium", "Ann");
      const bob = await testRoom.enter("firefox", "Bob");
      await allHear([ann, bob]);
      await testRoom.server.stop(signal);
      await allHear([ann, bob]);
      again = serve({ PORT: String(testRoom.server.port) });
      const server = await again;
      try {
        await allHear([ann, bob]);
        const cem = await testRoom.enter("chromium", "Cem");
        await allHear([ann, bob, cem]);
        for (const one of [ann, bob, cem]) await one.count("[data-tile]", 3);
      } finally {
        await server.stop();
      }
    },
    serve,
  );
}
