import { isEcephysError } from "@ecephys/core";
import { selfSignedCertificate } from "@ecephys/fixtures";
import { beforeAll, expect, test } from "vitest";
import type { LimsOptions } from "../src/options.ts";
import { failureOf, limsBench } from "./support.ts";

const { certificate, key } = selfSignedCertificate();
const bench = limsBench({
  settings: { ssl: "on", ssl_cert_file: "own.crt", ssl_key_file: "own.key" },
  files: { "own.crt": certificate, "own.key": key },
  hba: ["host all postgres 127.0.0.1/32 scram-sha-256", "hostssl all careful 127.0.0.1/32 scram-sha-256"],
});
const careful: LimsOptions = { user: "careful", password: "p", retry: { tries: 1 } };

beforeAll(async () => {
  await bench.sql("create role careful login superuser password 'p'");
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
