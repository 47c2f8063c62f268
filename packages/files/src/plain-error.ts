import { EcephysError, type EcephysErrorCode, isEcephysError } from "./errors.ts";

/** An error as JSON has it: what it says, without its class. Of an error that is not ours the message alone. */
export interface PlainError {
  readonly code?: EcephysErrorCode | undefined;
  readonly message: string;
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly reason?: string | undefined;
  readonly remedy?: string | undefined;
}

/** The fields of an error that another process can make it of again. */
export function plainError(error: unknown): PlainError {
  if (!isEcephysError(error)) return { message: error instanceof Error ? error.message : String(error) };
  const { code, message, action, resource, reason, remedy } = error;
  return { code, message, action, resource, reason, ...(remedy === undefined ? {} : { remedy }) };
}

/** The error of those fields: an EcephysError where it was one. */
export function errorOfPlain({ code, message, action, resource, reason, remedy }: PlainError): Error {
  if (code === undefined || action === undefined || resource === undefined || reason === undefined)
    return new Error(message);
  return new EcephysError(code, { action, resource, reason, remedy });
}
