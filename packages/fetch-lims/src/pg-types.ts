/** Turns one value's text into what a column keeps; looked up by the type's oid, for one query alone. */
export interface PgTypeParsers {
  getTypeParser(oid: number, format?: string): (text: string) => unknown;
}

/** A query as pg 8 takes it, with rows as arrays. */
export interface PgQuery {
  readonly text: string;
  readonly values?: unknown[];
  readonly rowMode: "array";
  readonly types?: PgTypeParsers;
  /** Milliseconds after which the query fails although the server has not answered. */
  readonly query_timeout?: number;
}

/** What a query of `pg` answers. */
export interface PgResult {
  readonly rows: unknown[][];
  readonly fields: readonly { readonly name: string }[];
}

/** A connection on loan from a pool. */
export interface PgClient {
  query(query: PgQuery): Promise<PgResult>;
  on(event: "error", listener: (error: Error) => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
  /** Gives the connection back; with true it is closed instead. */
  release(destroy?: boolean): void;
}

/** What is used of a pool: any 8.x `pg.Pool` has it. */
export interface PgPool {
  connect(): Promise<PgClient>;
  end(): Promise<void>;
}

/** A connection outside of a pool, for cancelling. */
export interface PgSingleClient {
  connect(): Promise<unknown>;
  query(text: string, values: unknown[]): Promise<unknown>;
  on(event: "error", listener: (error: Error) => void): unknown;
  end(): Promise<void>;
}

/** What pg's own pools have beyond the contract: how to make one more connection like theirs. */
export interface PgPoolInternals {
  readonly Client?: (new (config: unknown) => PgSingleClient) | undefined;
  readonly options?: object | undefined;
}
