import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";
import type { StudioLink } from "./whip_page.ts";

/** Tile of a studio; of the studio that this member sends on, if one is named. */
export const badge = (by = "") => by ? `[data-studio-by="${by}"]` : "[data-studio-by]";

/** Has this page make a studio. */
export async function bringIn(visitor: Visitor): Promise<StudioLink> {
  await visitor.press("more");
  await visitor.press("bring-studio");
  return await studioOf(visitor);
}

/** Address and token of the studio that this page shows. */
export const studioOf = (visitor: Visitor): Promise<StudioLink> => endpointOf(visitor, "studio");

/** Address and token of an endpoint that this page shows. */
export async function endpointOf({ page }: Visitor, kind: string): Promise<StudioLink> {
  const read = async (name: string) => {
    const field = await page.waitForSelector(`[data-endpoint-field="${kind}-${name}"]`);
    return await field?.evaluate((one) => one instanceof HTMLInputElement && one.value) || "";
  };
  return { url: await read("url"), token: await read("token") };
}

/** Waits until pictures of a publisher come in by a connection of the studio's own. */
export async function shows(visitor: Visitor, by?: string): Promise<void> {
  await until(
    `${by ?? "a member"} shows the studio`,
    async () => await visitor.page.$(badge(by)) !== null,
  );
}

/** Waits until a page that is alone in its call has decoded some more frames of a publisher. */
export async function decodesStudio(visitor: Visitor): Promise<void> {
  const frames = async () =>
    (await visitor.inflow()).flatMap(({ video }) => Object.values(video))
      .reduce((sum, one) => sum + one, 0);
  const before = await frames();
  await until("frames of a publisher", async () => await frames() >= before + 5, frames);
}
