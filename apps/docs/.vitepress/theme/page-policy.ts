import type { Router } from "vitepress";

/**
 * A browser keeps the Content-Security-Policy of the page that it loaded, also where a link leads on without loading a
 * page: one with another policy is loaded anew.
 */
export function applyPagePolicy(router: Router): void {
  if (typeof document === "undefined") return;
  let loaded: string | undefined;
  let isFirst = true;
  const before = router.onAfterRouteChange;
  router.onAfterRouteChange = async (to) => {
    await before?.(to);
    const policy: string | undefined = router.route.data.frontmatter.policy;
    if (isFirst) [isFirst, loaded] = [false, policy];
    else if (policy !== loaded) location.reload();
  };
}
