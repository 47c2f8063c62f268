/** A lock that this process holds; it is kept alive until it is released. */
export interface StorageLock {
  /** @throws an EcephysError "storage" if another process has taken it over; its holder must stop. */
  check(): Promise<void>;
  /** Never throws; a lock that is gone is gone. */
  release(): Promise<void>;
}

/** How to wait for a lock. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called while another process holds the lock: whether the lock is no longer needed. */
  readonly isDone?: (() => Promise<boolean>) | undefined;
  /** Called once with the owner being waited for: "process 4711 on lab-3". */
  readonly onWait?: ((owner: string) => void) | undefined;
  /** Whether a lock that another process holds is waited for; true by default. */
  readonly wait?: boolean | undefined;
  /**
   * Milliseconds without a sign of life after which an owner on another host counts as dead; 45,000 by default. Owners
   * give one every 5,000.
   */
  readonly silence?: number | undefined;
}
