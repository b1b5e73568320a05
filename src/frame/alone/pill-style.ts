/** The pill's and the panel's look, with the tokens of `src/web/ui/tokens.css`; apart from any style of the deck's. */
export const pillStyle = `
:host {
  all: initial;
  position: fixed;
  z-index: 2147483000;
  inset: auto auto max(12px, env(safe-area-inset-bottom)) max(12px, env(safe-area-inset-left));
  color-scheme: dark;
}
* { box-sizing: border-box; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.pill, button {
  display: inline-flex;
  align-items: center;
  gap: 8px;
  min-height: 36px;
  margin: 0;
  padding: 0 14px;
  border: 1px solid #332e27;
  border-radius: 99px;
  background: #1d1a16;
  color: #f4efe6;
  font: 500 14px/1.2 system-ui, sans-serif;
  white-space: nowrap;
}
button { position: relative; cursor: pointer; }
button::after { content: ""; position: absolute; inset: -5px 0; }
button:focus-visible { outline: 2px solid #ffb224; outline-offset: 2px; }
button.main { border-color: #ffb224; background: #ffb224; color: #1c1500; }
.pill::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: #3fb27f; }
.pill[data-status="reconnecting"]::before, .pill[data-status="refused"]::before { background: #ff7a7e; }
.hint { padding: 0 4px; font: 500 14px/1.3 system-ui, sans-serif; color: #f4efe6; text-shadow: 0 0 4px #000, 0 0 2px #000; }
[hidden] { display: none !important; }
aside {
  position: fixed;
  inset: 0 0 0 auto;
  display: flex;
  flex-direction: column;
  width: min(380px, 100vw);
  border-inline-start: 1px solid #332e27;
  background: #13110e;
}
aside header { display: flex; align-items: center; justify-content: space-between; padding: 4px 4px 0 16px; color: #b5ab9b; font: 500 14px/1.2 system-ui, sans-serif; }
aside header button { justify-content: center; min-width: 44px; min-height: 44px; border: 0; background: none; color: #f4efe6; }
iframe { flex: 1; width: 100%; min-height: 0; border: 0; }
@media (max-width: 699px) {
  aside { inset: auto 0 0; width: 100%; height: 55dvh; border-inline-start: 0; border-top: 1px solid #332e27; }
  :host([data-panel]) { bottom: calc(55dvh + 8px); }
}
@media (prefers-color-scheme: light) {
  aside { background: #faf7f1; border-color: #e4ddd0; }
  aside header { color: #6b6255; }
  aside header button { color: #1c1915; }
}
`;
