/** Draws the deck's Mermaid diagrams. The library is large and loads only for decks that have one. */
export async function drawDiagrams(deck: { layout(): void }, theme: "dark" | "default"): Promise<void> {
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({ startOnLoad: false, theme, securityLevel: "strict", fontFamily: "inherit" });
  const sources = [...document.querySelectorAll<HTMLElement>("pre.mermaid")];
  for (const [index, source] of sources.entries()) await draw(source, `lectern-diagram-${index}`, mermaid.render);
  deck.layout();
}

type Render = (id: string, text: string) => Promise<{ svg: string }>;

async function draw(source: HTMLElement, id: string, render: Render): Promise<void> {
  const text = source.textContent;
  try {
    const { svg } = await render(id, text);
    const figure = document.createElement("div");
    figure.className = "mermaid";
    figure.append(document.createRange().createContextualFragment(svg));
    source.replaceWith(figure);
  } catch (error) {
    // The source stays readable on the slide, with what is wrong above it.
    source.dataset.problem = error instanceof Error ? error.message : String(error);
    document.getElementById(`d${id}`)?.remove();
  }
}
