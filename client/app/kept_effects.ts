/** Name under which a device keeps the effects of the last visit: a background and a treatment. */
export const KEPT_EFFECTS = "visavis.effects";
