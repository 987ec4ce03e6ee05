import type { PageVisibility } from "../../platform/page_visibility.ts";
import type { DeviceChoice } from "../../state/device.ts";
import { choices, type Devices } from "./capture.ts";

/** Options of {@link watchDeviceList}. */
export interface DeviceListOptions {
  readonly devices: Devices | undefined;
  readonly page: PageVisibility;
  readonly changed: (devices: readonly DeviceChoice[]) => void;
  readonly signal: AbortSignal;
}

/** The devices that there are, as far as the browser says. */
export interface DeviceList {
  get(): readonly DeviceChoice[];
  /** Notes that the browser may say more now than before. */
  expire(): void;
  /** Lists the devices if the list has expired; not while one opens, which listing holds up. */
  refreshIfExpired(): void;
  /** Lists the devices; tells of them even if they are the same. */
  refresh(): Promise<void>;
}

/** Watches the list until the signal aborts; it begins empty and expired. */
export function watchDeviceList(options: DeviceListOptions): DeviceList {
  const { devices, page, signal } = options;
  let listed: readonly DeviceChoice[] = [];
  let expired = true;

  async function list(always: boolean): Promise<void> {
    const found = await choices(devices);
    if (signal.aborted) return;
    const same = JSON.stringify(found) === JSON.stringify(listed);
    listed = found;
    if (!same || always) options.changed(found);
  }

  devices?.addEventListener?.("devicechange", () => void list(true), { signal });
  page.addEventListener("visibilitychange", () => {
    if (!page.hidden) void list(true);
  }, { signal });

  return {
    get: () => listed,
    expire: () => void (expired = true),
    refreshIfExpired() {
      if (!expired || signal.aborted) return;
      expired = false;
      void list(false);
    },
    refresh: () => list(true),
  };
}
