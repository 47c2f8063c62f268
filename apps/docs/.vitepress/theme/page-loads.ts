import type { Router } from "vitepress";

/**
 * Loads each page anew, where the router would put another page's script into this one: the site then needs no second
 * script of each page, with all its text, and a page always has the Content-Security-Policy that it was served with.
 */
export function loadPages(router: Router): void {
  if (typeof document === "undefined") return;
  let isFirst = true;
  router.onBeforeRouteChange = (to) => {
    if (isFirst || new URL(to, location.href).pathname === location.pathname) return undefined;
    history.replaceState({ scrollPosition: window.scrollY }, "");
    location.assign(to);
    return false;
  };
  router.onAfterRouteChange = () => {
    if (isFirst) returnToPlace();
    isFirst = false;
  };
}

/** Where a page was left, when it is loaded again by going back: the router begins at its top, or at its hash. */
function returnToPlace(): void {
  const { scrollPosition } = history.state ?? {};
  if (typeof scrollPosition !== "number") return;
  history.replaceState({}, "");
  // After what the router does with a hash, which is a frame later.
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo(0, scrollPosition)));
}
