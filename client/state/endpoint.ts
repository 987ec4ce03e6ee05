/** Address and token for a program outside of the call. */
export interface EndpointLink {
  readonly url: string;
  readonly token: string;
}

/** An endpoint of the call: how a program finds it, and who may. */
export interface EndpointView {
  /** Address and token; null while there is none. */
  readonly link: EndpointLink | null;
  /** Makes one, for everybody in the call. */
  create(): void;
  /** Ends it, and all that came in by it. */
  revoke(): void;
}
