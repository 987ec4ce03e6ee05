/** TensorFlow Lite with one model at a time, as `@twilio/video-processors` compiles it (Emscripten). */
export interface TFLite {
  readonly HEAPU8: Uint8Array;
  readonly HEAPF32: Float32Array;
  _getModelBufferMemoryOffset(): number;
  _loadModel(bytes: number): number;
  _getInputMemoryOffset(): number;
  _getInputWidth(): number;
  _getInputHeight(): number;
  _getOutputMemoryOffset(): number;
  _runInference(): number;
}

/** Hooks of Emscripten that are used. */
export interface ModuleOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ): Record<string, never>;
  print(text: string): void;
  printErr(text: string): void;
}

export default function createModule(options: ModuleOptions): Promise<TFLite>;
