// Neither package's own declarations can be used: the one ships none, the other's import folders, which nodenext refuses.
declare module '@php-wasm/node-8-2' {
  export function getPHPLoaderModule(): Promise<unknown>;
}

declare module '@php-wasm/universal' {
  export function loadPHPRuntime(loaderModule: unknown): Promise<number>;

  export class PHP implements Disposable {
    constructor(runtime: number);
    writeFile(path: string, text: string): void;
    run(request: { code: string }): Promise<{ readonly text: string; readonly errors: string }>;
    [Symbol.dispose](): void;
  }
}
