/** Why a request gets no result, in the protocol's own terms: both SDKs put an error's `code`, `message` and `data` on the wire. */
export class ProtocolFault extends Error {
  override name = 'ProtocolFault';
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
