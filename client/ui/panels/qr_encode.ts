/** Encoder of QR codes: a chunk of its own. */
export { encode } from "uqr";
