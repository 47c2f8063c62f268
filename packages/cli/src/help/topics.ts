import { EXIT_CODE_HELP } from "../exit-codes.ts";

/** Help texts that belong to no single command, made on request. */
export const TOPICS: Readonly<Record<string, () => string>> = {
  where: () => WHERE,
  "exit-codes": () =>
    `Exit codes\n\n${EXIT_CODE_HELP.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join("\n")}\n`,
  environment: () => ENVIRONMENT,
};

const WHERE = `Filters: --where EXPRESSION

An expression in the syntax of Arquero (JavaScript) that is asked of every row.
Columns go by their bare names (or as d.name, d["name"]), texts in quotes.

  snr > 2 && firing_rate >= 0.5
      compare with == != < <= > >=, join with && || !
  ecephys_structure_acronym == "VISp"
      texts in quotes
  (snr - 1) * 2 > 3
      + - * / % **, parentheses
  has_lfp_data ? snr > 2 : snr > 4
      either of two
  includes(["VISp", "VISl"], ecephys_structure_acronym)
      a value from a list
  includes(ecephys_structure_acronyms, "LGd")
      a list that contains a value
  startswith(lower(session_type), "brain")
      functions, also as op.lower(…), Math.abs(…)

Functions: abs ceil exp floor log log10 log2 round sqrt trunc pow greatest
least lower upper trim startswith endswith substring length includes utcyear
is_missing

Missing values never pass a comparison, nor its negation: where snr is missing,
neither snr > 2 nor !(snr > 2) nor snr != 2 holds. What is computed from a
missing value is missing; && and || need only the side that decides. Ask for
them with snr == null or is_missing(snr), replace them with snr ?? 0.

Nothing but the row can be reached: the text is parsed, checked against this
list, and never run as code.
`;

const ENVIRONMENT = `Environment variables

  ECEPHYS_CACHE          cache directory or manifest, if --cache is not given
  ECEPHYS_S3_URL         directory of the bucket, if --s3-url is not given
  ECEPHYS_WAREHOUSE_URL  root of the warehouse, if --base-url is not given
  DANDI_API_KEY          key of a DANDI account, for embargoed sets
  ECEPHYS_DANDI_URL      API of another archive than dandiarchive.org
  ECEPHYS_DANDI_CACHE    where files of DANDI are downloaded to
  ECEPHYS_SERVE_TOKEN    token that requests to \`ecephys serve\` need
  LIMS_HOST, LIMS_PORT, LIMS_DBNAME, LIMS_USER, LIMS_PASSWORD
                         the database of --source lims
  LIMS_CREDENTIALS_FILE  a file, readable by you alone, that holds them instead
  LIMS_APP_URL           root of the LIMS application (default: http://lims2)
  PGSSLMODE              TLS of that database: prefer (the default), disable,
                         require or verify-full
  ECEPHYS_OFFLINE        set to 1: never use the network
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY
                         proxies, and the hosts that are reached without one
  NODE_EXTRA_CA_CERTS    a file of certificate authorities to trust, for TLS
  NO_COLOR               set to anything: no colours
  COLUMNS                width of tables that do not go to a terminal
  ECEPHYS_DEBUG          set to 1: show where an unexpected error happened
  XDG_CACHE_HOME, LOCALAPPDATA
                         where the user's cache directory is
  NODE_COMPILE_CACHE     where compiled code is kept, instead of beside it
  NODE_DISABLE_COMPILE_CACHE
                         set to 1: keep no compiled code
`;
