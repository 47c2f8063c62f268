import { onBeforeUnmount, onMounted, type Ref, ref } from "vue";

/** Whether the page is dark: by its class "dark", as VitePress and the explorer's own page have it. */
export function useDark(): Readonly<Ref<boolean>> {
  const isDark = ref(false);
  const root = () => document.documentElement;
  const read = () => {
    isDark.value = root().classList.contains("dark");
  };
  let observer: MutationObserver | undefined;
  onMounted(() => {
    read();
    observer = new MutationObserver(read);
    observer.observe(root(), { attributeFilter: ["class"] });
  });
  onBeforeUnmount(() => observer?.disconnect());
  return isDark;
}
