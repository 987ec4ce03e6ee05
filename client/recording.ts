/** The chunk of recordings: what records the stage and all voices on this machine. */
export { findLeftRecordings } from "./recording/left_recordings.ts";
export { recordCall } from "./recording/record_call.ts";
export { composeStage } from "./recording/compose_stage.ts";
