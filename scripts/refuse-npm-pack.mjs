// `prepack` of every published package. npm writes "workspace:^" and "catalog:" into the tarball as they are, and
// leaves `publishConfig.exports` out: the result could not be installed. pnpm replaces all three.
const agent = process.env.npm_config_user_agent ?? "";
if (!agent.startsWith("pnpm/")) {
  console.error(
    "This package can only be packed or published by pnpm: npm would leave dependencies like workspace:^ in it, " +
      "which cannot be installed. Run `npm run pack` at the root of the repository, or `npx pnpm@10 pack` here.",
  );
  process.exit(1);
}
