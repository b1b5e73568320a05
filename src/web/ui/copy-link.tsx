/** A link to read, to open and to copy. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "./i18n/text.ts";

export function CopyLink({ href, name }: { href: string; name: string }) {
  const field = useRef<HTMLInputElement>(null);
  const copied = useSignal(false);
  const copyNow = async (): Promise<void> => {
    copied.value = await copy(href, field.current);
    setTimeout(() => {
      copied.value = false;
    }, 2000);
  };
  return (
    <div class="copy-link">
      <input
        ref={field}
        readOnly
        dir="ltr"
        value={href}
        aria-label={name}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" class="button" onClick={() => void copyNow()}>
        <span aria-live="polite">{t(copied.value ? "shared.copied" : "shared.copy")}</span>
      </button>
    </div>
  );
}

/** Browsers give the clipboard only to secure pages; on plain HTTP the old way still works. */
async function copy(text: string, field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    return document.execCommand("copy");
  }
}
