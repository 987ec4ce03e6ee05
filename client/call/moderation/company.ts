/** Options of {@link openCompany}. */
export interface CompanyOptions {
  /** True if this page is connected with anybody. */
  readonly inCompany: () => boolean;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
}

/** How long this page has been connected with others, whoever they were. */
export interface Company {
  is(): boolean;
  /** True if this page has been in a call for a while: then it would know of a lock. */
  isSettled(): boolean;
  /** Notes the time; to be called every now and then. */
  look(): void;
}

/** Two who come at once may find each other before they hear of a lock; after this they have. */
const SETTLED_MS = 15_000;

/** Begins alone. */
export function openCompany({ inCompany, elapsed }: CompanyOptions): Company {
  let since: number | null = null;
  return {
    is: inCompany,
    isSettled: () => since !== null && elapsed() - since >= SETTLED_MS,
    look() {
      since = inCompany() ? since ?? elapsed() : null;
    },
  };
}
