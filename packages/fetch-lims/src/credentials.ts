import { EcephysError, isEcephysError } from "@ecephys/files";

/** Where the LIMS database is and who asks. */
export interface LimsCredentials {
  readonly host: string;
  /** 5432 by default. */
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Some or all of the credentials; what is missing comes from the environment. */
export type SomeLimsCredentials = {
  readonly [Name in keyof LimsCredentials]?: LimsCredentials[Name] | undefined;
};

/**
 * The credentials, or a function that gives them. The function is called before the first connection and again
 * for the password of every further one, so that passwords that expire work.
 */
export type LimsCredentialsProvider =
  | SomeLimsCredentials
  | (() => SomeLimsCredentials | Promise<SomeLimsCredentials>);

export type Environment = Readonly<Record<string, string | undefined>>;

/** AllenSDK's environment variables, by credential. */
const VARIABLES: Readonly<Record<keyof LimsCredentials, string>> = {
  host: "LIMS_HOST",
  port: "LIMS_PORT",
  database: "LIMS_DBNAME",
  user: "LIMS_USER",
  password: "LIMS_PASSWORD",
};

const DEFAULT_PORT = 5432;

/**
 * Puts the credentials together: the options' own, then the provider's, then the environment's.
 * @throws an EcephysError "argument" that names what is missing (never what is there).
 */
export async function resolveCredentials(
  own: SomeLimsCredentials,
  provider: LimsCredentialsProvider | undefined,
  environment: Environment,
): Promise<LimsCredentials> {
  const provided = await ask(provider);
  // An empty text is none, but for the password of a role that needs none.
  const some = (name: keyof LimsCredentials, value: string | number | null | undefined) =>
    value === "" && name !== "password" ? undefined : value;
  const find = (name: keyof LimsCredentials): string | number | undefined =>
    some(name, own[name]) ?? some(name, provided[name]) ?? (environment[VARIABLES[name]] || undefined);
  const port = Number(find("port") ?? DEFAULT_PORT);
  const found = {
    host: find("host"),
    database: find("database"),
    user: find("user"),
    password: find("password"),
  };
  const missing = Object.entries(found).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0) throw missingError(missing as (keyof LimsCredentials)[]);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw credentialsError("the port is not a number from 1 to 65535", "Correct `port` or LIMS_PORT");
  }
  return {
    host: hostName(text("host", found.host)),
    port,
    database: text("database", found.database),
    user: text("user", found.user),
    password: text("password", found.password),
  };
}

function text(name: keyof LimsCredentials, value: unknown): string {
  if (typeof value === "string") return value;
  throw credentialsError(`the ${name} is not text`, `Correct \`${name}\` or ${VARIABLES[name]}`);
}

/** What is not a host may be a whole address with user and password in it, which a message would show. */
function hostName(host: string): string {
  if (host.startsWith("/") || !/[/@\s]/.test(host)) return host;
  throw credentialsError("the host is not the name or address of a machine", "Correct `host` or LIMS_HOST");
}

/** An error about credentials. What they hold is never in it. */
export function credentialsError(reason: string, remedy: string): EcephysError {
  return new EcephysError("argument", {
    action: "Reading credentials",
    resource: "the LIMS database",
    reason,
    remedy,
  });
}

async function ask(provider: LimsCredentialsProvider | undefined): Promise<SomeLimsCredentials> {
  if (typeof provider !== "function") return provider ?? {};
  try {
    return (await provider()) ?? {};
  } catch (error) {
    if (isEcephysError(error)) throw error;
    // The error of a foreign function may quote what it read: it is not passed on.
    throw credentialsError(
      "the credentials function failed; its error is withheld, since it may hold secrets",
      "Call the function by itself to see why",
    );
  }
}

function missingError(missing: readonly (keyof LimsCredentials)[]): EcephysError {
  const variables = missing.map((name) => VARIABLES[name]).join(", ");
  return credentialsError(
    `there is no ${missing.join(", no ")}`,
    `Pass ${missing.map((name) => `\`${name}\``).join(", ")} or set ${variables} in the environment`,
  );
}
