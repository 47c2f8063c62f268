import { isEcephysError } from "@ecephys/files";
import { selfSignedCertificate } from "@ecephys/fixtures";
import { beforeAll, describe, expect, test } from "vitest";
import type { LimsOptions } from "../src/options.ts";
import { failureOf, limsBench } from "./support.ts";

const { certificate, key } = selfSignedCertificate();
const bench = limsBench({
  settings: { ssl: "on", ssl_cert_file: "own.crt", ssl_key_file: "own.key" },
  files: { "own.crt": certificate, "own.key": key },
  hba: [
    "host all postgres 127.0.0.1/32 scram-sha-256",
    "hostssl all careful 127.0.0.1/32 scram-sha-256",
    "hostnossl all plain 127.0.0.1/32 scram-sha-256",
  ],
});
const careful: LimsOptions = { user: "careful", password: "p", retry: { tries: 1 } };

beforeAll(async () => {
  await bench.sql("create role careful login superuser password 'p'");
  await bench.sql("create role plain login superuser password 'p'");
});

test("the connection is encrypted where the server's authority is known", async () => {
  const api = bench.lims({ ...careful, ssl: { ca: certificate } });
  expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
  const rows = await bench.sql(
    "select ssl from pg_stat_ssl join pg_stat_activity using (pid) where usename = 'careful'",
  );
  expect(rows).toEqual([{ ssl: true }]);
});

test("a certificate of an unknown authority is refused, unless told otherwise", async () => {
  const error = await failureOf(bench.lims({ ...careful, ssl: true }).getSessions());
  expect(isEcephysError(error, "database")).toBe(true);
  expect(error.message).toMatch(
    /TLS certificate was not accepted \((DEPTH_ZERO_)?SELF_SIGNED.*ssl: \{ ca \}/,
  );
  const api = bench.lims({ ...careful, ssl: { rejectUnauthorized: false } });
  expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
});

test("a certificate for another name is refused", async () => {
  const ssl = { ca: certificate, servername: "lims2.example" };
  const error = await failureOf(bench.lims({ ...careful, ssl }).getSessions());
  expect(error.message).toMatch(/certificate was not accepted \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
});

test("the name may be another than the host's, as through a tunnel", async () => {
  const ssl = { ca: certificate, servername: "127.0.0.1" };
  const wrong = { host: "localhost", ssl: { ...ssl, servername: "lims2.example" } };
  const error = await failureOf(bench.lims({ ...careful, ...wrong }).getSessions());
  expect(error.message).toMatch(/certificate was not accepted \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
  const api = bench.lims({ ...careful, host: "localhost", ssl });
  expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
});

test("options of TLS stay as they are, key included", async () => {
  const ssl = Object.freeze({ ca: certificate, cert: certificate, key });
  for (let times = 0; times < 2; times += 1) {
    expect((await bench.lims({ ...careful, ssl }).getSessions()).numRows()).toBeGreaterThan(0);
  }
  expect(Object.keys(ssl)).toEqual(["ca", "cert", "key"]);
});

test("an invalid key and invalid options are reported", async () => {
  const error = await failureOf(bench.lims({ ...careful, ssl: { cert: "x", key: "y" } }).getSessions());
  expect(error.message).toMatch(/TLS key or a certificate that was given cannot be read \(ERR_OSSL/);
  expect(() => bench.lims({ ...careful, ssl: "require" as never })).toThrow(/the option ssl/);
});

describe("without the option, PGSSLMODE decides", () => {
  test.each(["", "prefer"])("%j: encrypted, as with libpq, by a server that can", async (mode) => {
    const api = bench.lims({ ...careful, env: { PGSSLMODE: mode } });
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
  });

  test.each(["", "prefer"])("%j: not encrypted, as with libpq, by a server that refuses it", async (mode) => {
    const api = bench.lims({ ...careful, user: "plain", env: { PGSSLMODE: mode } });
    const tables = await Promise.all([api.getSessions(), api.getProbes(), api.getUnits()]);
    expect(tables.map((table) => table.numRows() > 0)).toEqual([true, true, true]);
  });

  test.each(["require", "verify-ca", "verify-full"])("%s: encrypted and checked", async (mode) => {
    const error = await failureOf(bench.lims({ ...careful, env: { PGSSLMODE: mode } }).getSessions());
    expect(error.message).toMatch(/TLS certificate was not accepted/);
  });

  test("no-verify: encrypted", async () => {
    const api = bench.lims({ ...careful, env: { PGSSLMODE: "no-verify" } });
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
  });

  test.each(["disable", "allow"])("%j: not encrypted", async (mode) => {
    const error = await failureOf(bench.lims({ ...careful, env: { PGSSLMODE: mode } }).getSessions());
    expect(error.message).toMatch(/refused these credentials/);
  });

  test("an unknown mode: nothing is sent", async () => {
    const error = await failureOf(
      bench.lims({ ...careful, env: { PGSSLMODE: "verify_full" } }).getSessions(),
    );
    expect(isEcephysError(error, "argument")).toBe(true);
    expect(error.message).toMatch(/PGSSLMODE.*verify-full/);
  });
});

test("a server that insists on TLS says so", async () => {
  const error = await failureOf(bench.lims({ ...careful, ssl: false }).getSessions());
  expect(isEcephysError(error, "database")).toBe(true);
  expect(error.message).toMatch(/refused these credentials.*with or without TLS/);
});

test("an encrypted query can be cancelled", async () => {
  const api = bench.lims({ ...careful, ssl: { ca: certificate }, batchRows: 50 });
  const controller = new AbortController();
  const onProgress = () => controller.abort("enough");
  await expect(api.getChannels({ signal: controller.signal, onProgress })).rejects.toBe("enough");
});
