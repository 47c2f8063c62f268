/** A proxy, and where it was set. */
export interface HttpProxy {
  readonly url: URL;
  /** The environment variable: "HTTPS_PROXY". */
  readonly variable: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment sets for an address, as curl reads it: HTTPS_PROXY or HTTP_PROXY by the
 * address's scheme, else ALL_PROXY, in small letters first, and none for the hosts of NO_PROXY.
 * @throws a TypeError with the code ERR_PROXY where the variable holds no address of an http or https proxy.
 */
export function proxyFor(address: URL, environment: Environment): HttpProxy | undefined {
  const scheme = address.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const variable = variableOf([scheme, "ALL_PROXY"], environment);
  if (variable === undefined || isDirect(address, environment)) return undefined;
  const text = environment[variable] ?? "";
  const complete = text.includes("://") ? text : `http://${text}`;
  const url = URL.canParse(complete) ? new URL(complete) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return { url, variable };
  throw proxyError("ERR_PROXY_ADDRESS", variable);
}

/** The proxy for messages: without user name and password. */
export function proxyText({ url, variable }: HttpProxy): string {
  return `the proxy ${url.protocol}//${url.host} (${variable})`;
}

/** An error about a proxy, which `connectionError` names. */
export function proxyError(code: string, proxy: HttpProxy | string, cause?: unknown): TypeError {
  const text = typeof proxy === "string" ? `the proxy of ${proxy}` : proxyText(proxy);
  return Object.assign(new TypeError(code, { cause }), { code, proxy: text });
}

/** The value of "Proxy-Authorization"; undefined for a proxy without a user name. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (!username && !password) return undefined;
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(text).toString("base64")}`;
}

function variableOf(names: readonly string[], environment: Environment): string | undefined {
  return names.flatMap((name) => [name.toLowerCase(), name]).find((name) => environment[name]);
}

/** Whether NO_PROXY names the host: itself, a domain above it, or "*"; with a port, for that port alone. */
function isDirect(address: URL, environment: Environment): boolean {
  const variable = variableOf(["NO_PROXY"], environment);
  const host = address.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = address.port || (address.protocol === "https:" ? "443" : "80");
  const entries = (environment[variable ?? ""] ?? "").toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => {
    if (entry === "*") return true;
    const [, name = "", ofPort] = /^\[?([^[\]]*?)\]?(?::(\d+))?$/.exec(entry) ?? [];
    const domain = name.replace(/^\*?\.+/, "");
    if (domain === "" || (ofPort !== undefined && ofPort !== port)) return false;
    return host === domain || host.endsWith(`.${domain}`);
  });
}
